import { postgresProgramsAreHere } from '../support/postgres.js';
import { survive } from './support/survive.js';

describe.runIf(postgresProgramsAreHere())('under load', () => {
  it('kill -9 of the service, and a start as by a supervisor', () =>
    survive({
      name: 'kill -9 of the service',
      forgetfulInstances: 1,
      strike: (stage) => stage.killService(),
    }));
});

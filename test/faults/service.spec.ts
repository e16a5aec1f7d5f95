import { postgresProgramsAreHere } from '../support/postgres.js';
import { survive } from './support/survive.js';

/** Within so long one worker has heard what another has revoked. */
const HEARD_WITHIN_MS = 2_000;

describe.runIf(postgresProgramsAreHere())('under load', () => {
  it('kill -9 of the service, and a start as by a supervisor', () =>
    survive({
      name: 'kill -9 of the service',
      forgetfulInstances: 1,
      strike: (stage) => stage.killService(),
    }));

  it('kill -9 of one worker of two, in whose place another comes by itself', () =>
    survive({
      name: 'kill -9 of a worker, of two',
      // That they are ready is information.
      stage: { env: { WORKERS: '2', LOG_LEVEL: 'info' } },
      forgetfulInstances: 1,
      lagMs: HEARD_WITHIN_MS,
      strike: (stage, dice) => stage.killWorker(dice),
    }));
});

import { setTimeout as sleep } from 'node:timers/promises';
import { postgresProgramsAreHere } from '../support/postgres.js';
import { PLAN } from './support/plan.js';
import { survive } from './support/survive.js';

describe.runIf(postgresProgramsAreHere())('under load', () => {
  it('a mail server that hangs', () =>
    survive({
      name: 'a mail server that hangs',
      stage: { env: { DATABASE_TIMEOUT_SECONDS: '5' } },
      unnoticed: true,
      // What it has taken without saying so.
      forgetfulInstances: 1,
      async strike({ mailWire }, dice) {
        mailWire.hold();
        await sleep(2 * dice.between(...PLAN.strikeMs));
        await mailWire.mend();
      },
    }));
});

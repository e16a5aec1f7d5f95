import { setTimeout as sleep } from 'node:timers/promises';
import { postgresProgramsAreHere } from '../support/postgres.js';
import { PLAN } from './support/plan.js';
import { survive } from './support/survive.js';

/** An instance that is not heard from within a second and then not within another one knows that it is deaf. */
const DEAF_AFTER_MS = 2_000;
const AIR_MS = 1_000;

describe.runIf(postgresProgramsAreHere())('under load', () => {
  it('listeners that die silently, with revocations at two instances', () =>
    survive({
      name: 'listeners that die silently, at two instances',
      stage: { wired: true, furtherInstances: 1, env: { DATABASE_TIMEOUT_SECONDS: '5' } },
      lagMs: DEAF_AFTER_MS + AIR_MS,
      unnoticed: true,
      async strike({ databaseWire }, dice) {
        expect(databaseWire.swallow('gatehouse-bell')).toBe(2);
        await sleep(DEAF_AFTER_MS + 2 * dice.between(...PLAN.strikeMs));
      },
    }));
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresProgramsAreHere } from '../support/postgres.js';
import { previousVersion } from './support/neighbour.js';
import { PLAN } from './support/plan.js';
import { survive } from './support/survive.js';

describe.runIf(postgresProgramsAreHere())('under load', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-faults-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('two versions on one database, up and down again, instance by instance', async () => {
    const previous = { main: await previousVersion(folder) };
    const both = (dice: { between: (least: number, most: number) => number }) => sleep(dice.between(...PLAN.strikeMs));
    await survive({
      name: 'two versions on one database: an upgrade, and the way back',
      stage: { launch: previous, env: { DATABASE_TIMEOUT_SECONDS: '5' } },
      lagMs: 3_000,
      unnoticed: true,
      async strike(stage, dice) {
        await stage.start(1, {});
        await both(dice);
        await stage.retire(0);
        await both(dice);
        await stage.start(0, previous);
        await both(dice);
        await stage.retire(1);
      },
    });
  });
});

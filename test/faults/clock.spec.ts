import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uniqueName } from '../support/names.js';
import { postgresProgramsAreHere } from '../support/postgres.js';
import { PLAN } from './support/plan.js';
import { survive } from './support/survive.js';

const HOUR_MS = 60 * 60 * 1000;

describe.runIf(postgresProgramsAreHere())('under load', () => {
  const file = join(tmpdir(), `gatehouse-clock-${uniqueName()}`);
  const nodeArgs = ['--import', new URL('support/clock-that-jumps.mjs', import.meta.url).href];

  afterAll(() => rm(file, { force: true }));

  it.each([
    ['forward and back', [HOUR_MS, 0]],
    ['back and forward', [-HOUR_MS, 0]],
  ] as const)('the clock of the service jumps an hour %s', (way, offsets) =>
    survive({
      name: `the clock of the service jumps an hour ${way}`,
      stage: { env: { CLOCK_OFFSET_FILE: file, DATABASE_TIMEOUT_SECONDS: '5' }, launch: { nodeArgs } },
      clockIsOff: true,
      unnoticed: true,
      async strike(stage, dice) {
        for (const offset of offsets) {
          await writeFile(file, String(offset));
          process.kill(stage.service().process.pid, 'SIGCONT');
          await sleep(dice.between(...PLAN.strikeMs));
        }
      },
    }),
  );
});

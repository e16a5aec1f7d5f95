import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '#config/index.js';
import { Replica } from '#database/index.js';
import { withDataSource } from '../data-source.js';
import { type Finding, reasonOf } from './finding.js';

const LOOKS = 5;
const BETWEEN_MS = 500;

/** As the service looks at it, for a few moments. */
export async function examineReplica({ database }: Config): Promise<Finding[]> {
  const { replica: settings } = database;
  if (!settings) return [];
  const check = 'replica';
  const meanwhile = 'until then DATABASE_URL is asked for everything';
  try {
    const seconds = await withDataSource(database, (primary) => ageOf(new Replica(primary, settings)));
    if (seconds <= settings.maxLagSeconds)
      return [{ check, state: 'ok', message: `a standby of this database, at most ${seconds.toFixed(1)} s behind` }];
    const message = `it is more than ${((LOOKS * BETWEEN_MS) / 1000).toFixed(1)} s behind`;
    return [{ check, state: 'unsure', message, remedy: `does it replay, and keep up? ${meanwhile}` }];
  } catch (error) {
    const remedy = `is DATABASE_REPLICA_URL right, and a streaming replica of DATABASE_URL? ${meanwhile}`;
    return [{ check, state: 'wrong', message: reasonOf(error), remedy }];
  }
}

async function ageOf(replica: Replica): Promise<number> {
  try {
    for (let look = 0; look < LOOKS && replica.seconds === Infinity; look += 1) {
      if (look > 0) await sleep(BETWEEN_MS);
      await replica.look();
    }
    return replica.seconds;
  } finally {
    await replica.end();
  }
}

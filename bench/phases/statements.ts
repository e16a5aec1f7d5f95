import { Client } from 'pg';
import { Connection } from '../load/connection.ts';
import { textOf } from '../load/request.ts';
import { counterOf, type Counted } from '../support/counter.ts';
import { type DatabaseFacts, describeDatabase } from '../support/database.ts';
import type { Stage } from './stage.ts';
import {
  aim,
  isThere,
  keepRefreshTokens,
  LOGIN,
  LOGIN_LIMITED,
  LOGIN_NEW_DEVICE,
  ME,
  REFRESH,
  REFRESH_IN_REDIS,
  REFRESH_LIMITED,
  REFUSED,
  SESSIONS,
  type Target,
  troupeOf,
} from './targets.ts';

export interface StatementCount {
  readonly target: Target;
  readonly perRequest: number;
}

export interface StatementResult extends DatabaseFacts {
  readonly counted: Counted;
  readonly counts: readonly StatementCount[];
}

const REQUESTS = 50;

const COUNTED = [
  REFUSED,
  SESSIONS,
  ME,
  REFRESH,
  REFRESH_LIMITED,
  REFRESH_IN_REDIS,
  LOGIN,
  LOGIN_LIMITED,
  LOGIN_NEW_DEVICE,
];

/** How often the database is asked for one request. Counted by PostgreSQL itself, before anything is timed. */
export async function countStatements(stage: Stage): Promise<StatementResult> {
  const client = new Client({ connectionString: stage.postgres.url });
  client.on('error', () => {}); // What is lost is told by the statement that fails.
  await client.connect();
  try {
    const { counted, count } = await counterOf(client);
    const counts: StatementCount[] = [];
    for (const target of COUNTED.filter((each) => isThere(stage, each))) {
      const { service, database } = troupeOf(stage, target);
      await service.settled(); // Whoever signed up last has letters on their way.
      const before = await count(database);
      await sendOneByOne(stage, target);
      await service.settled();
      counts.push({ target, perRequest: ((await count(database)) - before) / REQUESTS });
    }
    // Counting costs time, so it ends here. A server that was only lent to us keeps its settings.
    if (counted === 'statements' && stage.postgres.kind === 'temporary') {
      await client.query(`ALTER SYSTEM SET pg_stat_statements.track = 'none'`);
      await client.query('SELECT pg_reload_conf()');
    }
    return { counted, counts, ...(await describeDatabase(client)) };
  } finally {
    await client.end();
  }
}

async function sendOneByOne(stage: Stage, target: Target): Promise<void> {
  const { origin, asks, expectedStatus } = aim(stage, target);
  const connection = await Connection.open(origin);
  let ask = asks[0]!;
  for (let sent = 0; sent < REQUESTS; sent += 1) {
    const { status, body } = await connection.send(textOf(ask));
    if (status !== expectedStatus) throw new Error(`${target.name}: ${status} ${body}`);
    if (!ask.chained) continue;
    const { refresh_token } = JSON.parse(body) as { refresh_token: string };
    keepRefreshTokens(stage, target, [refresh_token]);
    ask = { ...ask, json: { refresh_token } };
  }
  connection.close();
}

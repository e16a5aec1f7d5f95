import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

export type Counted = 'statements' | 'transactions';

export interface Counter {
  readonly counted: Counted;
  /** How many a database has seen so far. */
  readonly count: (database: string) => Promise<number>;
}

/** A session tells of its transactions when it is idle, and at most once a second. */
const STATISTICS_MS = 1500;

const STATEMENTS = `
  SELECT coalesce(sum(calls), 0)::float AS count
    FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = $1`;
const TRANSACTIONS = `
  SELECT (xact_commit + xact_rollback)::float AS count FROM pg_stat_database WHERE datname = $1`;

/** Counts statements, where the extension is there; else transactions, which every server counts. */
export async function counterOf(client: Client): Promise<Counter> {
  const counted = await preferred(client);
  const count = async (database: string): Promise<number> => {
    if (counted === 'transactions') await sleep(STATISTICS_MS);
    const statement = counted === 'statements' ? STATEMENTS : TRANSACTIONS;
    const { rows } = await client.query<{ count: number }>(statement, [database]);
    return rows[0]!.count;
  };
  return { counted, count };
}

async function preferred(client: Client): Promise<Counted> {
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await client.query('SELECT FROM pg_stat_statements LIMIT 1');
    return 'statements';
  } catch {
    return 'transactions';
  }
}

import type { Client } from 'pg';

/** What of a table there is. A table in two parts where they live for different times. */
export interface Size {
  readonly rows: number;
  readonly bytes: number;
}

export type Sizes = ReadonlyMap<string, Size>;

/** Grow by design, each by what is written into them and for as long as it is kept. All others have to stay level. */
export const GROWING: ReadonlyMap<string, string> = new Map([
  ['users', 'accounts, until they are deleted'],
  ['user_roles', 'one for each account'],
  ['security_events', 'the audit log, 400 days (`AUDIT_RETENTION_DAYS`)'],
  ['outbox', 'letters that were sent, 7 days'],
  ['one_time_tokens', 'the way back in letters about a new password, 7 days'],
  ['rate_limits, of a day', 'attempts at each account in a day'],
]);

const COUNTERS = `
  SELECT count(*) FILTER (WHERE expires_at > now() + interval '1 hour')::integer AS long,
         count(*) FILTER (WHERE expires_at <= now() + interval '1 hour')::integer AS short
    FROM rate_limits`;

/** Counted, not estimated. */
export async function sizesOf(sql: Client): Promise<Sizes> {
  const { rows: tables } = await sql.query<{ name: string; bytes: number }>(
    `SELECT relname AS name, pg_total_relation_size(oid)::float8 AS bytes
       FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'migrations'
      ORDER BY relname`,
  );
  const sizes = new Map<string, Size>();
  for (const { name, bytes } of tables) {
    if (name === 'rate_limits') {
      const { rows } = await sql.query<{ long: number; short: number }>(COUNTERS);
      // The bytes cannot be told apart: with those that stay level, which are most.
      sizes.set('rate_limits, of an hour or less', { rows: rows[0]!.short, bytes });
      sizes.set('rate_limits, of a day', { rows: rows[0]!.long, bytes: 0 });
      continue;
    }
    const { rows } = await sql.query<{ n: number }>(`SELECT count(*)::integer AS n FROM "${name}"`);
    sizes.set(name, { rows: rows[0]!.n, bytes });
  }
  return sizes;
}

/**
 * Ended sessions are kept for a week, too long to wait for. So a week passes for those that have ended a while ago, and
 * the service removes them when it sweeps the next time.
 */
export async function letAWeekPass(sql: Client): Promise<void> {
  await sql.query(
    `UPDATE sessions SET ended_at = ended_at - interval '7 days'
      WHERE ended_at < now() - interval '3 minutes' AND ended_at > now() - interval '1 day'`,
  );
}

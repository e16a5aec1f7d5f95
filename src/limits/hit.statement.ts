import type { Statement } from '#database/index.js';
import type { Hit } from './hit.js';

export interface HitRow {
  readonly hits: number;
  readonly expires_in: number;
  readonly blocked: boolean;
  readonly blocked_for: number;
}

const statements = new Map<string, Statement>();

/**
 * For this transaction alone: its end does not wait for the disk. A crash of the server costs what was counted in the
 * last moments (three times `wal_writer_delay`, 0.6 s), which limits by the minute can bear and budgets cannot.
 */
const HASTY = `hasty AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), `;

/**
 * Counts `count` hits in one statement, which decides about each, so that no call is missed: $1 key, $2 window in ms,
 * $3 limit, $4 block in ms, and so on in fours. In the order given, so that two callers never wait for each other, and
 * only as far as the first that is blocked: behind that there is no row, in the table and in the answer.
 */
export function hitStatement(count: number, how: 'hasty' | 'durable'): Statement {
  const name = `rate_limit_hit_${count}_${how}`;
  const known = statements.get(name);
  if (known) return known;
  const hits = range(count).map((place) => hit(place, how === 'hasty' && place === 0 ? 'FROM hasty' : ''));
  const answers = range(count).map(answer).join(' UNION ALL ');
  const text = `WITH ${how === 'hasty' ? HASTY : ''}${hits.join(', ')} ${answers} ORDER BY place`;
  const statement = { name, text };
  statements.set(name, statement);
  return statement;
}

export function hitValues(hits: readonly Hit[]): unknown[] {
  return hits.flatMap(({ key, ttl, limit, blockDuration }) => [key, ttl, limit, blockDuration]);
}

/** What is left is told by the clock: of two at once the one that waits for the other has an earlier `now()`. */
function hit(place: number, first: string): string {
  const [key, ttl, limit, block] = range(4).map((offset) => `$${place * 4 + offset + 1}`);
  const unlessBlocked = place === 0 ? first : `FROM hit_${place - 1} WHERE NOT blocked`;
  return `
    hit_${place} AS (
      INSERT INTO rate_limits AS r (key, hits, expires_at)
      SELECT ${key}::text, 1, now() + ${ttl}::float8 * interval '1 ms' ${unlessBlocked}
      ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN r.blocked_until > now() THEN r.hits
                    WHEN r.expires_at <= now() OR r.blocked_until IS NOT NULL THEN 1
                    ELSE r.hits + 1 END,
        expires_at = CASE WHEN r.blocked_until > now() THEN r.expires_at
                          WHEN r.expires_at <= now() OR r.blocked_until IS NOT NULL THEN excluded.expires_at
                          ELSE r.expires_at END,
        blocked_until = CASE WHEN r.blocked_until > now() THEN r.blocked_until
                             WHEN r.expires_at > now() AND r.blocked_until IS NULL AND r.hits + 1 > ${limit}::integer
                             THEN now() + ${block}::float8 * interval '1 ms'
                             ELSE NULL END
      RETURNING hits,
                extract(epoch FROM expires_at - clock_timestamp())::float AS expires_in,
                coalesce(blocked_until > now(), false) AS blocked,
                coalesce(extract(epoch FROM blocked_until - clock_timestamp()), 0)::float AS blocked_for
    )`;
}

function answer(place: number): string {
  return `SELECT ${place} AS place, * FROM hit_${place}`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

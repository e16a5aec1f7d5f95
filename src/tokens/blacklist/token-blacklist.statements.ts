const ENTRY = 'jti, token_type, min_epoch, expires_at';

/**
 * $1 the first transaction that an earlier reading may not have seen, '0' for all. `seen_until` is the same for this
 * reading: every transaction below it was over when it began, so what it wrote was seen. `age` in seconds.
 */
export const REVOKED_SINCE = {
  name: 'revoked_since',
  text: `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS seen_until, entry.*
           FROM (VALUES (1)) AS once
           LEFT JOIN (SELECT ${ENTRY}, extract(epoch FROM clock_timestamp() - blacklisted_at)::float8 AS age
                        FROM token_blacklist WHERE written_by >= $1::bigint AND expires_at > now()) AS entry
             ON true`,
};

/** $1 jti, $2 sid, $3 sub, $4 epoch */
export const IS_REVOKED = {
  name: 'is_revoked',
  text: `SELECT ${ENTRY} FROM token_blacklist
         WHERE (jti = $1 AND token_type = 'access')
            OR (jti = $2 AND token_type = 'session')
            OR (jti = $3 AND token_type = 'user' AND min_epoch > $4)`,
};

/** $1 jti, $2 sub, $3 exp in seconds since 1970, $4 seconds of margin for clocks, $5 reason */
export const REVOKE_TOKEN = {
  name: 'revoke_token',
  text: `INSERT INTO token_blacklist (jti, token_type, user_id, expires_at, reason)
         VALUES ($1, 'access', $2, to_timestamp($3) + $4 * interval '1 second', $5)
         ON CONFLICT (jti, token_type) DO UPDATE SET reason = excluded.reason
         RETURNING ${ENTRY}`,
};

/** $1 user ids, $2 their epochs, $3 seconds until the last token concerned has expired, $4 reason */
export const REVOKE_OLDER = {
  name: 'revoke_older',
  text: `INSERT INTO token_blacklist AS b (jti, token_type, user_id, min_epoch, expires_at, reason)
         SELECT id::text, 'user', id, epoch, now() + $3 * interval '1 second', $4
           FROM unnest($1::uuid[], $2::integer[]) AS older (id, epoch)
         ON CONFLICT (jti, token_type) DO UPDATE
            SET min_epoch = greatest(b.min_epoch, excluded.min_epoch), blacklisted_at = excluded.blacklisted_at,
                written_by = excluded.written_by,
                expires_at = excluded.expires_at, reason = excluded.reason
         RETURNING ${ENTRY}`,
};

/** $1 session id, $2 user id, $3 epoch. A row when all that the token says still holds. */
export const STILL_HOLDS = {
  name: 'token_still_holds',
  text: `SELECT session.id FROM sessions AS session JOIN token_subjects AS subject ON subject.id = session.user_id
          WHERE session.id = $1 AND session.ended_at IS NULL
            AND subject.id = $2 AND subject.is_active AND subject.token_epoch = $3`,
};

export const SWEEP = { name: 'sweep_token_blacklist', text: 'DELETE FROM token_blacklist WHERE expires_at <= now()' };
/**
 * $1 a snapshot of transactions (`pg_current_snapshot()`) or null for none. What the transactions have written that
 * were not seen by it; `snapshot` is that of this reading. A snapshot that is ahead of the database is from before a
 * backup was restored: then, too, everything is new.
 */
export const WRITTEN_AFTER = {
  name: 'revocations_written_after',
  text: `
    WITH reading AS (
      SELECT pg_current_snapshot() AS snapshot,
             CASE WHEN pg_snapshot_xmax($1::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
                  THEN $1::pg_snapshot END AS since
    )
    SELECT reading.snapshot::text, reading.since::text, entry.*
      FROM reading LEFT JOIN LATERAL (
        SELECT jti, token_type, min_epoch, expires_at FROM token_blacklist
         WHERE expires_at > now()
           AND (reading.since IS NULL
                OR (written_by >= pg_snapshot_xmin(reading.since)::text::bigint
                    AND NOT pg_visible_in_snapshot(written_by::text::xid8, reading.since)))
      ) AS entry ON true`,
};

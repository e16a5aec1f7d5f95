/** $1 how many at most */
export const DUE_ACCOUNTS = 'SELECT id FROM users WHERE deletes_at <= now() ORDER BY deletes_at LIMIT $1';

/**
 * $1 id. What another instance is erasing, or somebody is restoring at this moment, is passed over; whoever comes later
 * waits, and finds nobody.
 */
export const TAKE_DUE = 'SELECT id FROM users WHERE id = $1 AND deletes_at <= now() FOR UPDATE SKIP LOCKED';

/** $1 id. Roles, sessions and mailed links go with it. */
export const REMOVE_ACCOUNT = 'DELETE FROM users WHERE id = $1';

/** $1 user id */
export const NOTE_ERASURE = 'INSERT INTO pending_erasures (user_id) VALUES ($1) ON CONFLICT DO NOTHING';

/** $1 how many at most. Events wait in memory for milliseconds; for longer only while the database is away. */
export const UNSETTLED = `
  SELECT user_id AS id FROM pending_erasures WHERE since < now() - interval '1 hour' ORDER BY since LIMIT $1`;

/** $1 user id */
export const SETTLE = 'DELETE FROM pending_erasures WHERE user_id = $1';

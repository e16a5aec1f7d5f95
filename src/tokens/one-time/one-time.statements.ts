/**
 * $1 digest, $2 purpose, $3 user id, $4 data, $5 life in seconds. Asking again voids what was given out before, but
 * not the way back that a notice offers. Not `now()`: that is when the transaction began, before it waited for whoever
 * held the account, and which of two notices is the older decides whose claim wins.
 */
export const ISSUE = {
  name: 'issue_one_time_token',
  text: `
    INSERT INTO one_time_tokens (digest, purpose, user_id, data, created_at, expires_at)
    VALUES ($1, $2, $3, $4, clock_timestamp(), now() + $5 * interval '1 second')
    ON CONFLICT (user_id, purpose) WHERE purpose <> 'not_me' DO UPDATE
       SET digest = excluded.digest, data = excluded.data, created_at = excluded.created_at, expires_at = excluded.expires_at`,
};

/** $1 digest, $2 purpose */
export const FIND = {
  name: 'find_one_time_token',
  text: `SELECT user_id, data FROM one_time_tokens WHERE digest = $1 AND purpose = $2 AND expires_at > now()`,
};

/** $1 digest, $2 purpose. Of several callers one deletes the row, and only that one gets it. */
export const USE = {
  name: 'use_one_time_token',
  text: `
    WITH used AS (
      DELETE FROM one_time_tokens WHERE digest = $1 AND purpose = $2 AND expires_at > now()
      RETURNING user_id, data, created_at
    )
    SELECT user_id, data, created_at::text FROM used`,
};

/** $1 user id. Notices keep their way back: see the index in the migration. */
export const VOID_ALL = {
  name: 'void_one_time_tokens',
  text: `DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose <> 'not_me'`,
};

/** $1 user id, $2 from when on, null for all. */
export const VOID_NOTICES = {
  name: 'void_notices',
  text: `
    DELETE FROM one_time_tokens
     WHERE user_id = $1 AND purpose = 'not_me' AND ($2::timestamptz IS NULL OR created_at >= $2::timestamptz)`,
};

/**
 * $1 user id. As VOID_ALL, but passes over what somebody is using at this moment: that one waits for the lock on the
 * user which the caller has, and would be waited for.
 */
export const VOID_UNUSED = {
  name: 'void_unused_one_time_tokens',
  text: `
    DELETE FROM one_time_tokens
     WHERE digest IN (SELECT digest FROM one_time_tokens
                       WHERE user_id = $1 AND purpose <> 'not_me' FOR UPDATE SKIP LOCKED)`,
};

/**
 * $1 user id. Addresses that notices went to, when the last one did, and whether one of them was proven by then. Not
 * those that somebody would like to have: whose they are nobody knows.
 */
export const ADDRESSES = {
  name: 'one_time_token_addresses',
  text: `
    SELECT data->>'email' AS address, max(created_at)::text AS until, bool_or(data->>'proven' IS NOT NULL) AS proven
      FROM one_time_tokens
     WHERE user_id = $1 AND purpose = 'not_me' AND data->>'email' IS NOT NULL
     GROUP BY 1`,
};

/** $1 an address. A row while somebody can still have it back, by a notice that went there. */
export const IS_CLAIMED = {
  name: 'address_is_claimed',
  text: `
    SELECT digest FROM one_time_tokens
     WHERE purpose = 'not_me' AND lower(data->>'email' COLLATE "C") = lower($1 COLLATE "C") AND expires_at > now()
     LIMIT 1`,
};

/** $1 user id, $2 purpose. How long ago the living one was given out. */
export const AGE = {
  name: 'one_time_token_age',
  text: `
    SELECT extract(epoch FROM clock_timestamp() - created_at)::float AS seconds
      FROM one_time_tokens WHERE user_id = $1 AND purpose = $2 AND expires_at > now()
     ORDER BY created_at DESC LIMIT 1`,
};

export const SWEEP = {
  name: 'sweep_one_time_tokens',
  text: 'DELETE FROM one_time_tokens WHERE expires_at <= now()',
};

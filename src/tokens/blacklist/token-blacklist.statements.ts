const ENTRY = 'jti, token_type, min_epoch, expires_at';

/** $1 since */
export const REVOKED_SINCE = {
  name: 'revoked_since',
  text: `SELECT ${ENTRY}, blacklisted_at FROM token_blacklist WHERE blacklisted_at > $1 AND expires_at > now()`,
};

/** $1 jti, $2 sid, $3 sub, $4 epoch */
export const IS_REVOKED = {
  name: 'is_revoked',
  text: `SELECT ${ENTRY} FROM token_blacklist
         WHERE (jti = $1 AND token_type = 'access')
            OR (jti = $2 AND token_type = 'session')
            OR (jti = $3 AND token_type = 'user' AND min_epoch > $4)`,
};

/** $1 user id, $2 epoch, $3 seconds until the last token concerned has expired, $4 reason */
export const REVOKE_OLDER = {
  name: 'revoke_older',
  text: `INSERT INTO token_blacklist AS b (jti, token_type, user_id, min_epoch, expires_at, reason)
         VALUES ($1::uuid::text, 'user', $1::uuid, $2, now() + $3 * interval '1 second', $4)
         ON CONFLICT (jti, token_type) DO UPDATE
            SET min_epoch = greatest(b.min_epoch, excluded.min_epoch), blacklisted_at = excluded.blacklisted_at,
                expires_at = excluded.expires_at, reason = excluded.reason
         RETURNING ${ENTRY}`,
};

export const SWEEP = { name: 'sweep_token_blacklist', text: 'DELETE FROM token_blacklist WHERE expires_at <= now()' };

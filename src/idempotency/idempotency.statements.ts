/**
 * $1 key, $2 fingerprint of the body, $3 seconds until an unfinished claim lapses, $4 what the key was under a former
 * SECRET_KEY. Of several callers one claims; the others get what is known of the first: its row, or none when it has only
 * just begun.
 */
export const CLAIM = {
  name: 'claim_idempotency_key',
  text: `
    WITH claimed AS (
      INSERT INTO idempotency_keys AS i (key, fingerprint, expires_at)
      SELECT $1::bytea, $2::bytea, now() + $3 * interval '1 second'
       WHERE NOT EXISTS (SELECT FROM idempotency_keys WHERE key = ANY ($4::bytea[]) AND expires_at > now())
      ON CONFLICT (key) DO UPDATE
         SET fingerprint = excluded.fingerprint, status = NULL, body = NULL, expires_at = excluded.expires_at
       WHERE i.expires_at <= now()
      RETURNING fingerprint
    )
    SELECT true AS claimed, fingerprint, NULL::integer AS status, NULL::jsonb AS body FROM claimed
     UNION ALL
    SELECT false, fingerprint, status, body FROM idempotency_keys
     WHERE (key = $1 OR (key = ANY ($4::bytea[]) AND expires_at > now())) AND NOT EXISTS (SELECT FROM claimed)`,
};

/** $1 key, $2 status, $3 body, $4 seconds that the answer is kept */
export const FINISH = {
  name: 'finish_idempotency_key',
  text: `
    UPDATE idempotency_keys SET status = $2, body = $3, expires_at = now() + $4 * interval '1 second' WHERE key = $1`,
};

/** $1 key */
export const RELEASE = {
  name: 'release_idempotency_key',
  text: 'DELETE FROM idempotency_keys WHERE key = $1 AND status IS NULL',
};

export const SWEEP = {
  name: 'sweep_idempotency_keys',
  text: 'DELETE FROM idempotency_keys WHERE expires_at <= now()',
};

import type { Statement } from '#database/index.js';

/** Sessions that can still be refreshed. `$idle` is the number of the parameter with the idle time in seconds. */
const alive = (idle: string) =>
  `ended_at IS NULL AND expires_at > now() AND last_used_at > now() - ${idle} * interval '1 second'`;

const GRANT = `subject.is_verified, subject.token_epoch, subject.roles, subject.permissions`;

/**
 * Starts a session for whomever a room above admits, in one statement with what admits them. `admission` is a statement
 * of theirs with `parameters` parameters. It returns no row, or the user's `id`, `is_first` (whether they have never had
 * a session before) and `device_epoch` (of the devices that are known), and has locked the user: that makes a deactivation wait for this session, and end it. Behind its
 * parameters follow session id, client id, amr, ip, user agent and longest life in seconds.
 * Rights are read without the lock, roles and epoch from one snapshot: a change in between leaves a token that is
 * already dead, never one with old rights and a new epoch.
 */
export function startSession(name: string, admission: string, parameters: number): Statement {
  const [id, clientId, amr, ip, userAgent, seconds] = Array.from({ length: 6 }, (_, at) => `$${parameters + at + 1}`);
  return {
    name,
    text: `
    WITH admitted AS (${admission}), started AS (
      INSERT INTO sessions (id, user_id, client_id, amr, ip, user_agent, expires_at)
      SELECT ${id}, admitted.id, ${clientId}, ${amr}, ${ip}, ${userAgent}, now() + ${seconds} * interval '1 second'
        FROM admitted
      RETURNING id, user_id, client_id, amr, authenticated_at, counter
    )
    SELECT started.*, ${GRANT}, admitted.is_first, admitted.device_epoch
      FROM started JOIN token_subjects AS subject ON subject.id = started.user_id
      JOIN admitted ON admitted.id = started.user_id`,
  };
}

/**
 * $1 session id, $2 counter of the token shown, $3 grace, $4 idle time, $5 time until the last access token is dead (all
 * in seconds). The current token raises the counter. The one before it is answered with the same successor while the
 * grace lasts. Every older one ends the session, and its access tokens with it, and leaves an alarm for the owner. The
 * row lock puts concurrent callers in a row. `again`: it was the one before. A rotation is used before it is done, and
 * an answer that is repeated after that: what the row was before, an UPDATE cannot return.
 */
export const ROTATE = {
  name: 'rotate_refresh_token',
  text: `
    WITH rotated AS (
      UPDATE sessions SET
        counter      = CASE WHEN counter = $2 THEN counter + 1 ELSE counter END,
        rotated_at   = CASE WHEN counter = $2 THEN clock_timestamp() ELSE rotated_at END,
        last_used_at = CASE WHEN counter = $2 THEN now()
                            ELSE greatest(clock_timestamp(), rotated_at + interval '1 microsecond') END,
        (ended_at, end_reason) = (
          SELECT now(), 'refresh_token_reused'
           WHERE (counter = $2 OR (counter = $2 + 1 AND rotated_at > clock_timestamp() - $3 * interval '1 second'))
                 IS NOT TRUE
        )
      WHERE id = $1 AND counter >= $2 AND ${alive('$4')}
      RETURNING id, user_id, client_id, amr, authenticated_at, counter, ended_at, last_used_at > rotated_at AS again
    ), listed AS (
      INSERT INTO token_blacklist (jti, token_type, user_id, expires_at, reason)
      SELECT id::text, 'session', user_id, now() + $5 * interval '1 second', 'refresh_token_reused'
        FROM rotated WHERE ended_at IS NOT NULL
      ON CONFLICT DO NOTHING
    ), alarmed AS (
      INSERT INTO session_alarms (session_id) SELECT id FROM rotated WHERE ended_at IS NOT NULL
      ON CONFLICT DO NOTHING
    )
    SELECT rotated.*, now() + $5 * interval '1 second' AS tokens_end_at, ${GRANT}
      FROM rotated JOIN token_subjects AS subject ON subject.id = rotated.user_id
     WHERE subject.is_active`,
};

/**
 * $1 user id, $2 only this session or null, $3 all but this session or null, $4 reason, $5 seconds until the last access
 * token is dead.
 */
export const END_SESSIONS = {
  name: 'end_sessions',
  text: `
    WITH ended AS (
      UPDATE sessions SET ended_at = now(), end_reason = $4
      WHERE user_id = $1 AND ended_at IS NULL
        AND ($2::uuid IS NULL OR id = $2) AND ($3::uuid IS NULL OR id <> $3)
      RETURNING id, user_id
    )
    INSERT INTO token_blacklist (jti, token_type, user_id, expires_at, reason)
    SELECT id::text, 'session', user_id, now() + $5 * interval '1 second', $4 FROM ended
    ON CONFLICT (jti, token_type) DO UPDATE
       SET expires_at = excluded.expires_at, blacklisted_at = now(), written_by = excluded.written_by
    RETURNING jti, token_type, min_epoch, expires_at`,
};

/** $1 session id */
export const SESSION_OWNER = { name: 'session_owner', text: 'SELECT user_id FROM sessions WHERE id = $1' };

/** $1 session ids, $2 idle time in seconds. */
export const ANY_ALIVE = {
  name: 'any_session_alive',
  text: `SELECT 1 FROM sessions WHERE id = ANY($1::uuid[]) AND ${alive('$2')} LIMIT 1`,
};

/** $1 user id, $2 idle time in seconds. */
export const LIST_SESSIONS = {
  name: 'list_sessions',
  text: `
    SELECT id, created_at, last_used_at, ip, user_agent FROM sessions
     WHERE user_id = $1 AND ${alive('$2')}
     ORDER BY last_used_at DESC, id DESC`,
};

/** $1 idle time, $2 how long ended sessions are kept, both in seconds. */
export const SWEEP_SESSIONS = {
  name: 'sweep_sessions',
  text: `
    DELETE FROM sessions
     WHERE coalesce(ended_at, least(expires_at, last_used_at + $1 * interval '1 second'))
           < now() - $2 * interval '1 second'`,
};

/** $1 id, $2 template, $3 locale, $4 recipient, $5 sealed data */
export const POST = {
  name: 'post_letter',
  text: 'INSERT INTO outbox (id, template, locale, recipient, data) VALUES ($1, $2, $3, $4, $5)',
};

/**
 * $1 how many at most, $2 seconds of the lease. What another worker is taking at the same moment is passed over, and
 * what is taken is out of everybody's sight until the lease ends; no transaction stays open while letters are sent.
 */
export const CLAIM = {
  name: 'claim_letters',
  text: `
    WITH due AS MATERIALIZED (
      SELECT id FROM outbox
       WHERE status = 'queued' AND next_attempt_at <= now()
       ORDER BY next_attempt_at
       LIMIT $1
         FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox o
       SET attempts = o.attempts + 1, next_attempt_at = now() + $2 * interval '1 second'
      FROM due
     WHERE o.id = due.id
    RETURNING o.id, o.template, o.locale, o.recipient, o.data, o.attempts, o.created_at`,
};

/** $1 id, $2 whether its data is kept. True whoever has the letter by now: it was sent. */
export const MARK_SENT = {
  name: 'mark_letter_sent',
  text: `
    UPDATE outbox
       SET status = 'sent', sent_at = now(), last_error = NULL, data = CASE WHEN $2 THEN data END
     WHERE id = $1`,
};

/** $1 id, $2 attempt, $3 error, $4 status, $5 seconds to the next attempt. Only by the worker whose attempt it was. */
export const MARK_FAILED = {
  name: 'mark_letter_failed',
  text: `
    UPDATE outbox
       SET status = $4, last_error = $3, next_attempt_at = now() + $5 * interval '1 second'
     WHERE id = $1 AND status = 'queued' AND attempts = $2`,
};

/** $1 ids that were claimed and not begun. A lease that has ended is somebody else's by now. */
export const RELEASE = {
  name: 'release_letters',
  text: `
    UPDATE outbox SET attempts = attempts - 1, next_attempt_at = now()
     WHERE id = ANY ($1) AND status = 'queued' AND next_attempt_at > now()`,
};

/** $1 days that sent letters are kept, $2 days that dead ones are */
export const SWEEP = {
  name: 'sweep_letters',
  text: `
    DELETE FROM outbox
     WHERE status <> 'queued'
       AND created_at < now() - CASE status WHEN 'sent' THEN $1::integer ELSE $2 END * interval '1 day'`,
};

export const COUNT_BY_STATUS = {
  name: 'count_letters',
  text: 'SELECT status, count(*)::integer AS letters FROM outbox GROUP BY status',
};

export const OLDEST_QUEUED = {
  name: 'oldest_queued_letter',
  text: `
    SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS seconds
      FROM outbox WHERE status = 'queued'`,
};

/** $1 how many at most */
export const LIST_READABLE = {
  name: 'list_readable_letters',
  text: `
    SELECT id, template, locale, recipient, data, created_at FROM outbox
     WHERE data IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT $1`,
};

/** $1 id */
export const FIND_READABLE = {
  name: 'find_readable_letter',
  text: `
    SELECT id, template, locale, recipient, data, created_at FROM outbox
     WHERE id = $1 AND data IS NOT NULL`,
};

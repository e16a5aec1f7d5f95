/**
 * $1 id, $2 username, $3 e-mail address, $4 full name, $5 password hash, $6 locale, $7 life in hours. No row when a
 * user has the name, or a registration that has not expired. The address is not looked up: the time would tell.
 */
export const RESERVE = {
  name: 'reserve_registration',
  text: `
    INSERT INTO pending_registrations AS p (id, username, email, full_name, password_hash, locale, expires_at)
    SELECT $1, $2, $3, $4, $5, $6, now() + $7 * interval '1 hour'
     WHERE NOT EXISTS (SELECT FROM users u WHERE lower(u.username COLLATE "C") = lower($2 COLLATE "C"))
    ON CONFLICT (lower(username COLLATE "C")) DO UPDATE
       SET id = excluded.id, username = excluded.username, email = excluded.email, full_name = excluded.full_name,
           password_hash = excluded.password_hash, locale = excluded.locale, digest = NULL, letter_due = true,
           created_at = now(), expires_at = excluded.expires_at
     WHERE p.expires_at <= now()
    RETURNING id`,
};

/** $1 digest of a new secret. What another instance is taking at this moment is passed over. */
export const TAKE_DUE = {
  name: 'take_due_registration',
  text: `
    WITH due AS (
      SELECT id FROM pending_registrations
       WHERE letter_due AND expires_at > now() ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE pending_registrations p SET letter_due = false, digest = $1 FROM due WHERE p.id = due.id
      RETURNING p.username, p.email, p.full_name, p.locale
    )
    SELECT username, email, full_name, locale FROM taken`,
};

/** $1 e-mail address. One letter, however many have registered with it. */
export const REMIND = {
  name: 'remind_registration',
  text: `
    UPDATE pending_registrations SET letter_due = true
     WHERE id = (SELECT id FROM pending_registrations
                  WHERE lower(email COLLATE "C") = lower($1 COLLATE "C") AND expires_at > now()
                  ORDER BY id DESC LIMIT 1)
       AND NOT EXISTS (SELECT FROM users u WHERE lower(u.email COLLATE "C") = lower($1 COLLATE "C"))`,
};

/** $1 digest */
export const FIND = {
  name: 'find_registration',
  text: `SELECT username, email, full_name, password_hash FROM pending_registrations
          WHERE digest = $1 AND expires_at > now()`,
};

/** $1 digest. Of several callers one deletes the row, and only that one gets it. */
export const USE = {
  name: 'use_registration',
  text: `
    WITH used AS (
      DELETE FROM pending_registrations WHERE digest = $1 AND expires_at > now() RETURNING id
    )
    SELECT id FROM used`,
};

export const SWEEP = {
  name: 'sweep_registrations',
  text: 'DELETE FROM pending_registrations WHERE expires_at <= now()',
};

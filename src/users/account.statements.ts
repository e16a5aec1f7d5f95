const COLUMNS = `
  id, username, email, full_name, is_active AND deletes_at IS NULL AS is_active, is_verified, password_hash,
  device_epoch`;

export const FIND = { name: 'find_account', text: `SELECT ${COLUMNS} FROM users WHERE id = $1 AND deletes_at IS NULL` };

export const LOCK_EVEN_CLOSED = {
  name: 'lock_even_closed_account',
  text: 'SELECT id FROM users WHERE id = $1 FOR UPDATE',
};

export const LOCK = { name: 'lock_account', text: `${FIND.text} FOR UPDATE` };

/** Closed ones as well, whose addresses are not free. */
export const FIND_BY_EMAIL = {
  name: 'find_account_by_email',
  text: `SELECT ${COLUMNS} FROM users WHERE lower(email COLLATE "C") = lower($1 COLLATE "C")`,
};

/** Not closed ones: those who are erasing one hold what the caller may have to wait for. */
export const LOCK_BY_EMAIL = {
  name: 'lock_account_by_email',
  text: `${FIND_BY_EMAIL.text} AND deletes_at IS NULL FOR UPDATE`,
};

/**
 * $1 id, $2 hash or null. Whatever the reason for a new password is, whoever was known by the old one may be the reason:
 * no device is known any more.
 */
export const SET_PASSWORD = {
  name: 'set_password',
  text: `WITH changed AS (
           UPDATE users SET password_hash = $2, device_epoch = device_epoch + 1, updated_at = now() WHERE id = $1
           RETURNING id, device_epoch
         )
         SELECT id, device_epoch FROM changed`,
};

/** $1 id */
export const FORGET_DEVICES = {
  name: 'forget_devices',
  text: `WITH changed AS (UPDATE users SET device_epoch = device_epoch + 1 WHERE id = $1 RETURNING id, device_epoch)
         SELECT id, device_epoch FROM changed`,
};

/** $1 id. A row only for the first proof. */
export const PROVE_EMAIL = {
  name: 'prove_email',
  text: `WITH proven AS (
           UPDATE users SET is_verified = true, updated_at = now() WHERE id = $1 AND NOT is_verified RETURNING id
         )
         SELECT id FROM proven`,
};

/** $1 id, $2 e-mail address, proven */
export const SET_EMAIL = {
  name: 'set_email',
  text: `WITH changed AS (
           UPDATE users SET email = $2, is_verified = true, updated_at = now() WHERE id = $1 RETURNING id
         )
         SELECT id FROM changed`,
};

/** $1 id, $2 days until it is gone for good, $3 whether its owner wants it. A row for one caller only. */
export const CLOSE = {
  name: 'close_account',
  text: `WITH closed AS (
           UPDATE users SET deletes_at = now() + $2 * interval '1 day', closed_by_owner = $3, updated_at = now()
            WHERE id = $1 AND deletes_at IS NULL
           RETURNING id, username, email, full_name, deletes_at
         )
         SELECT * FROM closed`,
};

/** $1 id. What its owner has closed, and could open again, is an administrator's from here on. */
export const SEIZE = {
  name: 'seize_closed_account',
  text: `WITH seized AS (
           UPDATE users SET closed_by_owner = false, updated_at = now()
            WHERE id = $1 AND closed_by_owner AND deletes_at > now()
           RETURNING id, username, email, full_name, deletes_at
         )
         SELECT * FROM seized`,
};

/** $1 id, $2 whether only what its owner has closed. A row only while there is time. */
export const REOPEN = {
  name: 'reopen_account',
  text: `WITH reopened AS (
           UPDATE users SET deletes_at = NULL, closed_by_owner = false, updated_at = now()
            WHERE id = $1 AND deletes_at > now() AND (closed_by_owner OR NOT $2) RETURNING id
         )
         SELECT id FROM reopened`,
};

import { startSession } from '#tokens/index.js';

const COLUMNS =
  'id, username, email, full_name, is_active, is_verified, created_at, updated_at, last_login_at, deletes_at' as const;

/** One user as clients see it: roles by sub-select, no relation hydrated, never the hash. */
export const SELECT_USER = `
  SELECT ${COLUMNS.replace(/\w+/g, 'u.$&')},
         ARRAY(SELECT ur.role_name FROM user_roles ur WHERE ur.user_id = u.id ORDER BY 1) AS roles
    FROM users u`;

export interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly full_name: string | null;
  readonly roles: string[];
  readonly is_active: boolean;
  readonly is_verified: boolean;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly last_login_at: Date | null;
  readonly deletes_at: Date | null;
}

/** $1 id. Not a closed account. */
export const FIND_USER = { name: 'find_user', text: `${SELECT_USER} WHERE u.id = $1 AND u.deletes_at IS NULL` };

export interface CredentialsRow {
  readonly id: string;
  readonly password_hash: string | null;
  readonly is_active: boolean;
  readonly device_epoch: number;
}

/** Of closed accounts as well: who has the password may know that it is closed. */
const CREDENTIALS = 'SELECT id, password_hash, is_active, device_epoch FROM users';

/** $1 username */
export const CREDENTIALS_BY_USERNAME = {
  name: 'credentials_by_username',
  text: `${CREDENTIALS} WHERE lower(username COLLATE "C") = lower($1 COLLATE "C")`,
};

/** $1 e-mail */
export const CREDENTIALS_BY_EMAIL = {
  name: 'credentials_by_email',
  text: `${CREDENTIALS} WHERE lower(email COLLATE "C") = lower($1 COLLATE "C")`,
};

/** $1 id, $2 username, $3 email, $4 full name, $5 password hash, $6 is verified, $7 role names */
export const CREATE_USER = {
  name: 'create_user',
  text: `
    WITH created AS (
      INSERT INTO users (id, username, email, full_name, password_hash, is_verified)
      VALUES ($1, $2, $3, $4, $5, $6)
      RETURNING ${COLUMNS}
    ), given AS (
      INSERT INTO user_roles (user_id, role_name)
      SELECT created.id, role_name FROM created CROSS JOIN unnest($7::text[]) AS role_name
      RETURNING role_name
    )
    SELECT created.*, ARRAY(SELECT role_name FROM given ORDER BY 1) AS roles FROM created`,
};

/**
 * $1 id, $2 the hash that the password was checked against, $3 a better one for it or null. No row for a user who is not
 * active or closed, and none when the password was changed meanwhile: then it was the old one that was shown.
 */
export const SIGN_IN = startSession(
  'sign_in',
  `
      UPDATE users AS u SET last_login_at = now(), password_hash = coalesce($3, u.password_hash)
        FROM users AS before
       WHERE u.id = $1 AND before.id = u.id AND u.is_active AND u.deletes_at IS NULL
         AND u.password_hash IS NOT DISTINCT FROM $2
      RETURNING u.id, u.device_epoch, before.last_login_at IS NULL AS is_first`,
  3,
);

/**
 * $1 id, $2 identity, $3 the epoch that the account had when the provider was asked. No row when the identity is not
 * the user's any more. Whoever takes one away raises the epoch: the row of the user decides, which all of them lock.
 */
export const SIGN_IN_BY_IDENTITY = startSession(
  'sign_in_by_identity',
  `
      UPDATE users AS u SET last_login_at = now()
        FROM users AS before, identities AS i
       WHERE u.id = $1 AND before.id = u.id AND i.id = $2 AND i.user_id = u.id AND i.unlinked_at IS NULL
         AND u.device_epoch = $3
         AND u.is_active AND u.deletes_at IS NULL
      RETURNING u.id, u.device_epoch, before.last_login_at IS NULL AS is_first`,
  3,
);

/** $1 id */
export const IS_ACTIVE = {
  name: 'is_user_active',
  text: 'SELECT is_active AND deletes_at IS NULL AS is_active FROM users WHERE id = $1',
};

export const COUNT_USERS = {
  name: 'count_users',
  text: `
    SELECT count(*)::integer AS total_users,
           count(*) FILTER (WHERE is_active)::integer AS active_users,
           count(*) FILTER (WHERE is_verified)::integer AS verified_users,
           (SELECT jsonb_object_agg(name, holders ORDER BY name)
              FROM (SELECT r.name, count(ur.user_id)::integer AS holders
                      FROM roles r LEFT JOIN user_roles ur ON ur.role_name = r.name
                       AND NOT EXISTS (SELECT FROM users c WHERE c.id = ur.user_id AND c.deletes_at IS NOT NULL)
                     GROUP BY r.name) AS per_role) AS by_role
      FROM users WHERE deletes_at IS NULL`,
};

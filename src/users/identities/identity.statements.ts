import { PAGE_ROWS } from '#database/index.js';

export interface IdentityRow {
  readonly id: string;
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly created_at: Date;
  readonly last_used_at: Date;
}

const COLUMNS = 'id, provider, issuer, subject, email, created_at, last_used_at';

/** $1 issuer, $2 subject. Together with the epoch that the owner's account has now. */
export const OWNER = {
  name: 'identity_owner',
  text: `
    SELECT i.id, i.user_id, i.granted_roles, u.device_epoch
      FROM identities i JOIN users u ON u.id = i.user_id 
     WHERE i.issuer = $1 AND i.subject = $2 AND i.unlinked_at IS NULL`,
};

/**
 * $1 id, $2 user id, $3 issuer, $4 subject, $5 provider, $6 e-mail. No row when it is somebody's already. One that was
 * unlinked is nobody's; the accounts that it was unlinked from go on knowing that, but for the one that has it again.
 */
export const ADD = {
  name: 'add_identity',
  text: `
    WITH added AS (
      INSERT INTO identities (id, user_id, issuer, subject, provider, email) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (issuer, subject) WHERE unlinked_at IS NULL DO NOTHING
      RETURNING ${COLUMNS}
    ), former AS (
      DELETE FROM identities
       WHERE user_id = $2 AND issuer = $3 AND subject = $4 AND unlinked_at IS NOT NULL AND EXISTS (SELECT FROM added)
    )
    SELECT * FROM added`,
};

/** $1 id, $2 provider, $3 e-mail, $4 sealed tokens or null. Nothing is kept for one that is unlinked meanwhile. */
export const NOTE_USE = {
  name: 'note_identity_use',
  text: `
    WITH noted AS (
      UPDATE identities SET provider = $2, email = $3, tokens = $4, last_used_at = now()
       WHERE id = $1 AND unlinked_at IS NULL
      RETURNING granted_roles
    )
    SELECT granted_roles FROM noted`,
};

/** $1 user id */
export const LIST = {
  name: 'list_identities',
  text: `SELECT ${COLUMNS} 
      FROM identities WHERE user_id = $1 AND unlinked_at IS NULL ORDER BY created_at, id`,
};

/** $1 user id, $2 issuer. Those that were unlinked, too. */
export const HAS_ONE_OF = {
  name: 'has_identity_of_issuer',
  text: 'SELECT id FROM identities WHERE user_id = $1 AND issuer = $2 LIMIT 1',
};

/**
 * $1 id, $2 user id, $3 providers that there are. A row only when another way into the account is left: a password, or
 * another identity whose provider is still there. The caller has locked the account, so that two at once do not take
 * away each other's last way.
 */
export const REMOVE = {
  name: 'remove_identity',
  text: `
    WITH removed AS (
      UPDATE identities AS i SET unlinked_at = now(), tokens = NULL
       WHERE i.id = $1 AND i.user_id = $2 AND i.unlinked_at IS NULL
         AND (EXISTS (SELECT FROM users u WHERE u.id = $2 AND u.password_hash IS NOT NULL)
              OR EXISTS (SELECT FROM identities o
                          WHERE o.user_id = $2 AND o.id <> $1 AND o.unlinked_at IS NULL AND o.provider = ANY ($3::text[])))
      RETURNING ${COLUMNS}, granted_roles
    )
    SELECT * FROM removed`,
};

/** $1 id, $2 user id */
export const IS_OF = {
  name: 'identity_is_of',
  text: 'SELECT id FROM identities WHERE id = $1 AND user_id = $2 AND unlinked_at IS NULL',
};

/** $1 user id */
export const KEPT_TOKENS = {
  name: 'kept_tokens',
  text: `
    SELECT id, provider, subject, tokens FROM identities
     WHERE user_id = $1 AND unlinked_at IS NULL AND tokens IS NOT NULL ORDER BY created_at, id`,
};

/**
 * $1 user id. Roles that the account has by them go as well, also the last administrator's: that was somebody else. The
 * caller ends the sessions, and with them the access tokens that name those roles. A row, with the roles that are left,
 * when some have gone.
 */
export const DROP_ALL = {
  name: 'drop_identities',
  text: `
    WITH dropped AS (
      UPDATE identities SET unlinked_at = now(), tokens = NULL WHERE user_id = $1 AND unlinked_at IS NULL
      RETURNING granted_roles
    ), gone AS (
      DELETE FROM user_roles WHERE user_id = $1 AND role_name IN (SELECT unnest(granted_roles) FROM dropped)
      RETURNING role_name
    )
    SELECT ARRAY (SELECT r.role_name FROM user_roles r
                   WHERE r.user_id = $1 AND r.role_name NOT IN (SELECT role_name FROM gone) ORDER BY 1) AS roles
     WHERE EXISTS (SELECT FROM gone)`,
};

/**
 * $1 user id, $2 the role of administrators. A row when it is the last active one, and is it by a provider's groups.
 * User administration and the groups of a provider, which take that role away, wait for the caller meanwhile; mailed
 * links that drop all such roles do not, since the account may be a thief's.
 */
export const IS_LAST_BY_GROUPS = {
  name: 'is_last_administrator_by_groups',
  text: `
    SELECT 1 FROM identities i
     WHERE i.user_id = $1 AND i.unlinked_at IS NULL AND $2 = ANY (i.granted_roles)
       AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = $1 AND r.role_name = $2)
       AND NOT EXISTS (SELECT FROM users u JOIN user_roles r ON r.user_id = u.id
                        WHERE r.role_name = $2 AND u.id <> $1 AND u.is_active AND u.deletes_at IS NULL)
     LIMIT 1`,
};

/** $1 user id, $2 place. What is kept of the provider's tokens is that they are. */
export const PERSONAL_PAGE = {
  name: 'personal_identities',
  text: `
    SELECT id::text AS place, ${COLUMNS}, granted_roles, unlinked_at, tokens IS NOT NULL AS tokens_kept
      FROM identities WHERE user_id = $1 AND ($2::uuid IS NULL OR id > $2::uuid)
     ORDER BY id LIMIT ${PAGE_ROWS}`,
};

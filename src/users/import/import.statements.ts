/**
 * Where a run writes. A rehearsal goes to a temporary table that has the unique indexes of `users`, so that it finds
 * the same conflicts, within the file and with those who are there, and leaves nothing behind.
 */
export type ImportTarget = 'users' | 'import_rehearsal';

/** Once, in the transaction of a rehearsal. */
export const MAKE_REHEARSAL = `
  CREATE TEMPORARY TABLE import_rehearsal (LIKE users INCLUDING DEFAULTS INCLUDING INDEXES) ON COMMIT DROP`;

const GIVEN = `
  given AS (
    SELECT *
      FROM json_to_recordset($1::json) AS g (
        id uuid, username text, email text, full_name text, password_hash text, is_active boolean, is_verified boolean,
        roles text[], created_at timestamptz)
  )`;

const FIELDS = 'id, username, email, full_name, password_hash, is_active, is_verified, created_at';

const NOT_THERE_YET = `
  WHERE NOT EXISTS (SELECT FROM users u WHERE u.id = given.id)
    AND NOT EXISTS (SELECT FROM users u WHERE lower(u.username COLLATE "C") = lower(given.username COLLATE "C"))
    AND NOT EXISTS (SELECT FROM users u WHERE lower(u.email COLLATE "C") = lower(given.email COLLATE "C"))`;

const GIVE_ROLES = `
  , given_roles AS (
    INSERT INTO user_roles (user_id, role_name)
    SELECT created.id, role_name FROM given JOIN created USING (id) CROSS JOIN unnest(given.roles) AS role_name
  )`;

/**
 * $1 users as JSON, no two of them with the same id, username or e-mail address. All of the batch or, on an error, none
 * of it. Returns the ids of those whom somebody else stands in the way of.
 */
export function importBatch(target: ImportTarget): string {
  const rehearsal = target !== 'users';
  return `
    WITH ${GIVEN},
    created AS (
      INSERT INTO ${target} (${FIELDS})
      SELECT ${FIELDS.replace('created_at', 'coalesce(created_at, now())')} FROM given ${rehearsal ? NOT_THERE_YET : ''}
      ON CONFLICT DO NOTHING
      RETURNING id
    )
    ${rehearsal ? '' : GIVE_ROLES}
    SELECT given.id FROM given WHERE NOT EXISTS (SELECT FROM created WHERE created.id = given.id)`;
}

export interface ConflictRow {
  readonly id: string;
  /** Who stands in the way by each of the three; null: nobody. */
  readonly by_id: string | null;
  readonly by_username: string | null;
  readonly by_email: string | null;
  /** Somebody whom this run has created, from an earlier line. */
  readonly from_this_run: boolean;
  /** One of them is closed and waits to be deleted. */
  readonly closed: boolean;
}

/** $1 users as JSON, $2 when the run began */
export function findConflicts(target: ImportTarget): string {
  const tables = target === 'users' ? ['users'] : ['import_rehearsal', 'users'];
  const first = (condition: string) =>
    tables
      .map((table) => `(SELECT u.id, u.updated_at, u.deletes_at FROM ${table} u WHERE ${condition})`)
      .join(' UNION ALL ');
  return `
    WITH ${GIVEN}
    SELECT given.id, i.id AS by_id, n.id AS by_username, e.id AS by_email,
           coalesce(greatest(i.updated_at, n.updated_at, e.updated_at) >= $2::timestamptz, false) AS from_this_run,
           coalesce(i.deletes_at, n.deletes_at, e.deletes_at) IS NOT NULL AS closed
      FROM given
      LEFT JOIN LATERAL (${first('u.id = given.id')} LIMIT 1) i ON true
      LEFT JOIN LATERAL (${first('lower(u.username COLLATE "C") = lower(given.username COLLATE "C")')} LIMIT 1) n ON true
      LEFT JOIN LATERAL (${first('lower(u.email COLLATE "C") = lower(given.email COLLATE "C")')} LIMIT 1) e ON true`;
}

/** A filter and a sort, and in SQL what they should find, so that the cursor of a page far away can be made. */
export interface ListCase {
  readonly name: string;
  readonly query: string;
  readonly sort: string;
  readonly where: string;
  /** Of so many users. */
  readonly matches: (users: number) => number;
}

const all = (users: number) => users;

export const CASES: readonly ListCase[] = [
  { name: 'default sort', query: '', sort: 'created_at', where: 'true', matches: all },
  {
    name: '`is_active=true`',
    query: '&is_active=true',
    sort: 'created_at',
    where: 'u.is_active',
    matches: (users) => users * 0.99,
  },
  { name: '`role=user` (all)', query: '&role=user', sort: 'created_at', where: holds('user'), matches: all },
  {
    name: '`role=moderator` (one in a thousand)',
    query: '&role=moderator',
    sort: 'created_at',
    where: holds('moderator'),
    matches: (users) => users / 1000,
  },
  { name: '`sort=-email`', query: '&sort=-email', sort: '-email', where: 'true', matches: all },
  {
    name: '`q=number 77` (few)',
    query: '&q=number+77',
    sort: 'created_at',
    where: `u.full_name ILIKE '%number 77%'`,
    matches: (users) => Array.from({ length: users }, (_, index) => String(index + 1)).filter(beginsWith77).length,
  },
];

function beginsWith77(text: string): boolean {
  return text.startsWith('77');
}

function holds(role: string): string {
  return `EXISTS (SELECT FROM user_roles ur WHERE ur.user_id = u.id AND ur.role_name = '${role}')`;
}

/** The last value of the page before. $1 how many to pass over */
export const CURSOR_OF = (sort: string, where: string): string => {
  const by = sort.endsWith('email') ? 'lower(u.email COLLATE "C")' : 'u.id';
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  return `SELECT ${by}::text AS last FROM users u WHERE ${where} ORDER BY ${by} ${direction} OFFSET $1 LIMIT 1`;
};

/** $1 how many. Ids are those of people who have come one each millisecond (UUIDv7). */
export const INSERT_USERS = `
  WITH made AS (
    INSERT INTO users (id, username, email, full_name, is_active, created_at, updated_at)
    SELECT (lpad(to_hex(at), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid,
           'u' || substr(noise, 1, 24), noise || '@example.org', 'Person number ' || n, n % 100 <> 0,
           to_timestamp(at / 1000.0), to_timestamp(at / 1000.0)
      FROM (SELECT n, md5(n::text) AS noise, 1700000000000 + n AS at FROM generate_series(1, $1::bigint) AS n) AS people
    RETURNING id, full_name
  )
  INSERT INTO user_roles (user_id, role_name)
  SELECT id, 'user' FROM made
   UNION ALL SELECT id, 'moderator' FROM made WHERE full_name LIKE '%000'`;

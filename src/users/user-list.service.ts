import { Injectable } from '@nestjs/common';
import { RecentDeeds } from '#audit/index.js';
import { InvalidInput } from '#common/errors/index.js';
import { decodeCursor, encodeCursor } from '#common/paging/cursor.js';
import type { Page } from '#common/paging/page.js';
import { type Ask, StaleReads } from '#database/index.js';
import type { ListUsersQuery } from './dto/list-users.query.js';
import { USER_SORTS } from './user-sorts.js';
import { SELECT_USER, type UserRow } from './user.statements.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Users page by page. Values travel as parameters; everything else comes from tables of ours. */
@Injectable()
export class UserListService {
  constructor(
    private readonly reads: StaleReads,
    private readonly deeds: RecentDeeds,
  ) {}

  /**
   * Who has just changed somebody finds it changed, and a page follows one that the primary may have given: a replica that
   * is behind would leave a gap. Without a reader, at a terminal, it is as the primary has it.
   */
  list(query: ListUsersQuery, readerId?: string): Promise<Page<UserRow>> {
    return this.reads.read(
      (ask) => pageFrom(ask, query),
      async (withinSeconds) =>
        readerId === undefined || query.cursor !== undefined || this.deeds.hasActed(readerId, withinSeconds),
    );
  }
}

async function pageFrom(ask: Ask, query: ListUsersQuery): Promise<Page<UserRow>> {
  const filter = filterOf(query);
  const [counted] = await ask<{ total: number }>(countOf(query, filter), filter.values);

  const { by, direction } = USER_SORTS[query.sort];
  const page = pageOf(query, filter);
  // One more than asked for tells whether there is a next page.
  const rows = await ask<UserRow & { sort_value: string }>(
    `SELECT listed.*, ${by.replace('u.', 'listed.')}::text AS sort_value
         FROM (${SELECT_USER} WHERE ${page.sql} ORDER BY ${by} ${direction} LIMIT ${query.limit + 1} OFFSET ${query.skip}) AS listed
        ORDER BY ${by.replace('u.', 'listed.')} ${direction}`,
    page.values,
  );
  const items = rows.slice(0, query.limit);
  const last = rows.length > items.length ? items.at(-1) : undefined;
  return { items, total: counted!.total, next: last && encodeCursor(query.sort, last.sort_value) };
}

interface Filter {
  readonly conditions: readonly string[];
  /** The parameter that names the role, where one is asked for. */
  readonly role?: string;
  readonly values: readonly unknown[];
}

function filterOf({ q, role, is_active }: ListUsersQuery): Filter {
  const conditions: string[] = ['true'];
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;

  if (is_active !== undefined) conditions.push(`u.is_active = ${parameter(is_active)}`);
  if (q !== undefined) {
    const pattern = parameter(`%${q.replace(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(u.username ILIKE ${pattern} OR u.email ILIKE ${pattern} OR u.full_name ILIKE ${pattern})`);
  }
  return { conditions, role: role === undefined ? undefined : parameter(role), values };
}

/** Without regard to who is closed. `behind` is said of the holders of the role. */
function narrowed({ conditions, role }: Filter, behind = ''): string {
  if (role === undefined) return conditions.join(' AND ');
  const holds = `EXISTS (SELECT FROM user_roles ur WHERE ur.user_id = u.id AND ur.role_name = ${role}${behind})`;
  return [...conditions, holds].join(' AND ');
}

/**
 * Those who are not closed are counted as all less the closed ones: each is found in an index, and a million rows need
 * not be looked at for a column that is empty in nearly all of them. For the same reason the holders of a role are
 * counted as such, where nothing else is asked of them.
 */
function countOf({ q, is_active, deleted }: ListUsersQuery, filter: Filter): string {
  const closed = `(SELECT count(*) FROM users u WHERE ${narrowed(filter)} AND u.deletes_at IS NOT NULL)`;
  const roleOnly = filter.role !== undefined && q === undefined && is_active === undefined;
  const all = roleOnly
    ? `(SELECT count(*) FROM user_roles ur WHERE ur.role_name = ${filter.role})`
    : `(SELECT count(*) FROM users u WHERE ${narrowed(filter)})`;
  return `SELECT (${deleted ? closed : `${all} - ${closed}`})::integer AS total`;
}

function pageOf({ sort, cursor, deleted }: ListUsersQuery, filter: Filter) {
  const open = `u.deletes_at IS ${deleted ? 'NOT NULL' : 'NULL'}`;
  if (cursor === undefined) return { sql: `${narrowed(filter)} AND ${open}`, values: filter.values };

  const { by, direction } = USER_SORTS[sort];
  const last = decodeCursor(sort, cursor);
  if (by === 'u.id' && !UUID.test(last)) throw badCursor();
  if (last.includes('\0') || !last.isWellFormed()) throw badCursor();
  const type = by === 'u.id' ? 'uuid' : 'text COLLATE "C"';
  const behind = `${direction === 'ASC' ? '>' : '<'} $${filter.values.length + 1}::${type}`;
  // PostgreSQL does not conclude it, and would pass over all earlier holders of the role on every page.
  const holders = by === 'u.id' ? ` AND ur.user_id ${behind}` : '';
  return { sql: `${narrowed(filter, holders)} AND ${open} AND ${by} ${behind}`, values: [...filter.values, last] };
}

function badCursor(): InvalidInput {
  return new InvalidInput([
    { pointer: '/cursor', detail: 'The cursor is not one of this list.', code: 'invalid_cursor' },
  ]);
}

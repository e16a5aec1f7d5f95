import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { InvalidInput } from '#common/errors/index.js';
import { decodeCursor, encodeCursor } from '#common/paging/cursor.js';
import type { Page } from '#common/paging/page.js';
import type { ListUsersQuery } from './dto/list-users.query.js';
import { USER_SORTS } from './user-sorts.js';
import { SELECT_USER, type UserRow } from './user.statements.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Users page by page. Values travel as parameters; everything else comes from tables of ours. */
@Injectable()
export class UserListService {
  constructor(private readonly dataSource: DataSource) {}

  async list(query: ListUsersQuery): Promise<Page<UserRow>> {
    const filter = filterOf(query);
    const [{ total }] = await this.dataSource.query<[{ total: number }]>(countOf(query, filter), filter.values);

    const { by, direction } = USER_SORTS[query.sort];
    const page = query.cursor === undefined ? filter : behindCursor(filter, query.sort, query.cursor);
    // One more than asked for tells whether there is a next page.
    const rows = await this.dataSource.query<(UserRow & { sort_value: string })[]>(
      `SELECT listed.*, ${by.replace('u.', 'listed.')}::text AS sort_value
         FROM (${SELECT_USER} WHERE ${page.sql} ORDER BY ${by} ${direction} LIMIT ${query.limit + 1} OFFSET ${query.skip}) AS listed
        ORDER BY ${by.replace('u.', 'listed.')} ${direction}`,
      page.values,
    );
    const items = rows.slice(0, query.limit);
    const last = rows.length > items.length ? items.at(-1) : undefined;
    return { items, total, next: last && encodeCursor(query.sort, last.sort_value) };
  }
}

interface Filter {
  readonly sql: string;
  /** Without regard to who is closed. */
  readonly narrowed: string;
  readonly values: readonly unknown[];
}

/**
 * Those who are not closed are counted as all less the closed ones: each is found in an index, and a million rows need
 * not be looked at for a column that is empty in nearly all of them.
 */
function countOf({ deleted }: ListUsersQuery, { narrowed }: Filter): string {
  const count = (closed: boolean) =>
    `(SELECT count(*) FROM users u WHERE ${narrowed}${closed ? ' AND u.deletes_at IS NOT NULL' : ''})`;
  return `SELECT (${deleted ? count(true) : `${count(false)} - ${count(true)}`})::integer AS total`;
}

function filterOf({ q, role, is_active, deleted }: ListUsersQuery): Filter & { values: unknown[] } {
  const conditions: string[] = ['true'];
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;

  if (is_active !== undefined) conditions.push(`u.is_active = ${parameter(is_active)}`);
  if (role !== undefined) {
    const name = parameter(role);
    conditions.push(`EXISTS (SELECT FROM user_roles ur WHERE ur.user_id = u.id AND ur.role_name = ${name})`);
  }
  if (q !== undefined) {
    const pattern = parameter(`%${q.replace(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(u.username ILIKE ${pattern} OR u.email ILIKE ${pattern} OR u.full_name ILIKE ${pattern})`);
  }
  const narrowed = conditions.join(' AND ');
  return { sql: `${narrowed} AND u.deletes_at IS ${deleted ? 'NOT NULL' : 'NULL'}`, narrowed, values };
}

function behindCursor({ sql, values }: Filter, sort: ListUsersQuery['sort'], cursor: string) {
  const { by, direction } = USER_SORTS[sort];
  const last = decodeCursor(sort, cursor);
  if (by === 'u.id' && !UUID.test(last)) throw badCursor();
  if (last.includes('\0') || !last.isWellFormed()) throw badCursor();
  const comparison = direction === 'ASC' ? '>' : '<';
  const type = by === 'u.id' ? 'uuid' : 'text COLLATE "C"';
  return { sql: `${sql} AND ${by} ${comparison} $${values.length + 1}::${type}`, values: [...values, last] };
}

function badCursor(): InvalidInput {
  return new InvalidInput([
    { pointer: '/cursor', detail: 'The cursor is not one of this list.', code: 'invalid_cursor' },
  ]);
}

import { ListUsersQuery, USER_SORTS, UserDto, UserListService, type UserRow, type UserSort } from '#users/index.js';
import { withApplication } from '../application.js';
import { UsageError } from '../cli.errors.js';
import { defineCommand } from '../command.js';
import { table } from '../output.js';
import { textOf } from '../show-user.js';

const PAGE = 100;
const SORTS = Object.keys(USER_SORTS) as UserSort[];

export const command = defineCommand({
  arguments: [],
  options: {
    query: { type: 'string', value: 'TEXT', short: 'q', meaning: 'Part of the username, e-mail address or name' },
    role: { type: 'string', value: 'ROLE', meaning: 'Only holders of this role' },
    disabled: { type: 'boolean', meaning: 'Only those who are kept out' },
    sort: { type: 'string', value: 'KEY', meaning: `One of ${SORTS.join(', ')}` },
    limit: { type: 'string', value: 'N', meaning: 'How many at the most. Without: 50' },
  },
  description: '',
  async run({ options, output }) {
    const limit = limitOf(options.limit ?? '50');
    const sort = SORTS.find((key) => key === (options.sort ?? 'created_at'));
    if (!sort) throw new UsageError(`--sort must be one of ${SORTS.join(', ')}.`);
    const query = { q: options.query, role: options.role, is_active: options.disabled ? false : undefined, sort };

    const { users, total } = await withApplication((app) => collect(app.get(UserListService), query, limit));
    const rows = users.map((user) => [
      user.id,
      user.username,
      user.email,
      user.roles.join(','),
      textOf(user.is_active),
      textOf(user.last_login_at),
    ]);
    output.result(
      users.map((user) => UserDto.from(user)),
      table(['ID', 'USERNAME', 'E-MAIL', 'ROLES', 'ACTIVE', 'LAST SIGN-IN'], rows),
    );
    if (users.length < total) output.note(`${users.length} of ${total}; more with --limit.`);
  },
});

async function collect(list: UserListService, query: Partial<ListUsersQuery>, limit: number) {
  const users: UserRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = { ...query, cursor, limit: Math.min(PAGE, limit - users.length) };
    const { items, total, next } = await list.list(Object.assign(new ListUsersQuery(), page));
    users.push(...items);
    if (next === undefined || users.length >= limit) return { users, total };
    cursor = next;
  }
}

function limitOf(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new UsageError('--limit must be a whole number from 1 to 9999999.');
}

import { uuidv7 } from '#common/crypto/uuid.js';
import { TestApp } from '../../support/app.js';
import type { Answer } from '../../support/http.js';
import { makeRole } from './people.js';

interface SeenUser {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly roles: string[];
  readonly is_active: boolean;
}

const SORTS = ['created_at', '-created_at', 'username', '-username', 'email', '-email'];

describe('GET /users', () => {
  let app: TestApp;
  let token: string;
  /** A role that just these people have, so that other tests do not disturb. */
  let role: string;

  beforeAll(async () => {
    app = await TestApp.start();
    token = (await app.admin()).access_token;
    role = await makeRole(app, []);
    // Neither in the order of their ids nor in that of their addresses; with every other name in capitals.
    for (let i = 0; i < 60; i++) await insert(`person${String((i * 37) % 60).padStart(2, '0')}`, { i });
  });
  afterAll(() => app.stop());

  async function insert(
    username: string,
    { i = 0, fullName = null as string | null, of = role } = {},
  ): Promise<string> {
    const id = uuidv7(Date.now() - 1_000_000 + i * 1000);
    const name = i % 2 ? username.toUpperCase() : username;
    const email = `${(i * 23) % 60}.${username}@example.org`;
    await app.sql('INSERT INTO users (id, username, email, full_name) VALUES ($1, $2, $3, $4)', [
      id,
      name,
      email,
      fullName,
    ]);
    await app.sql('INSERT INTO user_roles (user_id, role_name) VALUES ($1, $2)', [id, of]);
    return id;
  }

  const list = (query: Record<string, string | number>) => {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return app.get<SeenUser[]>(`/users?${search.toString()}`, token);
  };
  const names = ({ body }: Answer<SeenUser[]>) => body.map(({ username }) => username.toLowerCase());

  /** Follows the Link headers to the end, as a client does. */
  async function walk(first: Answer<SeenUser[]>, between = async () => {}): Promise<SeenUser[]> {
    const seen = [...first.body];
    for (let page = first, n = 0; page.headers.has('link'); n++) {
      expect(n).toBeLessThan(200);
      const [, path] = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link')!)!;
      await between();
      page = await app.get<SeenUser[]>(`/${path}`, token);
      expect(page.status).toBe(200);
      seen.push(...page.body);
    }
    return seen;
  }

  it('answers with users and never a hash', async () => {
    const { status, body, text } = await list({ role: 'admin' });
    expect(status).toBe(200);
    expect(Object.keys(body[0]!).toSorted()).toEqual([
      'created_at',
      'email',
      'full_name',
      'id',
      'is_active',
      'is_verified',
      'last_login_at',
      'roles',
      'updated_at',
      'username',
    ]);
    expect(text).not.toContain('argon2');
  });

  it('gives 20 unless told, and says how many there are', async () => {
    const { body, headers } = await list({ role });
    expect(body).toHaveLength(20);
    expect(headers.get('x-total-count')).toBe('60');
    expect(headers.get('link')).toMatch(/rel="next"/);
  });

  it('gives no Link on the last page', async () => {
    const exact = await list({ role, limit: 60 });
    expect(exact.body).toHaveLength(60);
    expect(exact.headers.has('link')).toBe(false);
    expect((await list({ role, skip: 40 })).headers.has('link')).toBe(false);
    expect((await list({ role, skip: 39 })).headers.has('link')).toBe(true);
  });

  it.each(SORTS)('visits everybody exactly once along the Link headers, sorted by %s', async (sort) => {
    const seen = await walk(await list({ role, sort, limit: 7 }));
    const by = sort.replace('-', '') as 'created_at' | 'username' | 'email';
    const keys = seen.map((user) => (by === 'created_at' ? user.id : user[by].toLowerCase()));
    const sorted = keys.toSorted((a, b) => (a < b ? -1 : 1));
    expect(keys).toEqual(sort.startsWith('-') ? sorted.toReversed() : sorted);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(60);
    expect(seen).toHaveLength(60);
  });

  it.each(SORTS)('stays stable along the Link headers while others come and go, sorted by %s', async (sort) => {
    const own = await makeRole(app, []);
    const lasting = [];
    for (let i = 0; i < 12; i++) lasting.push(await insert(`${own}m${i}`, { i, of: own }));
    let round = 0;
    const seen = await walk(await list({ role: own, sort, limit: 3 }), async () => {
      const [before, after] = [`a${own}${round}`, `z${own}${round++}`];
      await app.sql('DELETE FROM users WHERE id = $1', [await insert(before, { i: -20, of: own })]);
      await insert(before, { i: -10 - round, of: own });
      await insert(after, { i: 100 + round, of: own });
    });
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(lasting.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('passes over with skip what came before', async () => {
    const all = names(await list({ role, sort: 'username', limit: 100 }));
    const pages = [];
    for (let skip = 0; skip < 60; skip += 25) {
      pages.push(...names(await list({ role, sort: 'username', limit: 25, skip })));
    }
    expect(pages).toEqual(all);
    expect((await list({ role, skip: 60 })).body).toEqual([]);
  });

  it('keeps filters and sort in the Link header', async () => {
    const first = await list({ role, sort: '-email', limit: 2, q: 'person1', is_active: 'true', skip: 1 });
    const link = new URL(first.headers.get('link')!.slice(1).split('>')[0]!, 'http://x');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      role,
      sort: '-email',
      limit: '2',
      q: 'person1',
      is_active: 'true',
      cursor: expect.any(String),
    });
    expect((await walk(first)).length).toBe(9);
  });

  it.each([
    ['username', 'person07', 1],
    ['username in other case', 'PeRsOn07', 1],
    ['e-mail address', '.person07@EXAMPLE', 1],
    ['part of many', 'person0', 10],
    ['nothing', '', 60],
    ['a quotation mark', "' OR '1'='1", 0],
    ['a backslash', '\\', 0],
    ['a percent sign', '%', 0],
    ['an underscore', 'person_', 0],
  ])('finds by %s', async (_, q, count) => {
    const answer = await list({ role, q, limit: 100 });
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(count);
    expect(answer.headers.get('x-total-count')).toBe(String(count));
  });

  it.each(['%', '_', '\\', "'", 'ß', '💥'])('finds %j literally in a full name', async (sign) => {
    const own = await makeRole(app, []);
    const id = await insert(`${own}a`, { fullName: `left${sign}right`, of: own });
    await insert(`${own}b`, { i: 1, fullName: 'left right', of: own });
    expect((await list({ role: own, q: `ft${sign}ri` })).body.map((user) => user.id)).toEqual([id]);
    expect((await list({ role: own, q: sign })).body.map((user) => user.id)).toEqual([id]);
  });

  it('filters by role and by is_active', async () => {
    const own = await makeRole(app, []);
    const active = await insert(`${own}a`, { of: own });
    const passive = await insert(`${own}p`, { i: 1, of: own });
    await app.sql('UPDATE users SET is_active = false WHERE id = $1', [passive]);

    const ids = async (query: Record<string, string>) => (await list({ role: own, ...query })).body.map(({ id }) => id);
    expect(await ids({})).toEqual([active, passive]);
    expect(await ids({ is_active: 'true' })).toEqual([active]);
    expect(await ids({ is_active: 'false' })).toEqual([passive]);
    expect((await list({ role: 'no such role' })).body).toEqual([]);
  });

  it.each([
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['limit=-1', '/limit'],
    ['limit=1.5', '/limit'],
    ['limit=ten', '/limit'],
    ['limit=', '/limit'],
    ['limit=1e1', '/limit'],
    ['limit=5&limit=6', '/limit'],
    ['skip=-1', '/skip'],
    ['skip=100001', '/skip'],
    ['sort=password_hash', '/sort'],
    ['sort=id', '/sort'],
    ['sort=username;DROP TABLE users', '/sort'],
    ['sort=toString', '/sort'],
    ['sort=', '/sort'],
    ['is_active=yes', '/is_active'],
    ['q=a&q=b', '/q'],
    [`q=${'x'.repeat(101)}`, '/q'],
    ['q=%00', '/q'],
    ['role[]=admin', '/role[]'],
    ['order=asc', '/order'],
    ['cursor=?', '/cursor'],
    ['cursor=abc', '/cursor'],
    [`cursor=${cursorOf('not JSON')}`, '/cursor'],
    [`cursor=${cursorOf(['username', 'x'])}`, '/cursor'],
    [`cursor=${cursorOf(['created_at', 7])}`, '/cursor'],
    [`cursor=${cursorOf(['created_at', "x'; DROP TABLE users --"])}`, '/cursor'],
    [`cursor=${cursorOf(['created_at'])}`, '/cursor'],
    [`cursor=${cursorOf(null)}`, '/cursor'],
    [`sort=username&cursor=${cursorOf(['username', '\u0000'])}`, '/cursor'],
    [`sort=username&cursor=${cursorOf(['username', '\ud800'])}`, '/cursor'],
  ])('refuses ?%s', async (query, pointer) => {
    const { status, body } = await app.get(`/users?${query}`, token);
    expect(status).toBe(422);
    expect(body.code).toBe('invalid_input');
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('counts', async () => {
    const before = (await app.get('/users/stats/count', token)).body;
    const own = await makeRole(app, []);
    const [active, verified, passive] = [
      await insert(`${own}a`, { of: own }),
      await insert(`${own}v`, { i: 1, of: own }),
      await insert(`${own}p`, { i: 2, of: own }),
    ];
    await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [verified]);
    await app.sql('UPDATE users SET is_active = false WHERE id = $1', [passive]);
    const { status, body } = await app.get('/users/stats/count', token);
    expect(status).toBe(200);
    expect(body).toEqual({
      total_users: before.total_users + 3,
      active_users: before.active_users + 2,
      verified_users: before.verified_users + 1,
      by_role: { ...before.by_role, [own]: 3 },
    });
    expect(active).toBeTruthy();
  });
});

function cursorOf(content: unknown): string {
  const json = content === 'not JSON' ? '[' : JSON.stringify(content);
  return Buffer.from(json).toString('base64url');
}

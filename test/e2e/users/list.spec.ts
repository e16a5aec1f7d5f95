import { TestApp } from '../../support/app.js';
import { idsOf, Listing } from './listing.js';
import { makeRole } from './people.js';

describe('GET /users', () => {
  let app: TestApp;
  let token: string;
  let people: Listing;

  const another = async () => new Listing(app, token, await makeRole(app, []));

  beforeAll(async () => {
    app = await TestApp.start();
    token = (await app.admin()).access_token;
    people = await another();
    await people.insertSixty();
  });
  afterAll(() => app.stop());

  it('answers with users and never a hash', async () => {
    const { status, body, text } = await people.get({ role: 'admin' });
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
    const answer = await people.get({ q, limit: 100 });
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(count);
    expect(answer.headers.get('x-total-count')).toBe(String(count));
  });

  it.each(['%', '_', '\\', "'", 'ß', '💥'])('finds %j literally in a full name', async (sign) => {
    const own = await another();
    const id = await own.insert(`${own.role}a`, 0, `left${sign}right`);
    await own.insert(`${own.role}b`, 1, 'left right');
    expect(idsOf(await own.get({ q: `ft${sign}ri` }))).toEqual([id]);
    expect(idsOf(await own.get({ q: sign }))).toEqual([id]);
  });

  it('filters by role and by is_active', async () => {
    const own = await another();
    const active = await own.insert(`${own.role}a`);
    const passive = await own.insert(`${own.role}p`, 1);
    await app.sql('UPDATE users SET is_active = false WHERE id = $1', [passive]);

    const ids = async (query: Record<string, string>) => idsOf(await own.get(query));
    expect(await ids({})).toEqual([active, passive]);
    expect(await ids({ is_active: 'true' })).toEqual([active]);
    expect(await ids({ is_active: 'false' })).toEqual([passive]);
    expect((await people.get({ role: 'no such role' })).body).toEqual([]);
  });

  it('counts the holders of a role that it shows, and not those who are closed', async () => {
    const own = await another();
    const [first, second, third] = [
      await own.insert(`${own.role}a`, 0),
      await own.insert(`${own.role}b`, 1),
      await own.insert(`${own.role}c`, 2),
    ];
    await app.sql(`UPDATE users SET deletes_at = now() + interval '1 day' WHERE id = $1`, [second]);

    const seen = async (query: Record<string, string>) => {
      const answer = await own.get(query);
      return [idsOf(answer), Number(answer.headers.get('x-total-count'))];
    };
    expect(await seen({})).toEqual([[first, third], 2]);
    expect(await seen({ deleted: 'true' })).toEqual([[second], 1]);
    expect(await seen({ is_active: 'true' })).toEqual([[first, third], 2]);
    expect(await seen({ q: `${own.role}a` })).toEqual([[first], 1]);
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
    const own = await another();
    await own.insert(`${own.role}a`);
    const verified = await own.insert(`${own.role}v`, 1);
    const passive = await own.insert(`${own.role}p`, 2);
    await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [verified]);
    await app.sql('UPDATE users SET is_active = false WHERE id = $1', [passive]);
    const { status, body } = await app.get('/users/stats/count', token);
    expect(status).toBe(200);
    expect(body).toEqual({
      total_users: before.total_users + 3,
      active_users: before.active_users + 2,
      verified_users: before.verified_users + 1,
      by_role: { ...before.by_role, [own.role]: 3 },
    });
  });
});

function cursorOf(content: unknown): string {
  const json = content === 'not JSON' ? '[' : JSON.stringify(content);
  return Buffer.from(json).toString('base64url');
}

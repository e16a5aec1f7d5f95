import { encodeCursor } from '#common/paging/cursor.js';
import { type Person, TestApp, type Tokens } from '../support/app.js';
import { expectProblem, pointersOf } from './problems.js';
import { sendTarget } from './raw-http.js';
import { routesOf } from './routes.js';

const SOME_ID = '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21';
const SQL = ["' OR 1=1 --", "'; DROP TABLE users; --", '1) UNION SELECT password_hash FROM users --', 'pg_sleep(5)'];

const BAD_QUERIES = `
  limit=0 limit=101 limit=-1 limit=1.5 limit=1e1 limit=0x10 limit=%201 limit= limit=NaN limit=1&limit=2
  limit=99999999999999999999 skip=-1 skip=100001 skip=x skip=1&skip=2 is_active=maybe is_active=1 is_active=
  is_active=true&is_active=false q=%00 q=a&q=b role=%00 sort=id sort=password_hash sort=
  sort=username&sort=email sort=constructor sort=__proto__
`
  .trim()
  .split(/\s+/);

describe('An address', () => {
  let app: TestApp;
  let me: Person & Tokens;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    me = await app.newcomer();
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  it.each([
    '/api/v1/users/me',
    '/api/v1/users/me/',
    '/api/v1/users//me',
    '/api/v1//users/me',
    '//api/v1/users/me',
    '/api/v1/users/./me',
    '/api/v1/users/../users/me',
    '/health/../api/v1/users/me',
    '/health/..%2fapi/v1/users/me',
    '/docs/%2e%2e/api/v1/users/me',
    '/api/v1/users/%6d%65',
    '/api/v1/users/%6De',
    '/api/v1/users/%256d%2565',
    '/api/v1/users%2fme',
    '/api/v1/users%2Fme',
    '/api%2fv1%2fusers%2fme',
    '/%61pi/v1/users/me',
    '/api/v1/users\\me',
    '/api/v1/users/me%00',
    '/api/v1/users/me%20',
    '/api/v1/users/me%0d%0a',
    '/api/v1/users/me;a=b',
    '/api/v1/users;a=b/me',
    '/api/v1/users/me.json',
    '/api/v1/users/me?',
    '/api/v1/users/me#x',
    '/api/v1/users/me?/health',
    '/API/V1/USERS/ME',
    '/api/v1/users/me%ff',
    '/api/v1/users/%C0%AEme',
    'http://gatehouse.test/api/v1/users/me',
    'http://evil.test/api/v1/users/me',
  ])('that is a spelling of /users/me is not served without a token: %s', async (target) => {
    for (const method of ['GET', 'PATCH']) {
      const answer = await sendTarget(app.origin, method, target);
      expect([400, 401, 404]).toContain(answer.status);
      expectProblem(answer);
      expect(answer.text).not.toContain(me.username);
    }
  });

  it.each(['/%', '/%zz', '/%ff', '/%e0%a4%a', '/api/v1/users/%ff', '/api/v1/auth/sessions/%c3%28'])(
    'that cannot be decoded is a malformed request, with all headers: %s',
    async (target) => {
      const answer = await sendTarget(app.origin, 'GET', target);
      expectProblem(answer, 400, 'malformed_request');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  it.each([
    'x',
    '1',
    '%00',
    'a%00b',
    "1'%20OR%20'1'='1",
    '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b2',
    '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21x',
    '019aa0f26f5e7c319d3b0a3c1f5e8b21',
    '{019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21}',
    '%20019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21',
    '%ef%bc%90%ef%bc%91',
    '..%2f..%2fetc%2fpasswd',
    'null',
    'undefined',
    '[object%20Object]',
    'x'.repeat(128),
  ])('with %s for an id is named', async (id) => {
    const routes = routesOf(app).filter((route) => route.endsWith('/:id') && !route.startsWith('HEAD'));
    expect(routes.length).toBeGreaterThan(2);
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      const json = method === 'PATCH' || method === 'PUT' ? {} : undefined;
      const answer = await app.call(method, `/${path.replace(':id', id)}`, { token: admin, json });
      expectProblem(answer, 422, 'invalid_input');
      expect(pointersOf(answer)).toEqual(['/id']);
    }
  });

  it.each([129, 4_000])('with an id of %i letters is refused', async (length) => {
    expectProblem(await app.get(`/users/${'x'.repeat(length)}`, admin), 400);
  });

  it('finds an id in capitals, too', async () => {
    expect((await app.get(`/users/${me.id.toUpperCase()}`, me.access_token)).body.id).toBe(me.id);
  });

  it.each([
    ...BAD_QUERIES,
    ...SQL.flatMap((text) => ['sort', 'limit', 'cursor'].map((name) => `${name}=${encodeURIComponent(text)}`)),
    `q=${'x'.repeat(101)}`,
    `role=${'x'.repeat(33)}`,
    `cursor=${'x'.repeat(1025)}`,
  ])('with a bad query has the parameter named: %s', async (query) => {
    const answer = await app.get(`/users?${query}`, admin);
    expectProblem(answer, 422, 'invalid_input');
    expect(pointersOf(answer)).toContain(`/${query.split('=')[0]}`);
  });

  it.each([
    'foo=1',
    'limit[]=1',
    'limit[gt]=1',
    'q[$ne]=x',
    'constructor=1',
    '__proto__=1',
    'select=password_hash',
    'order=id',
    '=x',
  ])('with a parameter that nobody asked for is refused: %s', async (query) => {
    expectProblem(await app.get(`/users?${query}`, admin), 422, 'invalid_input');
  });

  it.each(SQL)('takes %s for text', async (text) => {
    const value = encodeURIComponent(text);
    for (const query of [`q=${value}`, `role=${value.slice(0, 30)}`]) {
      const answer = await app.get(`/users?${query}`, admin);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual([]);
    }
    expect((await app.sql('SELECT FROM users')).length).toBeGreaterThan(0);
  });

  it.each<[string, string]>([
    ['of another sort', encodeCursor('-created_at', SOME_ID)],
    ['of no sort', encodeCursor('', SOME_ID)],
    ['of SQL', encodeCursor('created_at', "' OR 1=1 --")],
    ['of a NUL', encodeCursor('created_at', '\0')],
    ['of a number', forged(['created_at', 1])],
    ['of an object', forged({ 0: 'created_at', 1: SOME_ID, length: 2 })],
    ['of three', forged(['created_at', SOME_ID, 'x'])],
    ['of a list in a list', forged(['created_at', [SOME_ID]])],
    ['of null', forged(null)],
    ['of no JSON', Buffer.from('created_at').toString('base64url')],
    ['of __proto__', Buffer.from('{"__proto__":["created_at","x"]}').toString('base64url')],
    ['of nothing', ''],
  ])('with a forged cursor %s is refused', async (_name, cursor) => {
    const answer = await app.get(`/users?cursor=${cursor}`, admin);
    expectProblem(answer, 422, 'invalid_input');
    expect(pointersOf(answer)).toEqual(['/cursor']);
  });

  it('with a cursor of text is a place in the list, whatever the text', async () => {
    for (const text of [...SQL, '💥', 'z'.repeat(500)]) {
      const answer = await app.get(`/users?sort=username&cursor=${encodeCursor('username', text)}`, admin);
      expect(answer.status).toBe(200);
    }
    for (const text of ['a\0', 'x\ud800']) {
      const answer = await app.get(`/users?sort=username&cursor=${encodeCursor('username', text)}`, admin);
      expectProblem(answer, 422, 'invalid_input');
    }
  });

  it.each(['..%2fpackage.json', '..%2f..%2f..%2f..%2fetc%2fpasswd', '%2e%2e', 'init.js%20', '.', 'constructor'])(
    'below /docs and /redoc is a file of ours or nothing: %s',
    async (name) => {
      for (const folder of ['docs', 'redoc'])
        expectProblem(await sendTarget(app.origin, 'GET', `/${folder}/${name}`), 404);
    },
  );
});

function forged(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

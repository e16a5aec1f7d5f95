import { uuidv7 } from '#common/crypto/uuid.js';
import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import { holderOfRole, type SignedIn } from './people.js';

type Caller = 'nobody' | 'user' | 'moderator' | 'admin';
const CALLERS: Caller[] = ['nobody', 'user', 'moderator', 'admin'];

interface Route {
  readonly method: string;
  readonly path: string;
  readonly json?: () => unknown;
  /** What each caller is answered, in the order of CALLERS. */
  readonly expected: readonly [number, number, number, number];
}

const newUser = () => {
  const username = uniqueName();
  return { username, email: `${username}@example.org`, password: PASSWORD };
};

const ROUTES: Route[] = [
  { method: 'GET', path: '/auth/me', expected: [401, 200, 200, 200] },
  { method: 'GET', path: '/users/me', expected: [401, 200, 200, 200] },
  { method: 'PATCH', path: '/users/me', json: () => ({}), expected: [401, 200, 200, 200] },
  { method: 'PUT', path: '/users/me', json: () => ({}), expected: [401, 200, 200, 200] },
  { method: 'GET', path: '/users', expected: [401, 403, 200, 200] },
  { method: 'GET', path: '/users/stats/count', expected: [401, 403, 200, 200] },
  { method: 'POST', path: '/users', json: newUser, expected: [401, 403, 403, 201] },
  { method: 'GET', path: '/users/:self', expected: [401, 200, 200, 200] },
  { method: 'GET', path: '/users/:other', expected: [401, 403, 200, 200] },
  { method: 'GET', path: '/users/:unknown', expected: [401, 403, 404, 404] },
  { method: 'PATCH', path: '/users/:self', json: () => ({}), expected: [401, 403, 403, 200] },
  { method: 'PATCH', path: '/users/:other', json: () => ({ full_name: 'x' }), expected: [401, 403, 403, 200] },
  { method: 'PATCH', path: '/users/:other', json: () => ({ roles: ['admin'] }), expected: [401, 403, 403, 200] },
  { method: 'PATCH', path: '/users/:unknown', json: () => ({}), expected: [401, 403, 403, 404] },
  { method: 'DELETE', path: '/users/:other', expected: [401, 403, 403, 204] },
  { method: 'DELETE', path: '/users/:unknown', expected: [401, 403, 403, 404] },
  { method: 'GET', path: '/roles', expected: [401, 403, 200, 200] },
];

const CASES = ROUTES.flatMap(({ expected, ...route }) =>
  CALLERS.map((caller, i) => ({ ...route, caller, expected: expected[i]! })),
);

describe('who may do what with users', () => {
  let app: TestApp;
  const people = new Map<Caller, SignedIn>();

  beforeAll(async () => {
    app = await TestApp.start();
    people.set('user', await app.newcomer());
    people.set('moderator', await holderOfRole(app, 'moderator'));
    people.set('admin', await holderOfRole(app, 'admin'));
  });
  afterAll(() => app.stop());

  const rowOf = async (id: string) =>
    (
      await app.sql(
        'SELECT u.*, ARRAY(SELECT role_name FROM user_roles WHERE user_id = id) FROM users u WHERE id = $1',
        [id],
      )
    )[0];

  it.each(CASES)('$method $path for $caller: $expected', async ({ method, path, json, caller, expected }) => {
    const other = await app.register();
    const before = await rowOf(other.id);
    const person = people.get(caller);
    const target = path
      .replace(':self', person?.id ?? other.id)
      .replace(':other', other.id)
      .replace(':unknown', uuidv7());

    const { status, body, headers } = await app.call(method, target, { token: person?.access_token, json: json?.() });
    expect(status).toBe(expected);
    if (expected === 401) {
      expect(body.code).toBe('missing_access_token');
      expect(headers.get('www-authenticate')).toBe('Bearer realm="gatehouse"');
    }
    if (expected === 403) {
      expect(body.code).toBe('insufficient_permission');
      expect(headers.get('www-authenticate')).toMatch(
        /^Bearer realm="gatehouse", error="insufficient_scope", scope="\w+:\w+"$/,
      );
    }
    if (expected >= 400) expect(await rowOf(other.id)).toEqual(before);
  });

  it('takes the own id in upper case for the own', async () => {
    const { id, access_token } = people.get('user')!;
    const { status, body } = await app.get(`/users/${id.toUpperCase()}`, access_token);
    expect([status, body.id]).toEqual([200, id]);
  });

  it.each(['1', 'you', "' OR 1=1 --", '%00', '..'])('has no user called %j', async (id) => {
    const { status } = await app.get(`/users/${encodeURIComponent(id)}`, people.get('admin')!.access_token);
    expect([400, 404, 422]).toContain(status);
  });
});

describe('GET /roles', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('lists what comes with the service', async () => {
    const { access_token } = await app.admin();
    const { body } = await app.get('/roles', access_token);
    expect(body).toEqual([
      {
        name: 'admin',
        description: expect.any(String),
        permissions: [
          'users:read',
          'users:write',
          'users:delete',
          'roles:read',
          'roles:write',
          'roles:assign',
          'audit:read',
          'clients:read',
          'clients:write',
        ],
        built_in: true,
      },
      { name: 'guest', description: expect.any(String), permissions: [], built_in: true },
      { name: 'moderator', description: expect.any(String), permissions: ['users:read', 'roles:read'], built_in: true },
      { name: 'user', description: expect.any(String), permissions: [], built_in: true },
    ]);
  });
});

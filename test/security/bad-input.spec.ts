import { inspect } from 'node:util';
import { PASSWORD, TestApp, uniqueName } from '../support/app.js';
import { type BodyRoute, bodyRoutesOf } from './bodies.js';
import { expectProblem, pointersOf } from './problems.js';

const NO_TEXT: unknown[] = [
  {},
  { a: 1 },
  { $ne: null },
  { toString: 'x' },
  { length: 3 },
  [],
  ['ada'],
  [[]],
  0,
  -1,
  1e308,
  true,
];
const NO_STORABLE_TEXT = ['a\0b', '\0', 'x\ud800', '\udfffx'];
const TOO_LONG = 'x'.repeat(60_000);
const NO_FLAG: unknown[] = ['true', '', 1, 0, null, [], [true], {}];
const NO_LIST: unknown[] = ['admin', '', 1, true, {}, [1], [null], [['user']], [{}], ['user', 'user'], ['a\0b']];

/** Columns and rights that no body may set, unless its own schema says so. */
const PRIVILEGED = `
  role roles permissions scope is_active is_verified is_admin is_superuser email_verified
  id user_id password_hash token_epoch created_at last_login_at isActive passwordHash
`
  .trim()
  .split(/\s+/);

describe('Input that is not what a route reads', () => {
  let app: TestApp;
  let token: string;
  let routes: BodyRoute[];

  beforeAll(async () => {
    app = await TestApp.start();
    routes = await bodyRoutesOf(app);
    // Somebody who may do everything, and whose account nothing else depends on.
    const { id, ...person } = await app.register();
    await app.sql(`INSERT INTO user_roles (user_id, role_name) VALUES ($1, 'admin')`, [id]);
    token = (await app.signIn(person)).access_token;
  });
  afterAll(() => app.stop());

  const send = ({ method, path }: BodyRoute, json: unknown) => app.call(method, path, { json, token });

  async function expectNamed(route: BodyRoute, name: string, value: unknown): Promise<void> {
    const answer = await send(route, { ...route.example, [name]: value });
    const what = `${route.method} ${route.path} ${name}=${inspect(value).slice(0, 50)}: ${answer.text}`;
    expect(answer.status, what).toBe(422);
    expectProblem(answer, 422);
    const named = pointersOf(answer).filter((pointer) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
    expect(named, what).not.toEqual([]);
  }

  async function expectAllNamed(type: string, values: readonly unknown[]): Promise<void> {
    let tried = 0;
    for (const route of routes) {
      for (const [name, schema] of Object.entries(route.properties)) {
        if (schema.type !== type) continue;
        for (const value of values) {
          await expectNamed(route, name, value);
          tried += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(0);
  }

  it('is named where text is wanted and something else comes', () => expectAllNamed('string', NO_TEXT));
  it('is named where text cannot be stored', () => expectAllNamed('string', NO_STORABLE_TEXT));
  it('is named where text is too long', () => expectAllNamed('string', [TOO_LONG]));
  it('is named where a flag is wanted', () => expectAllNamed('boolean', NO_FLAG));
  it('is named where a list is wanted', () => expectAllNamed('array', NO_LIST));

  it('is named where something is missing or null', async () => {
    for (const route of routes) {
      for (const name of route.required) {
        await expectNamed(route, name, null);
        await expectNamed(route, name, undefined);
      }
    }
  });

  it('is named where nobody asked for it', async () => {
    for (const route of routes) {
      for (const name of PRIVILEGED.filter((each) => !(each in route.properties))) {
        const answer = await send(route, { ...route.example, [name]: true });
        expectProblem(answer, 422, 'invalid_input');
        expect(answer.body.errors).toContainEqual(
          expect.objectContaining({ pointer: `/${name}`, code: 'unknown_property' }),
        );
      }
    }
  });

  it('is named by RFC 6901 even where its name has a slash or a tilde', async () => {
    const answer = await app.post('/auth/register', { 'a/b~c': 1 });
    expect(pointersOf(answer)).toContain('/a~1b~0c');
    const bad = await app.post('/auth/register', { 'a/b~c': '\0' });
    expect(pointersOf(bad)).toEqual(['/a~1b~0c']);
  });

  it('is not answered by more than was sent', async () => {
    const names = Array.from({ length: 5_000 }, (_, i) => [`k${i}`, 1]);
    const answer = await app.post('/auth/register', Object.fromEntries(names));
    expectProblem(answer, 422);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it('makes nobody an administrator at registration', async () => {
    for (const [name, value] of [
      ['role', 'admin'],
      ['roles', ['admin']],
      ['is_verified', true],
      ['token_epoch', 99],
      ['password_hash', 'x'],
      ['id', '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21'],
    ] as const) {
      const username = uniqueName();
      const body = { username, email: `${username}@example.org`, password: PASSWORD, [name]: value };
      expectProblem(await app.post('/auth/register', body), 422);
      expect(await app.sql('SELECT FROM users WHERE username = $1', [username])).toEqual([]);
    }
  });

  it('changes nothing of oneself that is not one’s to change', async () => {
    const me = await app.newcomer();
    const before = (await app.get('/users/me', me.access_token)).body;
    for (const [name, value] of [
      ['is_active', false],
      ['is_verified', true],
      ['roles', ['admin']],
      ['email', 'other@example.org'],
      ['password', PASSWORD],
    ] as const) {
      for (const method of ['PATCH', 'PUT']) {
        const json = { full_name: 'Changed', [name]: value };
        expectProblem(await app.call(method, '/users/me', { json, token: me.access_token }), 422);
      }
    }
    expect((await app.get('/users/me', me.access_token)).body).toEqual(before);
  });

  it('takes an object or a list for no credentials', async () => {
    const me = await app.register();
    for (const username of [{ $gt: '' }, [me.username], { username: me.username }, true]) {
      expectProblem(await app.post('/auth/login', { username, password: me.password }), 422);
    }
    for (const password of [{ $ne: 'x' }, [me.password], true, null]) {
      expectProblem(await app.post('/auth/login', { username: me.username, password }), 422);
    }
  });

  it.each([129, 1_024, 1_025, 5_000, 60_000])('is refused quickly as a password of %i letters', async (length) => {
    const { username } = await app.register();
    const password = 'ä'.repeat(length).slice(0, length);
    const begin = performance.now();
    const login = await app.post('/auth/login', { username, password });
    const name = uniqueName();
    const register = await app.post('/auth/register', { username: name, email: `${name}@example.org`, password });
    expect(performance.now() - begin).toBeLessThan(1_500);
    expect([401, 422, 413]).toContain(login.status);
    expect([422, 413]).toContain(register.status);
    expectProblem(login);
    expectProblem(register);
  });
});

import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import { type Store, STORES } from './stores.js';

for (const { name, isHere, start } of STORES) {
  describe.runIf(isHere)(`the limit of sign-in attempts of one address, in ${name}`, () => {
    let store: Store;
    let app: TestApp;

    beforeAll(async () => {
      store = await start();
      app = await TestApp.start({ RATE_LIMITS: 'on', LOGIN_ADDRESS_RATE_LIMIT: '7', ...store.env });
      await store.ready();
    });
    afterAll(async () => {
      await app.stop();
      await store.stop();
    });

    it('holds for all accounts and all doors together', async () => {
      const person = await app.register();
      const { refresh_token } = await app.signIn(person);
      const wrong = () => ({ username: uniqueName(), password: 'not the password' });
      for (let i = 0; i < 2; i++) {
        expect((await app.post('/auth/login', wrong())).status).toBe(401);
        expect((await app.call('POST', '/auth/login/form', { form: wrong() })).status).toBe(401);
        const form = { grant_type: 'password', ...wrong() };
        expect((await app.call('POST', '/auth/token', { form })).status).toBe(400);
      }

      const { username, password } = person;
      const refused = await app.post('/auth/login', { username, password });
      expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
      expect(refused.headers.get('ratelimit-policy')).toBe('"login_address";q=7;w=60');
      expect(refused.headers.get('ratelimit')).toMatch(/^"login_address";r=0;t=\d+$/);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
      expect((await app.call('POST', '/auth/login/form', { form: { username, password } })).status).toBe(429);
      const form = { grant_type: 'password', username, password };
      expect((await app.call('POST', '/auth/token', { form })).status).toBe(429);

      // Whoever is refused does not fill the table with invented names.
      const before = await store.counters(app);
      for (let i = 0; i < 5; i++) await app.post('/auth/login', wrong());
      expect(await store.counters(app)).toBe(before);

      expect((await app.post('/auth/refresh', { refresh_token })).status).toBe(200);
      await store.endBlocks(app);
      expect((await app.post('/auth/login', { username, password })).status).toBe(200);
    });
  });

  describe.runIf(isHere)(`the limit of registrations, in ${name}`, () => {
    let store: Store;
    let app: TestApp;

    beforeAll(async () => {
      store = await start();
      app = await TestApp.start({ RATE_LIMITS: 'on', REGISTER_RATE_LIMIT: '3', ...store.env });
      await store.ready();
    });
    afterAll(async () => {
      await app.stop();
      await store.stop();
    });

    it('counts by address, whatever name is asked for', async () => {
      const register = (username: string) =>
        app.post('/auth/register', { username, email: `${username}@example.org`, password: PASSWORD });
      for (let i = 0; i < 3; i++) expect((await register(uniqueName())).status).toBe(201);
      const username = uniqueName();
      const { status, body, headers } = await register(username);
      expect([status, body.code]).toEqual([429, 'too_many_requests']);
      expect(headers.get('ratelimit-policy')).toBe('"register";q=3;w=60');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await app.sql('SELECT id FROM users WHERE username = $1', [username])).toEqual([]);
    });
  });

  describe.runIf(isHere)(`the limit of refreshes, in ${name}`, () => {
    let store: Store;
    let app: TestApp;

    beforeAll(async () => {
      store = await start();
      app = await TestApp.start({ RATE_LIMITS: 'on', REFRESH_RATE_LIMIT: '4', ...store.env });
      await store.ready();
    });
    afterAll(async () => {
      await app.stop();
      await store.stop();
    });

    it('follows the session through its tokens, and both doors', async () => {
      const person = await app.newcomer();
      let { refresh_token } = person;
      for (let i = 0; i < 4; i++) {
        const answer =
          i % 2
            ? await app.post('/auth/refresh', { refresh_token })
            : await app.call('POST', '/auth/token', { form: { grant_type: 'refresh_token', refresh_token } });
        expect(answer.status).toBe(200);
        ({ refresh_token } = answer.body);
      }
      const refused = await app.post('/auth/refresh', { refresh_token });
      expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
      expect((await app.post('/auth/login', { username: person.username, password: PASSWORD })).status).toBe(200);

      await store.endBlocks(app);
      expect((await app.post('/auth/refresh', { refresh_token })).status).toBe(200);
    });
  });
}

describe('limits behind a trusted proxy', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.1/32' });
  });
  afterAll(() => app.stop());

  const login = (username: string, forwardedFor: string, password = 'not the password') =>
    app.call('POST', '/auth/login', { json: { username, password }, headers: { 'x-forwarded-for': forwardedFor } });

  it('count by the address that the proxy says', async () => {
    const { username } = await app.register();
    for (let i = 0; i < 5; i++) expect((await login(username, '203.0.113.1')).status).toBe(401);
    expect((await login(username, '203.0.113.1', PASSWORD)).status).toBe(429);
    expect((await login(username, '203.0.113.2', PASSWORD)).status).toBe(200);
  });

  it('do not believe what the client wrote before it', async () => {
    const { username } = await app.register();
    for (let i = 0; i < 5; i++) expect((await login(username, `198.51.100.${i}, 203.0.113.3`)).status).toBe(401);
    expect((await login(username, '198.51.100.9, 203.0.113.3', PASSWORD)).status).toBe(429);
  });

  it('show that address among the sessions', async () => {
    const { username } = await app.register();
    const { body } = await login(username, '203.0.113.4', PASSWORD);
    expect((await app.get('/auth/sessions', body.access_token)).body[0].ip).toBe('203.0.113.4');
  });

  it.each(['a', '', ',', 'unknown', '::', "' OR 1=1"])('are not unhinged by X-Forwarded-For: %j', async (address) => {
    const { username } = await app.register();
    for (let i = 0; i < 5; i++) expect((await login(username, address)).status).toBe(401);
    expect((await login(username, address, PASSWORD)).status).toBe(429);
  });
});

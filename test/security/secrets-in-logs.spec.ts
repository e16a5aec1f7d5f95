import { TestApp, uniqueName } from '../support/app.js';
import { basic, registerClient } from '../support/clients.js';
import { partsOf } from './forge.js';

describe('The log', () => {
  let app: TestApp;
  let lines = '';

  beforeAll(async () => {
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      lines += chunk.toString();
      return true;
    });
    app = await TestApp.start({ LOG_LEVEL: 'debug' });
  });
  afterAll(async () => {
    await app.stop();
    vi.restoreAllMocks();
  });

  const entries = () =>
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('holds no secret, whatever goes well or wrong', async () => {
    const canary = `canary-${uniqueName()}`;
    const username = uniqueName();
    const password = `${canary} quiet lanterns drift`;
    const form = { username, password };
    await app.post('/auth/register', { username, email: `${username}@example.org`, password: 'short' });
    await app.register({ username, password });
    await app.post('/auth/register', { username, email: `${username}@example.org`, password });
    const first = await app.signIn(form);
    await app.call('POST', '/auth/login/form', { form });
    await app.call('POST', '/auth/token', { form: { grant_type: 'password', ...form, client_secret: canary } });
    await app.post('/auth/login', { username, password: `${password}!` });
    await app.post('/auth/login', { username: `${canary} typed into the wrong field`, password });
    await app.post('/auth/login', { username, password: [password] });
    await app.call('POST', '/auth/login', { raw: `{"password":"${password}`, headers: JSON_TYPE });
    await app.call('POST', '/auth/login', { raw: password, headers: { 'content-type': canary } });
    const second = (await app.post('/auth/refresh', { refresh_token: first.refresh_token })).body;
    const third = (await app.post('/auth/refresh', { refresh_token: second.refresh_token })).body;
    await app.post('/auth/refresh', { refresh_token: first.refresh_token });
    await app.get(`/auth/me?access_token=${canary}&token=${canary}`, third.access_token);
    await app.get('/auth/me', `${third.access_token}x`);
    await app.get(`//nothing?password=${canary}`);
    await app.get('/auth/me', undefined, { cookie: `session=${canary}`, authorization: `Basic ${canary}` });
    await app.post(`/auth/logout?token=${canary}`, undefined, third.access_token);

    expect(lines).toContain('refresh_token.reused');
    const secrets = [canary, password];
    for (const { access_token, refresh_token } of [first, second, third]) {
      secrets.push(partsOf(access_token)[2], refresh_token, refresh_token.slice(4, 60));
    }
    for (const secret of secrets) expect(lines).not.toContain(secret);
    expect(lines).not.toMatch(/\$argon2|BEGIN (EC )?PRIVATE KEY|eyJ[\w-]{20,}|ghr_/);
  });

  it('holds nothing that a client authenticates with', async () => {
    const client = await registerClient(app);
    const { access_token: admin } = await app.admin();
    const canary = `canary-${uniqueName()}`;
    const form = { grant_type: 'client_credentials', token: canary };
    const ask = async (more: Record<string, string>, headers?: Record<string, string>) => {
      for (const path of ['/auth/token', '/auth/introspect', '/auth/revoke']) {
        await app.call('POST', path, { form: { ...form, ...more }, headers });
      }
    };
    await ask({}, basic(client.id, client.secret));
    await ask({}, basic(client.id, canary));
    await ask({}, basic(canary, client.secret));
    await ask({ client_id: client.id, client_secret: client.secret });
    await ask({ client_id: canary, client_secret: canary });
    await ask({ client_assertion_type: canary, client_assertion: canary });
    await ask({ client_secret: canary }, basic(client.id, client.secret));
    const events = await app.get('/audit/events?limit=100', admin);
    expect(events.text).toContain('client.authentication_failed');
    for (const said of [lines, events.text]) {
      for (const secret of [canary, client.secret, client.secret.slice(4)]) expect(said).not.toContain(secret);
    }
    expect(lines).not.toMatch(/Basic [\w+/]{20}/);
  });

  it('has one JSON object on each line, with the request id on those of a request', async () => {
    const id = uniqueName();
    await app.call('POST', '/auth/login', { json: { username: 'a', password: 'b' }, headers: { 'x-request-id': id } });
    const mine = entries().filter(({ request_id }) => request_id === id);
    expect(mine).toContainEqual(
      expect.objectContaining({ message: 'request', path: '/api/v1/auth/login', status: 401 }),
    );
    expect(mine.some((entry) => JSON.stringify(entry).includes('sign_in.failed'))).toBe(true);
  });

  it('cannot be given a line of somebody else’s making', async () => {
    const before = entries().length;
    const forged = 'x\n{"level":"info","message":"forged"}\r\n';
    await app.post('/auth/login', { username: forged, password: 'x' });
    await app.call('POST', `/auth/login?${encodeURIComponent(forged)}`, { headers: { 'user-agent': 'a\tb' } });
    await app.get(`//nothing/${encodeURIComponent(forged)}`);
    expect(entries().length).toBeGreaterThan(before);
    expect(entries().some(({ message }) => message === 'forged')).toBe(false);
  });

  const JSON_TYPE = { 'content-type': 'application/json' };
});

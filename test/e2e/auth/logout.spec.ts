import { TestApp } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';

describe('POST /auth/logout', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const logout = (token?: string) => app.post('/auth/logout', undefined, token);
  const refresh = (refresh_token: string) => app.post('/auth/refresh', { refresh_token });

  async function expectDead(tokens: { access_token: string; refresh_token: string }): Promise<void> {
    const me = await app.get('/auth/me', tokens.access_token);
    expect(me.status).toBe(401);
    expect(me.body.code).toBe('invalid_access_token');
    expect(me.headers.get('www-authenticate')).toMatch(/^Bearer realm="gatehouse", error="invalid_token"/);
    const refreshed = await refresh(tokens.refresh_token);
    expect(refreshed.status).toBe(401);
    expect(refreshed.body.code).toBe('invalid_refresh_token');
  }

  it('kills both tokens at once', async () => {
    const person = await app.newcomer();
    const { status, body } = await logout(person.access_token);
    expect(status).toBe(200);
    expect(body).toEqual({ message: expect.any(String) });
    await expectDead(person);
  });

  it('takes a request that names the type of a body it does not have', async () => {
    const { access_token } = await app.newcomer();
    const headers = { 'content-type': 'application/json' };
    expect((await app.call('POST', '/auth/logout', { token: access_token, headers })).status).toBe(200);
  });

  it('kills every pair that the session has had', async () => {
    const first = await app.newcomer();
    const { body: second } = await refresh(first.refresh_token);
    const { body: third } = await refresh(second.refresh_token);
    expect((await logout(second.access_token)).status).toBe(200);
    for (const pair of [first, second, third]) await expectDead(pair);
  });

  it('leaves the other sessions of the user alone', async () => {
    const first = await app.newcomer();
    const second = await app.signIn(first);
    await logout(first.access_token);
    expect((await app.get('/auth/me', second.access_token)).status).toBe(200);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it('does nothing a second time', async () => {
    const { access_token } = await app.newcomer();
    await logout(access_token);
    const again = await logout(access_token);
    expect(again.status).toBe(401);
    expect(again.body.code).toBe('invalid_access_token');
  });

  it('leaves nothing alive that was refreshed at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const person = await app.newcomer();
      const [, refreshed] = await Promise.all([logout(person.access_token), refresh(person.refresh_token)]);
      await expectDead(person);
      if (refreshed.status === 200) await expectDead(refreshed.body);
    }
  });

  it('writes the session, and no token, into the blacklist', async () => {
    const person = await app.newcomer();
    await logout(person.access_token);
    const entries = await app.sql('SELECT * FROM token_blacklist WHERE user_id = $1', [person.id]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      jti: claimsOf(person.access_token).sid,
      token_type: 'session',
      reason: 'logout',
    });
    const { expires_at } = entries[0] as { expires_at: Date };
    expect(expires_at.getTime() / 1000).toBeGreaterThanOrEqual(claimsOf(person.access_token).exp);
  });

  it('needs an access token', async () => {
    const { status, body, headers } = await logout();
    expect(status).toBe(401);
    expect(body.code).toBe('missing_access_token');
    expect(headers.get('www-authenticate')).toBe('Bearer realm="gatehouse"');
  });

  it('holds after a restart', async () => {
    const person = await app.newcomer();
    const other = await app.newcomer();
    await logout(person.access_token);
    app = await app.restart();
    await expectDead(person);
    expect((await app.get('/auth/me', other.access_token)).status).toBe(200);
    expect((await refresh(other.refresh_token)).status).toBe(200);
  });
});

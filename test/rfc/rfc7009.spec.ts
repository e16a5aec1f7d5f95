import { type Person, TestApp, type Tokens } from '../support/app.js';
import { basic, expectOAuthError, registerClient, type RegisteredClient } from '../support/clients.js';

describe('RFC 7009, token revocation', () => {
  let app: TestApp;
  let client: RegisteredClient;
  let person: Person & Tokens;

  beforeAll(async () => {
    app = await TestApp.start();
    client = await registerClient(app);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    person = await app.newcomer();
  });

  const revoke = (form: Record<string, string> | [string, string][], headers?: Record<string, string>) =>
    app.call('POST', '/auth/revoke', { form, headers });
  const me = async (token = person.access_token) => (await app.get('/auth/me', token)).status;
  const refresh = async (refresh_token: string) => (await app.post('/auth/refresh', { refresh_token })).status;
  const ownToken = async () => {
    const headers = basic(client.id, client.secret);
    const answer = await app.call('POST', '/auth/token', { form: { grant_type: 'client_credentials' }, headers });
    return answer.body.access_token as string;
  };
  const isActive = async (token: string) =>
    (await app.call('POST', '/auth/introspect', { form: { token }, headers: basic(client.id, client.secret) })).body
      .active as boolean;

  describe('§2.1 request', () => {
    it('a refresh token ends its session: the access tokens SHOULD be dead, too', async () => {
      const { status, text, headers } = await revoke({ token: person.refresh_token });
      expect([status, text]).toEqual([200, '']);
      expect(headers.get('cache-control')).toBe('no-store');
      expect([await refresh(person.refresh_token), await me()]).toEqual([401, 401]);
    });

    it('a refresh token that was rotated since does so as well', async () => {
      const { body } = await app.post('/auth/refresh', { refresh_token: person.refresh_token });
      expect((await revoke({ token: person.refresh_token })).status).toBe(200);
      expect([await refresh(body.refresh_token), await me(body.access_token)]).toEqual([401, 401]);
    });

    it('an access token takes only itself along', async () => {
      expect((await revoke({ token: person.access_token })).status).toBe(200);
      expect([await me(), await refresh(person.refresh_token)]).toEqual([401, 200]);
    });

    it('the table says so, too: other instances learn of it', async () => {
      await revoke({ token: person.access_token });
      const [row] = await app.sql(`SELECT token_type, reason FROM token_blacklist WHERE user_id = $1`, [person.id]);
      expect(row).toEqual({ token_type: 'access', reason: 'revoked' });
    });

    it.each(['access_token', 'refresh_token'])('token_type_hint=%s: a wrong hint does no harm', async (hint) => {
      await revoke({ token: person.access_token, token_type_hint: hint });
      await revoke({ token: person.refresh_token, token_type_hint: hint });
      expect([await me(), await refresh(person.refresh_token)]).toEqual([401, 401]);
    });

    it('the client is authenticated first: wrong credentials revoke nothing', async () => {
      expectOAuthError(await revoke({ token: person.refresh_token }, basic(client.id, 'wrong')), 'invalid_client', 401);
      expect(await me()).toBe(200);
    });

    it('a token of another client is refused, and lives on', async () => {
      const headers = basic(client.id, client.secret);
      expectOAuthError(await revoke({ token: person.access_token }, headers), 'unauthorized_client');
      expectOAuthError(await revoke({ token: person.refresh_token }, headers), 'unauthorized_client');
      expect([await me(), await refresh(person.refresh_token)]).toEqual([200, 200]);
      const token = await ownToken();
      expectOAuthError(await revoke({ token }), 'unauthorized_client');
      expect(await isActive(token)).toBe(true);
    });

    it('a client revokes its own token', async () => {
      const token = await ownToken();
      expect((await revoke({ token }, basic(client.id, client.secret))).status).toBe(200);
      expect(await isActive(token)).toBe(false);
    });

    it('token REQUIRED, once', async () => {
      expectOAuthError(await revoke({}), 'invalid_request');
      const twice: [string, string][] = [
        ['token', person.refresh_token],
        ['token', person.refresh_token],
      ];
      expectOAuthError(await revoke(twice), 'invalid_request');
      expect(await me()).toBe(200);
    });
  });

  describe('§2.2 response', () => {
    it.each(['x', 'ghr_x', 'a.b.c'])('an invalid token %j is answered with 200', async (token) => {
      expect((await revoke({ token })).status).toBe(200);
    });

    it('a token that is dead already as well, however often', async () => {
      for (const token of [person.refresh_token, person.access_token]) {
        expect((await revoke({ token })).status).toBe(200);
        expect((await revoke({ token })).status).toBe(200);
      }
    });

    it('20 at once end the session once', async () => {
      const calls = Array.from({ length: 20 }, () => revoke({ token: person.refresh_token }));
      expect((await Promise.all(calls)).every(({ status }) => status === 200)).toBe(true);
      const rows = await app.sql(`SELECT FROM sessions WHERE user_id = $1 AND end_reason = 'revoked'`, [person.id]);
      expect(rows).toHaveLength(1);
    });
  });
});

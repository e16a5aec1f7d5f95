import { claimsOf } from '../support/jwt.js';
import { type Person, TestApp, type Tokens } from '../support/app.js';
import { basic, expectOAuthError, registerClient, type RegisteredClient } from '../support/clients.js';

describe('RFC 7662, token introspection', () => {
  let app: TestApp;
  let client: RegisteredClient;
  let person: Person & Tokens;

  beforeAll(async () => {
    app = await TestApp.start({ ACCESS_TOKEN_AUDIENCES: 'gatehouse,orders' });
    client = await registerClient(app, { audiences: ['orders'] });
    person = await app.newcomer();
  });
  afterAll(() => app.stop());

  const introspect = (form: Record<string, string> | [string, string][], by = client) =>
    app.call('POST', '/auth/introspect', { form, headers: basic(by.id, by.secret) });

  describe('§2 the endpoint', () => {
    it('MUST be protected: without a client nothing is told', async () => {
      const form = { token: person.access_token };
      expectOAuthError(await app.call('POST', '/auth/introspect', { form }), 'invalid_client', 401);
      const wrong = basic(client.id, 'wrong');
      expectOAuthError(await app.call('POST', '/auth/introspect', { form, headers: wrong }), 'invalid_client', 401);
    });

    it('is no business of the first-party application, which has no secret', async () => {
      const form = { token: person.access_token, client_id: 'gatehouse' };
      expectOAuthError(await app.call('POST', '/auth/introspect', { form }), 'invalid_client', 401);
    });

    it('takes the credentials in the body, too', async () => {
      const form = { token: person.access_token, client_id: client.id, client_secret: client.secret };
      expect((await app.call('POST', '/auth/introspect', { form })).body.active).toBe(true);
    });

    it('does not take an access token as credentials', async () => {
      const answer = await app.call('POST', '/auth/introspect', {
        token: person.access_token,
        form: { token: person.access_token },
      });
      expectOAuthError(answer, 'invalid_client', 401);
    });
  });

  describe('§2.1 request', () => {
    it('token REQUIRED', async () => {
      expectOAuthError(await introspect({}), 'invalid_request');
    });

    it.each(['access_token', 'refresh_token', 'whatever'])('token_type_hint=%s: looks further anyway', async (hint) => {
      const answer = await introspect({ token: person.access_token, token_type_hint: hint });
      expect(answer.body.active).toBe(true);
    });

    it('a token that is sent twice is refused', async () => {
      const twice: [string, string][] = [
        ['token', person.access_token],
        ['token', person.access_token],
      ];
      expectOAuthError(await introspect(twice), 'invalid_request');
    });

    it.each(['GET', 'PUT'])('is POST only, not %s', async (method) => {
      expect((await app.call(method, '/auth/introspect')).status).toBe(404);
    });
  });

  describe('§2.2 response', () => {
    it('of an active token says what it says', async () => {
      const { status, headers, body } = await introspect({ token: person.access_token });
      const { epoch: _, ...claims } = claimsOf(person.access_token);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toEqual({ active: true, token_type: 'Bearer', ...claims });
    });

    it.each<[string, () => string | Promise<string>]>([
      ['rubbish', () => 'x'],
      ['a forged one', () => `${person.access_token.slice(0, -6)}AAAAAA`],
      ['a refresh token', () => person.refresh_token],
      [
        'one of a session that has ended',
        async () => {
          const { access_token } = await app.signIn(person);
          await app.post('/auth/logout', undefined, access_token);
          return access_token;
        },
      ],
      [
        'one that a change of rights has killed',
        async () => {
          const { id, access_token } = await app.newcomer();
          const { access_token: admin } = await app.admin();
          await app.patch(`/users/${id}`, { roles: ['moderator'] }, admin);
          return access_token;
        },
      ],
    ])('of %s is {"active": false} and not a word more', async (_, token) => {
      const { status, body } = await introspect({ token: await token() });
      expect([status, body]).toEqual([200, { active: false }]);
    });

    it('tells a client nothing about a token that is meant for others', async () => {
      const stranger = await registerClient(app, { audiences: ['billing'] });
      expect((await introspect({ token: person.access_token }, stranger)).body).toEqual({ active: false });
    });

    it('knows tokens of clients that act for themselves', async () => {
      const form = { grant_type: 'client_credentials', scope: 'orders:read' };
      const { body } = await app.call('POST', '/auth/token', { form, headers: basic(client.id, client.secret) });
      const said = (await introspect({ token: body.access_token })).body;
      expect(said).toMatchObject({ active: true, sub: client.id, client_id: client.id, scope: 'orders:read' });
      expect(said).not.toHaveProperty('sid');
    });
  });

  describe('§2.3 errors', () => {
    it('a deactivated client is no client', async () => {
      const other = await registerClient(app, { audiences: ['orders'] });
      const { access_token: admin } = await app.admin();
      await app.patch(`/clients/${other.id}`, { is_active: false }, admin);
      expectOAuthError(await introspect({ token: person.access_token }, other), 'invalid_client', 401);
    });
  });
});

import { TestApp, type Tokens } from '../support/app.js';

/** The parameters of a challenge, as RFC 9110 §11.6.1 writes them. */
function challengeOf(headers: Headers): { scheme: string; parameters: Record<string, string> } {
  const [, scheme = '', rest = ''] = /^(\S+) (.*)$/.exec(headers.get('www-authenticate') ?? '') ?? [];
  const found = [...rest.matchAll(/(\w+)="([^"\\]*)"(?:, |$)/g)];
  expect(found.map(([text]) => text).join('')).toBe(rest);
  return { scheme, parameters: Object.fromEntries(found.map(([, name, value]) => [name!, value!])) };
}

describe('RFC 6750, bearer token usage', () => {
  let app: TestApp;
  let me: Tokens;

  beforeAll(async () => {
    app = await TestApp.start();
    me = await app.newcomer();
  });
  afterAll(() => app.stop());

  it('§2.1: the header MUST be supported', async () => {
    expect((await app.get('/auth/me', me.access_token)).status).toBe(200);
  });

  it('§2.2: a form field is not supported', async () => {
    const form = { access_token: me.access_token };
    const answer = await app.call('POST', '/auth/logout', { form });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect((await app.get('/auth/me', me.access_token)).status).toBe(200);
  });

  it('§2.3: a query parameter is not supported (RFC 9700 §4.3.2)', async () => {
    expect((await app.get(`/auth/me?access_token=${me.access_token}`)).status).toBe(401);
  });

  describe('§3 WWW-Authenticate', () => {
    it('MUST be there with the scheme Bearer and a realm, and SHOULD NOT name an error when nothing was sent', async () => {
      const { status, headers } = await app.get('/auth/me');
      expect(status).toBe(401);
      expect(challengeOf(headers)).toEqual({ scheme: 'Bearer', parameters: { realm: 'gatehouse' } });
    });

    it('MUST NOT have characters outside of those allowed in its values', async () => {
      for (const token of [me.access_token, 'x', '']) {
        const { headers } = await app.get('/users', token);
        for (const value of Object.values(challengeOf(headers).parameters)) {
          expect(value).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
        }
      }
    });
  });

  describe('§3.1 error codes', () => {
    it('invalid_token with 401', async () => {
      const { status, headers } = await app.get('/auth/me', `${me.access_token}x`);
      expect(status).toBe(401);
      expect(challengeOf(headers).parameters).toMatchObject({ realm: 'gatehouse', error: 'invalid_token' });
    });

    it('invalid_token for a revoked one, too', async () => {
      const { access_token } = await app.newcomer();
      await app.post('/auth/logout', undefined, access_token);
      const { status, headers } = await app.get('/auth/me', access_token);
      expect(status).toBe(401);
      expect(challengeOf(headers).parameters.error).toBe('invalid_token');
    });

    it('insufficient_scope with 403 and the scope that is needed', async () => {
      const { status, headers } = await app.get('/users', me.access_token);
      expect(status).toBe(403);
      expect(challengeOf(headers).parameters).toMatchObject({ error: 'insufficient_scope', scope: 'users:read' });
    });
  });

  it('§5.3: tokens are short-lived, an hour or less', () => {
    expect(me.expires_in).toBeLessThanOrEqual(3600);
  });
});

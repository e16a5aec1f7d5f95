import { ADMIN, TestApp } from '../support/app.js';
import { expectProblem } from './problems.js';
import { sendTarget } from './raw-http.js';

const ORIGIN = 'https://auth.example.org';
const PRODUCTION = { NODE_ENV: 'production', PUBLIC_URL: ORIGIN, RATE_LIMITS: 'on', LOGIN_RATE_LIMIT: '10000' };

// Production demands a PostgreSQL; on the embedded database there is nothing to see.
if (process.env['TEST_DATABASE'] === 'postgres') {
  describe('In production, behind a trusted proxy,', () => {
    let app: TestApp;

    beforeAll(async () => {
      app = await TestApp.start({ ...PRODUCTION, TRUSTED_PROXIES: '127.0.0.0/8' });
    });
    afterAll(() => app.stop());

    it('every answer promises https for two years', async () => {
      for (const path of ['//health', '/auth/me', '//nothing', '//%zz']) {
        const { headers } = await app.get(path);
        expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
      }
    });

    it.each(['http', ' http ', 'https, http'])('who came to a trusted proxy by %j is sent to https', async (proto) => {
      for (const method of ['GET', 'POST']) {
        const headers = { 'x-forwarded-proto': proto, 'x-forwarded-host': 'evil.test' };
        const answer = await app.call(method, '/auth/login?next=1', { headers });
        expect(answer.status).toBe(308);
        expect(answer.headers.get('location')).toBe(`${ORIGIN}/api/v1/auth/login?next=1`);
        expect(answer.headers.get('strict-transport-security')).toContain('max-age');
      }
    });

    it.each(['//evil.test/x', '/\\evil.test', '/%2f%2fevil.test', 'http://evil.test/x', 'x://evil.test/x'])(
      'nobody is sent elsewhere by %s',
      async (target) => {
        const answer = await sendTarget(app.origin, 'GET', target, { 'X-Forwarded-Proto': 'http' });
        expect(answer.status).toBe(308);
        expect(new URL(answer.headers.get('location')!).origin).toBe(ORIGIN);
      },
    );

    it('who came by https, or to ourselves, is served', async () => {
      expect((await app.get('//health', undefined, { 'x-forwarded-proto': 'https' })).status).toBe(200);
      expect((await app.get('//health')).status).toBe(200);
    });

    it('the address of a sign-in is the one that the proxy names', async () => {
      expect(await addressOfSignIn(app)).toBe('203.0.113.9');
    });

    it.each(['/docs', '/redoc', '/openapi.json', '/metrics', '/.git/config', '/.env', '/docs/init.js'])(
      'there is nothing at %s',
      async (path) => {
        expectProblem(await app.get(`/${path}`), 404, 'not_found');
      },
    );

    it('a password is no grant (RFC 9700 §2.4)', async () => {
      const form = { grant_type: 'password', username: ADMIN.username, password: ADMIN.password };
      const answer = await app.call('POST', '/auth/token', { form });
      expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    });
  });

  // Not at the same time as the other: Passport keeps its strategies once for the whole process.
  describe('In production, where the one who asks is no trusted proxy,', () => {
    let app: TestApp;

    beforeAll(async () => {
      app = await TestApp.start({ ...PRODUCTION, TRUSTED_PROXIES: '10.0.0.0/8' });
    });
    afterAll(() => app.stop());

    it.each(['http', 'https'])('a claim of %s is not believed', async (proto) => {
      const headers = { 'x-forwarded-proto': proto, 'x-forwarded-for': '10.0.0.1' };
      expect((await app.get('//health', undefined, headers)).status).toBe(200);
      expectProblem(await app.get('/auth/me', undefined, headers), 401);
    });

    it('the address of a sign-in is that of the connection', async () => {
      expect(await addressOfSignIn(app)).toBe('127.0.0.1');
    });
  });
} else {
  it('production does not start on the embedded database', async () => {
    await expect(TestApp.start({ ...PRODUCTION, SECRET_KEY: 'x'.repeat(40) })).rejects.toThrow('DATABASE_URL');
  });
}

async function addressOfSignIn(app: TestApp): Promise<string> {
  const login = await app.call('POST', '/auth/login', {
    json: { username: ADMIN.username, password: ADMIN.password },
    headers: { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
  });
  expect(login.status, login.text).toBe(200);
  const [session] = (await app.get('/auth/sessions', login.body.access_token)).body;
  return session.ip;
}

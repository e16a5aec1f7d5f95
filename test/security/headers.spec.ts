import { TestApp } from '../support/app.js';
import type { Answer } from '../support/http.js';
import { sendTarget } from './raw-http.js';

const ALLOWED = 'https://app.example.org';

/** ASVS 3.4, on whatever answer. */
function expectSecurityHeaders({ headers }: Answer<unknown>): void {
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'content-security-policy': expect.stringMatching(/default-src '(none|self)'.*frame-ancestors 'none'/),
    'x-request-id': expect.stringMatching(/^[A-Za-z0-9._-]{8,128}$/),
  });
  for (const telltale of ['server', 'x-powered-by', 'via', 'x-response-time']) expect(headers.get(telltale)).toBeNull();
}

describe('The headers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ ALLOWED_ORIGINS: `${ALLOWED},http://localhost:5173` });
  });
  afterAll(() => app.stop());

  it.each<[string, number, () => Promise<Answer<unknown>>]>([
    ['an answer', 200, () => app.get('//health')],
    ['a document', 200, () => app.get('//.well-known/jwks.json')],
    ['a page', 200, () => app.call('GET', '//docs')],
    ['a preflight', 204, () => preflight(ALLOWED)],
    ['the preflight of a stranger', 204, () => preflight('https://evil.test')],
    ['a refused address', 400, () => app.get('//%zz')],
    ['a refused body', 400, () => app.call('POST', '/auth/login', { raw: '{', headers: JSON_TYPE })],
    ['a missing token', 401, () => app.get('/auth/me')],
    ['a bad token', 401, () => app.get('/auth/me', 'x')],
    ['nothing there', 404, () => app.get('//nothing')],
    ['too large a body', 413, () => app.call('POST', '/auth/login', { raw: 'x'.repeat(99_999), headers: JSON_TYPE })],
    ['a body of another type', 415, () => app.call('POST', '/auth/login', { raw: 'x', headers: XML_TYPE })],
    ['bad input', 422, () => app.post('/auth/login', {})],
    ['an OAuth error', 400, () => app.call('POST', '/auth/token', { form: {} })],
  ])('that protect browsers are on %s (%i)', async (_name, status, request) => {
    const answer = await request();
    expect(answer.status).toBe(status);
    expectSecurityHeaders(answer);
  });

  it('forbid every cache to keep what holds a token or a refusal', async () => {
    const person = await app.register();
    const { username, password } = person;
    const login = await app.post('/auth/login', { username, password });
    const answers = [
      login,
      await app.call('POST', '/auth/login/form', { form: { username, password } }),
      await app.call('POST', '/auth/token', { form: { grant_type: 'password', username, password } }),
      await app.post('/auth/refresh', { refresh_token: login.body.refresh_token }),
      await app.post('/auth/login', { username, password: 'wrong' }),
      await app.post('/auth/refresh', { refresh_token: 'wrong' }),
      await app.call('POST', '/auth/token', { form: {} }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 401, 401, 400]);
    for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store');
  });

  describe('name the request', () => {
    it.each(['abcdefgh', 'A.b-c_9.00000000', '0'.repeat(128)])('by the id that was sent: %s', async (id) => {
      const { headers, body } = await app.get('/auth/me', undefined, { 'x-request-id': id });
      expect(headers.get('x-request-id')).toBe(id);
      expect(body.instance).toBe(id);
    });

    it.each([
      '',
      'short',
      '0'.repeat(129),
      'a b c d e f',
      '<script>x</script>',
      'a"b"c"d"e',
      '{"a":"bcdefg"}',
      'äöüäöüäöü',
    ])('by one of ours where %j was sent', async (id) => {
      const { headers, body } = await app.get('/auth/me', undefined, { 'x-request-id': id });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}$/);
      expect(body.instance).toBe(headers.get('x-request-id'));
    });
  });

  it('of an answer never repeat what was asked', async () => {
    const answer = await sendTarget(app.origin, 'GET', '/nothing?x=%0d%0aSet-Cookie:a=b', { 'X-Request-Id': 'canary' });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.text).not.toContain('canary');
  });

  it('promise no https where there is none', async () => {
    expect((await app.get('//health')).headers.get('strict-transport-security')).toBeNull();
  });

  const JSON_TYPE = { 'content-type': 'application/json' };
  const XML_TYPE = { 'content-type': 'application/xml' };
  const preflight = (origin: string) =>
    app.call('OPTIONS', '/auth/me', {
      headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    });
});

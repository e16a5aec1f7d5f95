import { TestApp } from '../support/app.js';
import type { Answer } from '../support/http.js';
import { sendRaw } from './raw-http.js';

const ALLOWED = 'https://app.example.org';
const EVIL = 'https://evil.test';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('CORS', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({
      ALLOWED_ORIGINS: `${ALLOWED},http://localhost:5173`,
      RATE_LIMITS: 'on',
      MAILED_TOKEN_RATE_LIMIT: '1',
    });
  });
  afterAll(() => app.stop());

  const preflight = (origin: string, headers = 'authorization', path = '/auth/me') =>
    app.call('OPTIONS', path, {
      headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': headers },
    });

  /** What decides whether the page may read the answer. */
  function expectReadable({ headers }: Answer<unknown>, origin = ALLOWED): void {
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('vary')?.split(', ')).toContain('Origin');
  }
  function expectHidden({ headers }: Answer<unknown>): void {
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('vary')).toContain('Origin');
  }

  it.each([
    'null',
    EVIL,
    'https://app.example.org.evil.test',
    'https://evilapp.example.org',
    'https://evil.app.example.org',
    'https://example.org',
    'http://app.example.org',
    'https://app.example.org:8443',
    'https://app.example.org:443',
    'https://app.example.org/',
    'https://app.example.org.',
    'https://APP.example.org',
    'https://app.example.org@evil.test',
    'https://evil.test@app.example.org',
    'https://app.example.org, https://evil.test',
    'https://appxexample.org',
    'https://xn--pp-hia.example.org',
    'http://localhost',
    'http://localhost:5174',
    'http://localhost:51731',
    'file://',
    '*',
  ])('lets nobody in from %s', async (origin) => {
    for (const answer of [await preflight(origin), await app.get('/auth/me', undefined, { origin })]) {
      expectHidden(answer);
    }
  });

  it.each([ALLOWED, 'http://localhost:5173'])('lets in %s, with credentials', async (origin) => {
    expectReadable(await app.get('/auth/me', undefined, { origin }), origin);
  });

  it('says the same to all of an answer that no page asked for', async () => {
    const { headers } = await app.get('/auth/me');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('vary')).toContain('Origin');
  });

  describe('lets a page read why it was refused:', () => {
    it.each<[number, string, (origin: string) => Promise<Answer<unknown>>]>([
      [400, 'a body that is no JSON', (o) => post('/auth/login', o, { raw: '{', headers: JSON_TYPE })],
      [400, 'an address that cannot be decoded', (o) => app.get('//%zz', undefined, { origin: o })],
      [400, 'an unknown transport', (o) => post('/auth/refresh', o, { headers: { 'x-token-transport': 'x' } })],
      [400, 'an OAuth error', (o) => post('/auth/token', o, { form: {} })],
      [401, 'no token', (o) => app.get('/auth/me', undefined, { origin: o })],
      [401, 'a bad token', (o) => app.get('/auth/me', 'x', { origin: o })],
      [401, 'a wrong password', (o) => post('/auth/login', o, { json: { username: 'nobody', password: 'nothing' } })],
      [
        403,
        'cookie mode from another site',
        (o) => post('/auth/refresh', o, { headers: { 'x-token-transport': 'cookie', 'sec-fetch-site': 'cross-site' } }),
      ],
      [404, 'nothing there', (o) => app.get('/nothing', undefined, { origin: o })],
      [413, 'too large a body', (o) => post('/auth/login', o, { raw: 'x'.repeat(99_999), headers: JSON_TYPE })],
      [415, 'a body of another type', (o) => post('/auth/login', o, { raw: 'x', headers: { 'content-type': 'a/b' } })],
      [415, 'plain text', (o) => post('/auth/login', o, { raw: 'x', headers: { 'content-type': 'text/plain' } })],
      [422, 'bad input', (o) => post('/auth/login', o, { json: {} })],
      [431, 'too many cookies', (o) => raw(`Origin: ${o}\r\nCookie: ${'a=b; '.repeat(5_000)}\r\n`)],
      [400, 'a header that is none', (o) => raw(`Origin: ${o}\r\nno colon here\r\n`)],
    ])('%i, %s', async (status, _, request) => {
      const answer = await request(ALLOWED);
      expect(answer.status).toBe(status);
      expectReadable(answer);
      const foreign = await request(EVIL);
      expect(foreign.status).toBe(status);
      expectHidden(foreign);
    });

    it('429, and for how long', async () => {
      const tries = await Promise.all([1, 2, 3].map(() => post('/auth/not-me', ALLOWED, { json: { token: 'x' } })));
      const refused = tries.find(({ status }) => status === 429)!;
      expectReadable(refused);
      for (const name of ['retry-after', 'ratelimit', 'ratelimit-policy']) {
        expect(refused.headers.get(name)).not.toBeNull();
        expect(exposedBy(refused)).toContain(name);
      }
    });
  });

  it('names all that clients read of an answer', async () => {
    const exposed = exposedBy(await app.get('/auth/me', undefined, { origin: ALLOWED }));
    for (const name of [
      'content-disposition',
      'date',
      'etag',
      'idempotency-replayed',
      'link',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'server-timing',
      'www-authenticate',
      'x-device-token',
      'x-request-id',
      'x-total-count',
    ])
      expect(exposed).toContain(name);
  });

  it('lets a browser remember a preflight, which says what may be sent', async () => {
    const { status, headers } = await preflight(ALLOWED, 'authorization,x-anything');
    expect(status).toBe(204);
    expect(headers.get('access-control-max-age')).toBe('600');
    expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
    const allowed = headers.get('access-control-allow-headers')!.toLowerCase().split(', ');
    for (const name of [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-none-match',
      'last-event-id',
      'x-challenge-response',
      'x-device-token',
      'x-request-id',
      'x-token-transport',
    ])
      expect(allowed).toContain(name);
    expect(allowed).not.toContain('x-anything');
  });

  it.each(['POST', 'DELETE', 'PATCH'])('answers the preflight of a %s to whatever route alike', async (method) => {
    for (const path of ['/auth/refresh', '/nothing', '/users/1']) {
      const answer = await app.call('OPTIONS', path, {
        headers: { origin: ALLOWED, 'access-control-request-method': method },
      });
      expect(answer.status).toBe(204);
      expectReadable(answer);
    }
  });

  it.each(['//.well-known/jwks.json', '//.well-known/oauth-authorization-server', '/auth/revocations'])(
    'shows %s to every page, without cookies',
    async (path) => {
      for (const origin of [EVIL, ALLOWED, 'null']) {
        const { status, headers } = await app.get(path, undefined, { origin });
        expect(status).toBe(200);
        expect(headers.get('access-control-allow-origin')).toBe('*');
        expect(headers.get('access-control-allow-credentials')).toBeNull();
        expect(headers.get('access-control-expose-headers')).toBe('ETag');
        expect(headers.get('vary') ?? '').not.toContain('Origin');
      }
    },
  );

  it.each(['//reset-password', '//'])('and the language keep %s apart in caches', async (path) => {
    const { headers } = await app.get(path, undefined, { origin: ALLOWED });
    expect(headers.get('vary')).toMatch(/^Origin, Accept/);
  });

  const exposedBy = ({ headers }: Answer<unknown>) =>
    headers.get('access-control-expose-headers')!.toLowerCase().split(', ');
  const raw = (fields: string) => sendRaw(app.origin, `GET / HTTP/1.1\r\nHost: x\r\n${fields}\r\n`);
  const post = (path: string, origin: string, { headers, ...call }: Parameters<TestApp['call']>[2] = {}) =>
    app.call('POST', path, { ...call, headers: { origin, ...headers } });
});

import { type Person, TestApp } from '../support/app.js';
import { Browser, COOKIE_MODE, REFRESH_COOKIE, refreshCookieOf, setCookiesOf } from '../support/browser.js';
import type { Answer, Call, Json } from '../support/http.js';
import { claimsOf } from '../support/jwt.js';
import { expectProblem } from './problems.js';

const PUBLIC_URL = 'https://auth.example.org';
const ALLOWED = 'https://app.example.org';

/** Who is not us, however much it looks like it. */
const STRANGERS = [
  'null',
  'https://evil.test',
  'https://app.example.org.evil.test',
  'https://evilapp.example.org',
  'https://evil.app.example.org',
  'https://example.org',
  'http://app.example.org',
  'http://auth.example.org',
  'https://app.example.org:8443',
  'https://app.example.org:443',
  'https://app.example.org/',
  'https://APP.example.org',
  'https://app.example.org.',
  'https://app.example.org@evil.test',
  'https://evil.test@app.example.org',
  'https://xn--pp-hia.example.org',
  // A Cyrillic а, as bytes.
  Buffer.from('https://\u0430pp.example.org').toString('latin1'),
  'https://app.example.org, https://evil.test',
  'https://evil.test, https://app.example.org',
  'https://auth.example.org.evil.test',
  '*',
  '',
];

/** What is done by a cookie, or leaves one behind. */
const DEEDS: [string, string, string, (person: Person) => Call][] = [
  ['refresh', 'POST', '/auth/refresh', () => ({})],
  ['log out', 'POST', '/auth/logout', () => ({})],
  ['sign them in as somebody else', 'POST', '/auth/login', credentials('json')],
  ['sign them in by a form', 'POST', '/auth/login', credentials('form')],
  ['sign them in by the form of OAuth', 'POST', '/auth/login/form', credentials('form')],
];

describe('A page of another site', () => {
  let app: TestApp;

  beforeAll(async () => {
    // On, to see that they are not touched.
    app = await TestApp.start({
      PUBLIC_URL,
      ALLOWED_ORIGINS: ALLOWED,
      RATE_LIMITS: 'on',
      LOGIN_RATE_LIMIT: '10000',
      LOGIN_ADDRESS_RATE_LIMIT: '100000',
      REGISTER_RATE_LIMIT: '10000',
      REFRESH_RATE_LIMIT: '10000',
    });
    victim = await signedIn();
    thief = await app.register();
  });
  afterAll(() => app.stop());

  let victim: { browser: Browser; access: string; sid: string };
  let thief: Person;

  async function signedIn() {
    const browser = new Browser(app);
    const { body } = await browser.login(await app.register());
    return { browser, access: body.access_token as string, sid: claimsOf(body.access_token).sid as string };
  }

  /** With all the cookies of the victim, as if SameSite were not known to the browser. */
  function attempt(method: string, path: string, { headers, ...call }: Call): Promise<Answer<Json>> {
    const cookie = [...victim.browser.cookies].map((pair) => pair.join('=')).join('; ');
    return app.call(method, path, { ...call, headers: { cookie, ...headers } });
  }

  async function expectNothingDone(answer: Answer<Json>): Promise<void> {
    expect(setCookiesOf(answer).filter(({ name }) => name.includes(REFRESH_COOKIE))).toEqual([]);
    const [session] = await app.sql('SELECT counter, ended_at FROM sessions WHERE id = $1', [victim.sid]);
    expect(session).toEqual({ counter: 0, ended_at: null });
    expect((await app.get('/auth/me', victim.access)).status).toBe(200);
  }

  describe.each(DEEDS)('cannot %s', (_deed, method, path, call) => {
    it.each(STRANGERS)('as %j', async (origin) => {
      const answer = await attempt(method, path, withHeaders(call(thief), { ...COOKIE_MODE, origin }));
      expectProblem(answer, 403, 'origin_not_allowed');
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('ratelimit')).toBeNull();
      expect(setCookiesOf(answer)).toEqual([]);
      await expectNothingDone(answer);
    });

    it('without saying where it comes from', async () => {
      const answer = await attempt(method, path, withHeaders(call(thief), COOKIE_MODE));
      expectProblem(answer, 403, 'origin_not_allowed');
      await expectNothingDone(answer);
    });

    it.each(['cross-site', 'none', '', 'SAME-ORIGIN', 'same-origin, cross-site', 'same-origin ;x'])(
      'where the browser says %j of it, whatever it says itself',
      async (site) => {
        const headers = { ...COOKIE_MODE, origin: ALLOWED, 'sec-fetch-site': site };
        const answer = await attempt(method, path, withHeaders(call(thief), headers));
        expectProblem(answer, 403, 'origin_not_allowed');
        await expectNothingDone(answer);
      },
    );
  });

  it.each([
    ['GET', {}],
    ['POST', {}],
    ['POST', { headers: { 'content-type': 'text/plain' }, raw: '{}' }],
    ['POST', { headers: { 'content-type': 'text/plain;charset=UTF-8' }, raw: '{"refresh_token":""}' }],
    ['POST', { headers: { 'content-type': 'text/plain; application/json' }, raw: '{}' }],
    ['POST', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, raw: 'a=b' }],
    ['POST', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, raw: '--x--' }],
  ] as [string, Call][])('cannot do it by a simple %s request: %j', async (method, call) => {
    for (const path of ['/auth/refresh', '/auth/logout', '/auth/login']) {
      for (const site of ['https://evil.test', ALLOWED]) {
        const answer = await attempt(method, path, withHeaders(call, { origin: site }));
        expectProblem(answer);
        expect([401, 404, 415, 422]).toContain(answer.status);
        await expectNothingDone(answer);
      }
    }
  });

  it('may post a sign-in form, which leaves no session in the browser', async () => {
    const answer = await attempt('POST', '/auth/login', withHeaders(credentials('form')(thief), STRANGER));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    await expectNothingDone(answer);
  });

  it.each(['x-token-transport', 'authorization', 'content-type', 'x-token-transport,content-type'])(
    'is not given leave to send %s',
    async (header) => {
      for (const [, , path] of DEEDS) {
        const answer = await app.call('OPTIONS', path, {
          headers: { ...STRANGER, 'access-control-request-method': 'POST', 'access-control-request-headers': header },
        });
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
    },
  );

  it.each(['/auth/me', '/auth/sessions', '/users/me', '/auth/refresh'])('can read nothing of %s', async (path) => {
    for (const mode of [{}, COOKIE_MODE]) {
      const answer = await attempt('GET', path, { headers: { ...mode, ...STRANGER } });
      expect([401, 403, 404]).toContain(answer.status);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      await expectNothingDone(answer);
    }
  });

  it('cannot end other sessions by a token that it has, and have the cookie cleared', async () => {
    const other = await signedIn();
    const headers = { ...COOKIE_MODE, ...STRANGER };
    const answer = await attempt('DELETE', '/auth/sessions?include_current=true', { headers, token: other.access });
    expectProblem(answer, 403, 'origin_not_allowed');
    expect((await app.get('/auth/me', other.access)).status).toBe(200);
    await expectNothingDone(answer);
  });

  describe('is told from', () => {
    it.each([
      ['our own', PUBLIC_URL, 'same-origin'],
      ['one of ours', ALLOWED, 'same-site'],
      ['one of ours, in a browser that says nothing more', ALLOWED, undefined],
    ])('%s', async (_, origin, site) => {
      const { browser } = await signedIn();
      const own = { origin, ...(site !== undefined && { 'sec-fetch-site': site }) };
      const cookie = `${REFRESH_COOKIE}=${browser.refreshToken}`;
      const answer = await app.call('POST', '/auth/refresh', { headers: { ...COOKIE_MODE, ...own, cookie } });
      expect(answer.status, answer.text).toBe(200);
      expect(refreshCookieOf(answer)).toBeDefined();
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin === ALLOWED ? ALLOWED : null);
    });

    it('a read of our own, with which browsers send no Origin', async () => {
      const headers = { ...COOKIE_MODE, 'sec-fetch-site': 'same-origin' };
      expect((await app.get('/auth/sessions', victim.access, headers)).status).toBe(200);
    });
  });

  const STRANGER = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
});

function credentials(kind: 'json' | 'form') {
  return ({ username, password }: Person): Call => ({ [kind]: { username, password } });
}

function withHeaders(call: Call, headers: Record<string, string>): Call {
  return { ...call, headers: { ...call.headers, ...headers } };
}

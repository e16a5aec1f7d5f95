import { randomBytes } from 'node:crypto';
import { type Person, TestApp } from '../support/app.js';
import { Browser, COOKIE_MODE, REFRESH_COOKIE, refreshCookieOf, setCookiesOf } from '../support/browser.js';
import { claimsOf } from '../support/jwt.js';
import { expectProblem } from './problems.js';
import { sendTarget } from './raw-http.js';

const PUBLIC_URL = 'https://auth.example.org';
/** What it was before there was a certificate. */
const IN_CLEAR = 'http://auth.example.org';
const SECURE_COOKIE = `__Host-${REFRESH_COOKIE}`;

describe('Refresh cookies', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ PUBLIC_URL: IN_CLEAR });
  });
  afterAll(() => app.stop());

  async function signedIn(person?: Person) {
    const browser = new Browser(app);
    const { body } = await browser.login(person ?? (await app.register()));
    return { browser, token: browser.refreshToken!, access: body.access_token as string };
  }
  /** A token of a session that is over. */
  async function dead() {
    const { browser, token } = await signedIn();
    expect((await browser.logout()).status).toBe(200);
    return token;
  }
  /** A token that was followed by two more, and the last one. */
  async function old() {
    const { browser, token, access } = await signedIn();
    await browser.refresh();
    await browser.refresh();
    return { token, current: browser.refreshToken!, access };
  }
  const withCookie = (cookie: string, path = '/auth/refresh') =>
    app.call('POST', path, { headers: { origin: IN_CLEAR, ...COOKIE_MODE, cookie } });
  const named = (...tokens: string[]) => tokens.map((token) => `${REFRESH_COOKIE}=${token}`).join('; ');
  const isAlive = async (access: string) => (await app.get('/auth/me', access)).status === 200;

  describe('of which there are two of one name', () => {
    it('do no harm where one is of a session that is over, whichever comes first', async () => {
      for (const order of ['first', 'last']) {
        const { token, access } = await signedIn();
        const tokens = order === 'first' ? [await dead(), token] : [token, await dead()];
        const answer = await withCookie(named(...tokens));
        expect(answer.status, answer.text).toBe(200);
        expect(claimsOf(answer.body.access_token).sid).toBe(claimsOf(access).sid);
        expect(refreshCookieOf(answer)?.value).not.toBe(token);
      }
    });

    it.each([
      ['nonsense', 'nonsense'],
      ['an empty one', ''],
      ['a forged one', `ghr_${Buffer.alloc(52, 1).toString('base64url')}`],
    ])('do no harm where one is %s', async (_, bad) => {
      const { token } = await signedIn();
      expect((await withCookie(named(bad, token))).status).toBe(200);
      const other = await signedIn();
      expect((await withCookie(named(other.token, bad))).status).toBe(200);
    });

    it('are no replay where the newer one of the session is there, too', async () => {
      for (const order of ['first', 'last']) {
        const { token, current, access } = await old();
        const answer = await withCookie(named(...(order === 'first' ? [token, current] : [current, token])));
        expect(answer.status, answer.text).toBe(200);
        expect(await isAlive(access)).toBe(true);
      }
    });

    it('are a replay where none is newer, and that ends that session alone', async () => {
      const { token, access } = await old();
      const answer = await withCookie(named(await dead(), token, token));
      expectProblem(answer, 401, 'refresh_token_reused');
      expect(await isAlive(access)).toBe(false);
      const stale = await old();
      const own = await signedIn();
      const mixed = await withCookie(named(stale.token, own.token));
      expect(mixed.status, mixed.text).toBe(200);
      expect(claimsOf(mixed.body.access_token).sid).toBe(claimsOf(own.access).sid);
    });

    it('are both cleared of life by a logout', async () => {
      const one = await signedIn();
      const other = await signedIn();
      expect((await withCookie(named(one.token, other.token), '/auth/logout')).status).toBe(200);
      expect(await isAlive(one.access)).toBe(false);
      expect(await isAlive(other.access)).toBe(false);
    });

    it('are refused once, and then no more, where both are dead', async () => {
      const answer = await withCookie(named(await dead(), await dead()));
      expectProblem(answer, 401, 'invalid_refresh_token');
      expect(refreshCookieOf(answer)?.attributes).toContain('Max-Age=0');
    });

    it('cost no more than eight sessions, however many come', async () => {
      const { token } = await signedIn();
      const many = await Promise.all(Array.from({ length: 10 }, () => dead()));
      // Those that began last are tried first.
      expectProblem(await withCookie(named(token, ...many)), 401, 'invalid_refresh_token');
      expect((await withCookie(named(token, ...many.slice(0, 7)))).status).toBe(200);
    });
  });

  describe('are found', () => {
    it.each([
      ['among a hundred others', (token: string) => `${'a=b; '.repeat(50)}${named(token)}; ${'c=d; '.repeat(50)}`],
      ['behind one of 4 kB', (token: string) => `big=${'x'.repeat(4_000)}; ${named(token)}`],
      ['in quotes', (token: string) => `${REFRESH_COOKIE}="${token}"`],
      ['without blanks', (token: string) => `a=b;${named(token)};c=d`],
      ['with too many', (token: string) => ` a = b ;;  ; ${REFRESH_COOKIE} = ${token}  ;`],
      ['behind what is no cookie', (token: string) => `nonsense; =; ==; =x; "; \\; ,; ${named(token)}`],
      ['behind names that objects have', (token: string) => `__proto__=x; constructor=y; ${named(token)}`],
    ])('%s', async (_, cookie) => {
      const { token } = await signedIn();
      const answer = await withCookie(cookie(token));
      expect(answer.status, answer.text).toBe(200);
    });

    it.each([
      ['in another name', (token: string) => `x${named(token)}`],
      ['in another spelling of the name', (token: string) => named(token).toUpperCase()],
      ['within another', (token: string) => `a="; ${token}"`],
      ['escaped', (token: string) => `${REFRESH_COOKIE}=${encodeURIComponent(`"${token}"`)}`],
      ['half in quotes', (token: string) => `${REFRESH_COOKIE}="${token}`],
      ['with more behind it', (token: string) => `${named(token)}x`],
      ['under the name for https, over http', (token: string) => `${SECURE_COOKIE}=${token}`],
    ])('not %s', async (_, cookie) => {
      const { token, access } = await signedIn();
      const answer = await withCookie(cookie(token));
      const isThere = cookie('').startsWith(`${REFRESH_COOKIE}=`);
      expectProblem(answer, 401, isThere ? 'invalid_refresh_token' : 'missing_refresh_token');
      expect(await isAlive(access)).toBe(true);
    });

    it('nowhere but where they belong: no route takes one for a token', async () => {
      const { token, browser } = await signedIn();
      for (const path of ['/auth/me', '/auth/sessions']) {
        expect((await browser.call('GET', path)).status).toBe(401);
        expect((await app.get(path, token)).status).toBe(401);
      }
    });
  });

  describe('that somebody else has planted', () => {
    it('are left behind by a sign-in, which begins a session of its own and ends theirs', async () => {
      const thief = await signedIn();
      const owner = await app.register();
      const browser = new Browser(app);
      browser.cookies.set(REFRESH_COOKIE, thief.token);
      const answer = await browser.login(owner);
      expect(claimsOf(answer.body.access_token)).toMatchObject({ sub: owner.id });
      expect(claimsOf(answer.body.access_token).sid).not.toBe(claimsOf(thief.access).sid);
      expect(browser.refreshToken).not.toBe(thief.token);
      expect(await isAlive(thief.access)).toBe(false);
      expectProblem(await thief.browser.refresh(), 401, 'invalid_refresh_token');
      const [{ end_reason }] = (await app.sql('SELECT end_reason FROM sessions WHERE id = $1', [
        claimsOf(thief.access).sid,
      ])) as [{ end_reason: string }];
      expect(end_reason).toBe('replaced');
    });

    it('stay as they are where the sign-in is refused', async () => {
      const { browser, access } = await signedIn();
      const { username } = await app.register();
      expect((await browser.login({ username, password: 'not the password' })).status).toBe(401);
      expect(await isAlive(access)).toBe(true);
    });
  });

  it('are replaced by a second sign-in of the same browser; sessions of other browsers stay', async () => {
    const person = await app.register();
    const elsewhere = await signedIn(person);
    const { browser, access } = await signedIn(person);
    const again = await browser.login(person);
    expect(again.status).toBe(200);
    expect(await isAlive(access)).toBe(false);
    expect(await isAlive(elsewhere.access)).toBe(true);
    expect((await browser.refresh()).status).toBe(200);
  });

  it('are replaced by a session that moves in', async () => {
    const { browser, access } = await signedIn();
    const mover = await app.newcomer();
    const answer = await browser.refresh({ json: { refresh_token: mover.refresh_token } });
    expect(claimsOf(answer.body.access_token).sid).toBe(claimsOf(mover.access_token).sid);
    expect(await isAlive(access)).toBe(false);
  });

  describe('over plain http', () => {
    const ask = (path: string, host: string) =>
      sendTarget(app.origin, 'POST', `/api/v1${path}`, {
        Host: host,
        Origin: IN_CLEAR,
        'X-Token-Transport': 'cookie',
        'Content-Length': '0',
      });

    it.each([
      'auth.example.org',
      'auth.example.org:3000',
      '192.168.1.7',
      'localhost.example.org',
      '127.0.0.1.evil.test',
    ])('are not for %s', async (host) => {
      for (const path of ['/auth/refresh', '/auth/logout', '/auth/login']) {
        const answer = await ask(path, host);
        expectProblem(answer, 400, 'cookie_mode_needs_https');
        expect(setCookiesOf(answer)).toEqual([]);
      }
    });

    it.each([
      'localhost',
      'localhost:3000',
      'LOCALHOST',
      'app.localhost:3000',
      '127.0.0.1',
      '127.1.2.3:80',
      '[::1]:3000',
    ])('are for %s', async (host) => expectProblem(await ask('/auth/refresh', host), 401, 'missing_refresh_token'));
  });
});

describe('Refresh cookies that are sent too often', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMITS: 'on', REFRESH_RATE_LIMIT: '2' });
  });
  afterAll(() => app.stop());

  it('are counted by session, and stay where they are', async () => {
    const browser = new Browser(app);
    await browser.login(await app.register());
    expect((await browser.refresh()).status).toBe(200);
    expect((await browser.refresh()).status).toBe(200);
    const refused = await browser.refresh();
    expectProblem(refused, 429, 'too_many_requests');
    expect(setCookiesOf(refused)).toEqual([]);
    const others = await Promise.all(
      Array.from({ length: 4 }, async () => new Browser(app).refresh({ headers: other() })),
    );
    // Few enough that not all of them share its counter.
    expect(others.map(({ status }) => status)).toContain(401);
  });

  const other = () => ({ cookie: `${REFRESH_COOKIE}=ghr_${randomBytes(52).toString('base64url')}` });
});

describe.each([
  ['that is trusted', '127.0.0.0/8', true],
  ['that is not', '10.0.0.0/8', false],
])('Behind a proxy %s, which says that it has ended TLS, cookies', (_, TRUSTED_PROXIES, trusted) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ PUBLIC_URL, TRUSTED_PROXIES, ALLOWED_ORIGINS: IN_CLEAR });
  });
  afterAll(() => app.stop());

  /** What the proxy says is what the page sees, where the proxy is believed; else all is plain http. */
  const browserOver = (proto: string) =>
    new Browser(app, { 'x-forwarded-proto': proto, origin: trusted && proto === 'https' ? PUBLIC_URL : IN_CLEAR });

  it(trusted ? 'are for https and this host alone' : 'are as without it', async () => {
    const browser = browserOver('https');
    const person = await app.register();
    const login = await browser.login(person);
    const names = trusted ? ['__Host-gatehouse_device', SECURE_COOKIE] : ['gatehouse_device', REFRESH_COOKIE];
    expect(setCookiesOf(login).map(({ name }) => name)).toEqual(names);
    for (const { attributes } of setCookiesOf(login)) expect(attributes.includes('Secure')).toBe(trusted);
    const refreshed = refreshCookieOf(await browser.refresh())!;
    const cleared = refreshCookieOf(await browser.logout())!;
    expect(refreshed).toMatchObject({ name: names[1], attributes: expect.arrayContaining(['HttpOnly', 'Path=/']) });
    expect(cleared).toMatchObject({ name: names[1], value: '' });
    const lasting = (attributes: readonly string[]) => attributes.filter((each) => !each.startsWith('Max-Age'));
    expect(lasting(cleared.attributes)).toEqual(lasting(refreshed.attributes));
  });

  it('from before, when it was plain http, do no harm', async () => {
    const before = browserOver('http');
    const { body } = await before.login(await app.register());
    const stale = before.refreshToken!;
    const after = browserOver('https');
    after.cookies.set(REFRESH_COOKIE, stale);
    if (trusted) {
      expectProblem(await after.refresh(), 401, 'missing_refresh_token');
      expect((await app.get('/auth/me', body.access_token)).status).toBe(200);
      after.cookies.set(REFRESH_COOKIE, stale);
    }
    expect((await after.login(await app.register())).status).toBe(200);
    expect((await after.refresh()).status).toBe(200);
  });

  it.each(trusted ? ['http', ''] : ['https', 'http', ''])(
    'are not given to a page on https by a word of %j',
    async (proto) => {
      // The Host is the loopback one that the proxy has asked for.
      const browser = new Browser(app, { 'x-forwarded-proto': proto, origin: PUBLIC_URL });
      const answer = await browser.login(await app.register());
      expectProblem(answer, 400, 'cookie_mode_needs_https');
      expect(setCookiesOf(answer)).toEqual([]);
    },
  );

  it.each(['http', 'https, http', 'HTTPS', 'https;', 'x'])('are no other by a claim of %j', async (proto) => {
    const login = await browserOver(proto).login(await app.register());
    expect(refreshCookieOf(login)).toMatchObject({ name: REFRESH_COOKIE });
    expect(refreshCookieOf(login)!.attributes).not.toContain('Secure');
  });
});

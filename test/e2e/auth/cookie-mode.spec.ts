import { ADMIN, PASSWORD, type Person, TestApp } from '../../support/app.js';
import { Browser, COOKIE_MODE, REFRESH_COOKIE, refreshCookieOf, setCookiesOf } from '../../support/browser.js';
import type { Call } from '../../support/http.js';
import { claimsOf } from '../../support/jwt.js';
import { letterTo } from '../../support/mailbox.js';
import { pointersOf } from '../../security/problems.js';

const WEEK = 7 * 24 * 60 * 60;
const ADMIN_PERSON: Person = { id: '', ...ADMIN };
const ATTRIBUTES = ['HttpOnly', 'Path=/', 'SameSite=Strict'];
const NOT_ASKED_FOR: Record<string, string>[] = [{}, { 'x-token-transport': 'body' }];
const CLEARED = { name: REFRESH_COOKIE, value: '', attributes: [...ATTRIBUTES, 'Max-Age=0'].toSorted() };

interface Owner {
  readonly owner: Person;
  readonly browser: Browser;
  /** The refresh token of the sign-in. */
  readonly first: string;
  readonly access: string;
}

describe('In cookie mode', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function signedIn(person?: Person): Promise<Owner> {
    const owner = person ?? (await app.register());
    const browser = new Browser(app);
    const { status, body } = await browser.login(owner);
    expect(status).toBe(200);
    return { owner, browser, first: browser.refreshToken!, access: body.access_token as string };
  }
  const me = (token: string) => app.get('/auth/me', token);
  const inBody = (refresh_token: string) => app.post('/auth/refresh', { refresh_token });
  const turnBackRotation = (token: string, seconds: number) =>
    app.sql(`UPDATE sessions SET rotated_at = rotated_at - $1 * interval '1 second' WHERE id = $2`, [
      seconds,
      claimsOf(token).sid,
    ]);

  describe('a sign-in', () => {
    it.each(['json', 'form'] as const)('by %s gives the refresh token to the browser alone', async (kind) => {
      const { username, password } = await app.register();
      const path = kind === 'json' ? '/auth/login' : '/auth/login/form';
      const answer = await new Browser(app).call('POST', path, { [kind]: { username, password } });
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 900 });
      expect(answer.text).not.toContain('ghr_');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(refreshCookieOf(answer)).toEqual({
        name: REFRESH_COOKIE,
        value: expect.stringMatching(/^ghr_[\w-]{70}$/),
        attributes: [...ATTRIBUTES, `Max-Age=${WEEK}`].toSorted(),
      });
      expect((await me(answer.body.access_token)).status).toBe(200);
    });

    it('gives two cookies, of the session and of the device', async () => {
      const answer = await new Browser(app).login(await app.register());
      expect(setCookiesOf(answer).map(({ name }) => name)).toEqual(['gatehouse_device', REFRESH_COOKIE]);
      expect(answer.headers.get('x-device-token')).toBe(setCookiesOf(answer)[0]!.value);
    });

    it('that is refused gives none', async () => {
      const { username } = await app.register();
      const answer = await new Browser(app).login({ username, password: 'not the password' });
      expect(answer.status).toBe(401);
      expect(setCookiesOf(answer)).toEqual([]);
    });

    it('without it is as ever', async () => {
      const { username, password } = await app.register();
      for (const headers of NOT_ASKED_FOR) {
        const answer = await app.call('POST', '/auth/login', { json: { username, password }, headers });
        expect(answer.body.refresh_token).toMatch(/^ghr_/);
        expect(refreshCookieOf(answer)).toBeUndefined();
      }
    });
  });

  describe('a refresh', () => {
    it.each([
      ['no body', {}],
      ['no body, whose type is named', { headers: { 'content-type': 'application/json' } }],
      ['an empty object', { json: {} }],
    ])('with %s goes by the cookie, and gives the next one', async (_, call) => {
      const { browser, first, access } = await signedIn();
      const answer = await browser.refresh(call);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 900 });
      expect(browser.refreshToken).not.toBe(first);
      expect(claimsOf(answer.body.access_token).sid).toBe(claimsOf(access).sid);
      expect((await browser.refresh()).status).toBe(200);
    });

    it('whose answer was lost gives the same cookie again', async () => {
      const { browser, first } = await signedIn();
      const lost = refreshCookieOf(await browser.refresh());
      browser.cookies.set(REFRESH_COOKIE, first);
      const again = await browser.refresh();
      expect(again.status).toBe(200);
      expect(refreshCookieOf(again)).toEqual(lost);
    });

    it('of 20 tabs at once gives all of them the same successor', async () => {
      const { browser, first } = await signedIn();
      const answers = await Promise.all(Array.from({ length: 20 }, () => browser.refresh()));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      const cookies = new Set(answers.map((answer) => refreshCookieOf(answer)!.value));
      expect([...cookies]).toEqual([browser.refreshToken]);
      expect(cookies).not.toContain(first);
      expect((await browser.refresh()).status).toBe(200);
    });

    it('by a token in the body moves the session into the cookie', async () => {
      const person = await app.newcomer();
      const browser = new Browser(app);
      const answer = await browser.refresh({ json: { refresh_token: person.refresh_token } });
      expect(answer.body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 900 });
      expect(claimsOf(answer.body.access_token).sid).toBe(claimsOf(person.access_token).sid);
      expect((await browser.refresh()).status).toBe(200);
    });

    it.each([
      ['without a cookie', undefined],
      ['by an empty cookie', ''],
    ])('%s is told from one by a dead one, and clears nothing', async (_, value) => {
      const browser = new Browser(app);
      if (value !== undefined) browser.cookies.set(REFRESH_COOKIE, value);
      const answer = await browser.refresh();
      expect(answer).toMatchObject({ status: 401, body: { code: 'missing_refresh_token' } });
      expect(setCookiesOf(answer)).toEqual([]);
    });

    it.each([
      ['by nonsense', 'nonsense'],
      ['by a forged token', `ghr_${Buffer.alloc(52).toString('base64url')}`],
    ])('%s is refused, and the cookie cleared', async (_, value) => {
      const browser = new Browser(app);
      browser.cookies.set(REFRESH_COOKIE, value);
      const answer = await browser.refresh();
      expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
      expect(refreshCookieOf(answer)).toEqual(CLEARED);
    });

    it('by a cookie older than the grace ends the session, and clears the cookie', async () => {
      const { browser, first, access } = await signedIn();
      const second = await browser.refresh();
      await turnBackRotation(access, 31);
      browser.cookies.set(REFRESH_COOKIE, first);
      const replay = await browser.refresh();
      expect(replay).toMatchObject({ status: 401, body: { code: 'refresh_token_reused' } });
      expect(refreshCookieOf(replay)).toEqual(CLEARED);
      expect((await me(second.body.access_token)).status).toBe(401);
    });

    it('by a bad token in the body leaves the cookie, which was not asked, alone', async () => {
      const { browser } = await signedIn();
      const answer = await browser.refresh({ json: { refresh_token: 'nonsense' } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
      expect(setCookiesOf(answer)).toEqual([]);
      expect((await browser.refresh()).status).toBe(200);
    });

    it.each([[null], [1], [{}], [[]], ['x'.repeat(513)]])(
      'with %j for a token is bad input, and clears nothing',
      async (bad) => {
        const { browser } = await signedIn();
        const answer = await browser.refresh({ json: { refresh_token: bad } });
        expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
        expect(new Set(pointersOf(answer))).toEqual(new Set(['/refresh_token']));
        expect(setCookiesOf(answer)).toEqual([]);
        expect((await browser.refresh()).status).toBe(200);
      },
    );

    it('by the cookie is none where the mode was not asked for', async () => {
      const { browser, first } = await signedIn();
      for (const headers of NOT_ASKED_FOR) {
        const call = { headers: { origin: app.config.publicUrl, cookie: `${REFRESH_COOKIE}=${first}`, ...headers } };
        const answer = await app.call('POST', '/auth/refresh', call);
        expect(answer).toMatchObject({
          status: 422,
          body: { errors: [{ pointer: '/refresh_token', detail: 'refresh_token is needed.', code: 'required' }] },
        });
        expect(setCookiesOf(answer)).toEqual([]);
      }
      expect(browser.refreshToken).toBe(first);
      expect((await browser.refresh()).status).toBe(200);
    });
  });

  describe('a logout', () => {
    it('ends the session of both tokens, and clears the cookie', async () => {
      const { browser, first, access } = await signedIn();
      const answer = await browser.logout(access);
      expect(answer).toMatchObject({ status: 200, body: { message: 'You are signed out.' } });
      expect(refreshCookieOf(answer)).toEqual(CLEARED);
      expect((await me(access)).status).toBe(401);
      expect((await inBody(first)).body.code).toBe('invalid_refresh_token');
    });

    it.each([
      ['without an access token', undefined],
      ['with one that is none', 'nonsense'],
    ])('%s goes by the cookie alone', async (_, token) => {
      const { browser, first, access } = await signedIn();
      const answer = await browser.logout(token);
      expect(answer.status, answer.text).toBe(200);
      expect(refreshCookieOf(answer)).toEqual(CLEARED);
      expect((await me(access)).status).toBe(401);
      expect((await inBody(first)).body.code).toBe('invalid_refresh_token');
    });

    it('goes by an access token alone', async () => {
      const { access, first } = await signedIn();
      const answer = await new Browser(app).logout(access);
      expect(answer.status).toBe(200);
      expect(refreshCookieOf(answer)).toEqual(CLEARED);
      expect((await inBody(first)).status).toBe(401);
    });

    it('ends both sessions, where the tokens are of two', async () => {
      const one = await signedIn();
      const other = await signedIn();
      expect((await one.browser.logout(other.access)).status).toBe(200);
      for (const { access, first } of [one, other]) {
        expect((await me(access)).status).toBe(401);
        expect((await inBody(first)).status).toBe(401);
      }
    });

    it('is one a second time, by the same cookie', async () => {
      const { browser, first } = await signedIn();
      await browser.logout();
      browser.cookies.set(REFRESH_COOKIE, first);
      expect((await browser.logout()).status).toBe(200);
    });

    it('needs one of them', async () => {
      const nothing = await new Browser(app).logout();
      expect(nothing).toMatchObject({ status: 401, body: { code: 'missing_access_token' } });
      const nonsense = await new Browser(app).logout('nonsense');
      expect(nonsense).toMatchObject({ status: 401, body: { code: 'invalid_access_token' } });
    });

    it('by the cookie is none where the mode was not asked for', async () => {
      const { browser, first } = await signedIn();
      const call = { headers: { origin: app.config.publicUrl, cookie: `${REFRESH_COOKIE}=${first}` } };
      const answer = await app.call('POST', '/auth/logout', call);
      expect(answer).toMatchObject({ status: 401, body: { code: 'missing_access_token' } });
      expect((await browser.refresh()).status).toBe(200);
    });

    it('outside of it leaves the cookie as it is', async () => {
      const { browser, access } = await signedIn();
      const answer = await app.call('POST', '/auth/logout', {
        token: access,
        headers: { cookie: `${REFRESH_COOKIE}=${browser.refreshToken}` },
      });
      expect(answer.status).toBe(200);
      expect(setCookiesOf(answer)).toEqual([]);
    });
  });

  describe('the cookie goes with its session, ended by', () => {
    const ends: [string, string, number, (owner: Owner) => [string, Call]][] = [
      ['its own end', 'DELETE', 204, ({ access }) => [`/auth/sessions/${claimsOf(access).sid}`, {}]],
      ['the end of all', 'DELETE', 204, () => ['/auth/sessions?include_current=true', {}]],
      ['deleting the account', 'DELETE', 202, () => ['/users/me', { json: { current_password: PASSWORD } }]],
    ];
    it.each(ends)('%s', async (_, method, status, request) => {
      const owner = await signedIn();
      const [path, call] = request(owner);
      const answer = await owner.browser.call(method, path, { token: owner.access, ...call });
      expect(answer.status, answer.text).toBe(status);
      expect(refreshCookieOf(answer)).toEqual(CLEARED);
      expect((await me(owner.access)).status).toBe(401);
    });

    it('a new password by a mailed link', async () => {
      const { owner, browser } = await signedIn();
      await app.post('/auth/password/reset/request', { email: owner.email });
      const { token } = await letterTo(app, owner.email, 'reset_password');
      const json = { token, new_password: 'amber rivers turn northward' };
      const answer = await browser.call('POST', '/auth/password/reset/confirm', { json });
      expect(answer.status, answer.text).toBe(200);
      expect(refreshCookieOf(answer)).toEqual(CLEARED);
    });

    it('an administrator, who ends their own', async () => {
      const { browser, access } = await signedIn(ADMIN_PERSON);
      const { sub } = claimsOf(access);
      const answer = await browser.call('DELETE', `/users/${sub}/sessions`, { token: access });
      expect(answer.status, answer.text).toBe(204);
      expect(refreshCookieOf(answer)).toEqual(CLEARED);
    });
  });

  describe('the cookie stays with its session, whatever ends', () => {
    it('another one, or all others', async () => {
      const { owner, browser, access } = await signedIn();
      const other = await app.signIn(owner);
      const one = await browser.call('DELETE', `/auth/sessions/${claimsOf(other.access_token).sid}`, { token: access });
      const all = await browser.call('DELETE', '/auth/sessions', { token: access });
      for (const answer of [one, all]) {
        expect(answer.status).toBe(204);
        expect(setCookiesOf(answer)).toEqual([]);
      }
      expect((await browser.refresh()).status).toBe(200);
    });

    it('where a request is refused', async () => {
      const { browser, access } = await signedIn();
      const json = { current_password: 'not the password' };
      const answer = await browser.call('DELETE', '/users/me', { token: access, json });
      expect(answer.status).toBe(401);
      expect(setCookiesOf(answer)).toEqual([]);
      expect((await browser.refresh()).status).toBe(200);
    });

    it('where cookie mode was not asked for', async () => {
      const { browser, access } = await signedIn();
      const headers = { cookie: `${REFRESH_COOKIE}=${browser.refreshToken}` };
      const answer = await app.call('DELETE', '/auth/sessions?include_current=true', { token: access, headers });
      expect(answer.status).toBe(204);
      expect(setCookiesOf(answer)).toEqual([]);
    });
  });

  it.each(['', 'Cookie', 'COOKIE', 'cookies', 'header', 'cookie, cookie', 'cookie;', 'body, cookie', '1'])(
    'X-Token-Transport: %j is none, and named',
    async (transport) => {
      const { browser } = await signedIn();
      const answer = await browser.refresh({ headers: { 'x-token-transport': transport } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'unknown_token_transport' } });
      expect(answer.body.title).toContain('X-Token-Transport');
      expect(setCookiesOf(answer)).toEqual([]);
    },
  );

  it('the token endpoint of OAuth keeps the refresh token out of the answer, too', async () => {
    const { username, password } = await app.register();
    const form = { grant_type: 'password', username, password };
    const headers = { ...COOKIE_MODE, origin: app.config.publicUrl };
    const answer = await app.call('POST', '/auth/token', { form, headers });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).not.toHaveProperty('refresh_token');
    expect(refreshCookieOf(answer)?.value).toMatch(/^ghr_/);
  });
});

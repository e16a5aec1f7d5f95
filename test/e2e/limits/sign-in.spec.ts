import { PasswordsService } from '#passwords/index.js';
import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import type { Answer } from '../../support/http.js';

const WRONG = 'not the password';

describe('the limit of sign-in attempts', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMITS: 'on', REGISTER_RATE_LIMIT: '1000', LOGIN_ADDRESS_RATE_LIMIT: '10000' });
  });
  afterAll(() => app.stop());

  const login = (username: string, password = WRONG, headers?: Record<string, string>) =>
    app.call('POST', '/auth/login', { json: { username, password }, headers });
  const loginForm = (username: string, password = WRONG) =>
    app.call('POST', '/auth/login', { form: { username, password } });
  const form = (username: string, password = WRONG) =>
    app.call('POST', '/auth/login/form', { form: { username, password } });
  const token = (username: string, password = WRONG) =>
    app.call('POST', '/auth/token', { form: { grant_type: 'password', username, password } });

  async function exhaust(username: string): Promise<void> {
    for (let i = 0; i < 5; i++) expect((await login(username)).status).toBe(401);
  }

  /** For everybody: a counter's key is a digest. Tests in this file run one after another. */
  const turnBack = (seconds: number) =>
    app.sql(
      `UPDATE rate_limits SET expires_at = expires_at - $1 * interval '1 second',
                              blocked_until = blocked_until - $1 * interval '1 second'`,
      [seconds],
    );

  function expectRefused({ status, body, headers }: Answer<Record<string, unknown>>): void {
    expect(status).toBe(429);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({ code: 'too_many_requests', status: 429 });
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(50);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(headers.get('ratelimit')).toMatch(new RegExp(`^"login";r=0;t=${seconds}, "login_address";`));
    expect(headers.get('ratelimit-policy')).toMatch(/^"login";q=5;w=60, "login_address";/);
  }

  it('lets five attempts a minute pass and tells how many are left', async () => {
    const { username } = await app.register();
    for (const left of [4, 3, 2, 1, 0]) {
      const { status, headers } = await login(username);
      expect(status).toBe(401);
      expect(headers.get('ratelimit-policy')).toBe('"login";q=5;w=60, "login_address";q=10000;w=60');
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"login";r=${left};t=(5\\d|60), "login_address";r=\\d+;`));
    }
    expectRefused(await login(username));
    expectRefused(await login(username, PASSWORD));
  });

  it('says the same of a name that nobody has', async () => {
    const username = uniqueName();
    await exhaust(username);
    expectRefused(await login(username));
  });

  it('counts what succeeds as well', async () => {
    const { username } = await app.register();
    for (let i = 0; i < 5; i++) expect((await login(username, PASSWORD)).status).toBe(200);
    expectRefused(await login(username, PASSWORD));
  });

  it.each([
    ['in other case', (name: string) => name.toUpperCase()],
    ['with blanks around', (name: string) => `  ${name} `],
    ['with other white space around', (name: string) => `\u00a0${name}\u2003\n`],
    [
      'in full-width letters',
      (name: string) => name.replace(/[a-z]/g, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0)),
    ],
  ])('is the same for one name %s', async (_, spelt) => {
    const { username } = await app.register();
    await exhaust(username);
    expectRefused(await login(spelt(username)));
    expectRefused(await login(spelt(username), PASSWORD));
  });

  it('is shared by all doors', async () => {
    const { username } = await app.register();
    const before = [await login(username), await loginForm(username), await form(username), await form(username)];
    expect(before.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect((await token(username)).status).toBe(400);

    for (const door of [login, loginForm, form]) expectRefused(await door(username, PASSWORD));
    const { status, body, headers } = await token(username, PASSWORD);
    expect(status).toBe(429);
    expect(body).toEqual({ error: 'temporarily_unavailable', error_description: expect.any(String) });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('does not hit another account', async () => {
    const [one, other] = [await app.register(), await app.register()];
    await exhaust(one.username);
    expectRefused(await login(one.username));
    expect((await login(other.username, PASSWORD)).status).toBe(200);
  });

  it('does not hit sessions that there are', async () => {
    const person = await app.newcomer();
    for (let i = 0; i < 5; i++) await login(person.username);
    expect((await app.get('/auth/me', person.access_token)).status).toBe(200);
    const { refresh_token } = person;
    expect((await app.post('/auth/refresh', { refresh_token })).status).toBe(200);
    const next = await app.call('POST', '/auth/token', { form: { grant_type: 'refresh_token', refresh_token } });
    expect(next.status).toBe(200);
    expect(next.headers.get('ratelimit-policy')).toBe('"refresh";q=120;w=60');
  });

  it.each([
    ['X-Forwarded-For', (i: number) => ({ 'x-forwarded-for': `203.0.113.${i}` })],
    ['Forwarded', (i: number) => ({ forwarded: `for=203.0.113.${i}` })],
    ['X-Real-IP', (i: number) => ({ 'x-real-ip': `203.0.113.${i}` })],
    ['CF-Connecting-IP', (i: number) => ({ 'cf-connecting-ip': `203.0.113.${i}` })],
  ])('is not reset by %s of somebody who is no proxy of ours', async (_, headers) => {
    const { username } = await app.register();
    for (let i = 0; i < 5; i++) expect((await login(username, WRONG, headers(i))).status).toBe(401);
    expectRefused(await login(username, PASSWORD, headers(9)));
  });

  it('counts 30 attempts at once exactly', async () => {
    const { username } = await app.register();
    const answers = await Promise.all(Array.from({ length: 30 }, () => login(username)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    for (const answer of answers.filter(({ status }) => status !== 401)) expectRefused(answer);
  });

  it('ends with its minute, and counts anew', async () => {
    const { username } = await app.register();
    await exhaust(username);
    expectRefused(await login(username));
    await turnBack(61);
    expect((await login(username, PASSWORD)).status).toBe(200);
    for (let i = 0; i < 4; i++) expect((await login(username)).status).toBe(401);
    expectRefused(await login(username));
  });

  it('does not grow by attempts that are refused', async () => {
    const { username } = await app.register();
    await exhaust(username);
    expectRefused(await login(username));
    await turnBack(40);
    const { status, headers } = await login(username);
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(20);
  });

  it('is asked before a password is looked at', async () => {
    const { username } = await app.register();
    await exhaust(username);
    const verify = vi.spyOn(app.nest.get(PasswordsService), 'verify');
    try {
      for (const door of [login, loginForm, form, token]) expect((await door(username, PASSWORD)).status).toBe(429);
      expect(verify).not.toHaveBeenCalled();
      await login(uniqueName());
      expect(verify).toHaveBeenCalledTimes(1);
    } finally {
      verify.mockRestore();
    }
  });

  it('keeps no names in its table', async () => {
    const username = uniqueName();
    await login(username);
    expect(JSON.stringify(await app.sql('SELECT * FROM rate_limits'))).not.toContain(username);
  });
});

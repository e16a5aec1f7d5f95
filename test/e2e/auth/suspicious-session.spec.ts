import { TestApp, type Tokens } from '../../support/app.js';
import { Browser, REFRESH_COOKIE, refreshCookieOf } from '../../support/browser.js';
import { claimsOf } from '../../support/jwt.js';
import { letterTo, lettersTo } from '../../support/mailbox.js';
import { eventually } from '../../support/service.js';

describe('a refresh token that is used twice', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ REFRESH_GRACE_SECONDS: '0' });
  });
  afterAll(() => app.stop());

  const refresh = (refresh_token: string) => app.post<Tokens & { code: string }>('/auth/refresh', { refresh_token });

  /** Somebody whose session has gone on since its first token. */
  async function victim() {
    const person = await app.register();
    const { body: tokens } = await app.call<Tokens>('POST', '/auth/login', {
      json: { username: person.username, password: person.password },
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
    });
    const { body: next } = await refresh(tokens.refresh_token);
    return { ...person, first: tokens.refresh_token, next, access_token: tokens.access_token };
  }
  const alarms = () => app.sql('SELECT * FROM session_alarms');
  const noticesTo = async (email: string) =>
    (await lettersTo(app, email)).filter(({ template }) => template === 'suspicious_session');

  it('is told to the owner, with a way to put everybody out', async () => {
    const owner = await victim();
    expect((await refresh(owner.first)).body.code).toBe('refresh_token_reused');
    const { text, link, token } = await letterTo(app, owner.email, 'suspicious_session');
    expect(text).toContain('Device: Firefox on Linux\n');
    expect(link).toMatch(/^http:\/\/gatehouse\.test\/not-me#token=/);
    expect(await alarms()).toEqual([]);

    const other = await app.signIn(owner);
    expect((await app.post('/auth/not-me', { token })).status).toBe(200);
    expect((await app.get('/auth/me', other.access_token)).status).toBe(401);
    await letterTo(app, owner.email, 'reset_password');
  });

  it('is told of a cookie as well, and ends the session of that cookie alone', async () => {
    const owner = await app.register();
    const [laptop, phone, thief] = [new Browser(app), new Browser(app), new Browser(app)];
    const { body } = await laptop.login(owner);
    const { body: elsewhere } = await phone.login(owner);
    thief.cookies.set(REFRESH_COOKIE, laptop.refreshToken!);
    expect((await laptop.refresh()).status).toBe(200);

    const replay = await thief.refresh();
    expect(replay).toMatchObject({ status: 401, body: { code: 'refresh_token_reused' } });
    expect(refreshCookieOf(replay)?.attributes).toContain('Max-Age=0');
    expect(await laptop.refresh()).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
    expect((await app.get('/auth/me', body.access_token)).status).toBe(401);
    expect((await app.get('/auth/me', elsewhere.access_token)).status).toBe(200);
    expect((await phone.refresh()).status).toBe(200);

    await letterTo(app, owner.email, 'suspicious_session');
    await eventually(async () => {
      const events = await app.sql(
        `SELECT 1 FROM security_events WHERE type = 'refresh_token.reused' AND user_id = $1`,
        [owner.id],
      );
      return events.length === 1;
    });
  });

  it('is told once for a session, however often and in whatever order it happens', async () => {
    const owner = await victim();
    const again = await Promise.all(Array.from({ length: 10 }, () => refresh(owner.first)));
    expect(again.filter(({ body }) => body.code === 'refresh_token_reused')).toHaveLength(1);
    await letterTo(app, owner.email, 'suspicious_session');
    await refresh(owner.next.refresh_token);
    await refresh(owner.first);
    expect(await alarms()).toEqual([]);
    expect(await noticesTo(owner.email)).toHaveLength(1);
  });

  it('is told after a crash that came between: the alarm is written with the end of the session', async () => {
    const owner = await victim();
    // As if the process that ended the session had died before it wrote the letter.
    await app.sql('INSERT INTO session_alarms (session_id) VALUES ($1)', [claimsOf(owner.access_token).sid]);
    await app.sql(`UPDATE sessions SET ended_at = now() WHERE id = $1`, [claimsOf(owner.access_token).sid]);
    app = await app.restart({ REFRESH_GRACE_SECONDS: '0' });
    await letterTo(app, owner.email, 'suspicious_session');
  });

  it('is not told for a session that goes on, ends in order, or is not known', async () => {
    const owner = await victim();
    await app.post('/auth/logout', undefined, owner.next.access_token);
    expect((await refresh(owner.first)).body.code).toBe('invalid_refresh_token');
    expect(await alarms()).toEqual([]);
    expect(await noticesTo(owner.email)).toEqual([]);
  });
});

import { PASSWORD, type Person, TestApp, uniqueName } from '../../support/app.js';
import type { Answer } from '../../support/http.js';
import { claimsOf } from '../../support/jwt.js';

describe('POST /auth/login', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const login = (username: unknown, password: unknown = PASSWORD) => app.post('/auth/login', { username, password });
  const disable = ({ id }: Person) => app.sql('UPDATE users SET is_active = false WHERE id = $1', [id]);

  it('answers with a pair of tokens that works', async () => {
    const { username, id } = await app.register();
    const { status, body, headers } = await login(username);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^ghr_[\w-]{70}$/),
      token_type: 'bearer',
      expires_in: 900,
    });
    expect((await app.get('/auth/me', body.access_token)).body.id).toBe(id);
  });

  it('reads a form as well', async () => {
    const { username, id } = await app.register();
    const { status, body } = await app.call('POST', '/auth/login', { form: { username, password: PASSWORD } });
    expect(status).toBe(200);
    expect(claimsOf(body.access_token).sub).toBe(id);
  });

  it.each([
    ['the username', ({ username }: Person) => username],
    ['the username in other case', ({ username }: Person) => username.toUpperCase()],
    ['the username with blanks around', ({ username }: Person) => `  ${username}\n`],
    ['the e-mail address', ({ email }: Person) => email],
    ['the e-mail address in other case', ({ email }: Person) => email.toUpperCase()],
    ['the e-mail address with blanks around', ({ email }: Person) => ` ${email} `],
  ])('knows %s', async (_, spelt) => {
    const person = await app.register();
    const { status, body } = await login(spelt(person));
    expect(status).toBe(200);
    expect(claimsOf(body.access_token).sub).toBe(person.id);
  });

  it.each([
    ['with a blank after it', `${PASSWORD} `],
    ['in other case', PASSWORD.toUpperCase()],
    ['without its last letter', PASSWORD.slice(0, -1)],
    ['with one letter more', `${PASSWORD}t`],
    ['that is longer than any can be', PASSWORD.repeat(10)],
  ])('refuses the password %s', async (_, password) => {
    const { username } = await app.register();
    const { status, body } = await login(username, password);
    expect(status).toBe(401);
    expect(body.code).toBe('invalid_credentials');
  });

  it('takes the same password composed otherwise (NFC and NFD)', async () => {
    const password = 'crème brûlée für Zoë';
    const { username } = await app.register({ password: password.normalize('NFC') });
    expect((await login(username, password.normalize('NFD'))).status).toBe(200);
  });

  it('says the same of a wrong name and a wrong password', async () => {
    const { username, email } = await app.register();
    const answers = [
      await login(username, 'not the password'),
      await login(email, 'not the password'),
      await login(uniqueName(), 'not the password'),
      await login(`${uniqueName()}@example.org`, 'not the password'),
      await login(' ', 'not the password'),
      await login('someone\u0131 else', 'not the password'),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(tellingParts(answer)))).size).toBe(1);
    expect(answers[0]!.status).toBe(401);
    expect(answers[0]!.headers.get('www-authenticate')).toBe('Bearer realm="gatehouse"');
    expect(answers[0]!.body).toMatchObject({ code: 'invalid_credentials', title: 'Wrong name or password' });
  });

  it('opens nothing for an account without a password', async () => {
    const person = await app.register();
    await app.sql('UPDATE users SET password_hash = NULL WHERE id = $1', [person.id]);
    expect((await login(person.username)).body.code).toBe('invalid_credentials');
  });

  it('tells of a disabled account only whoever has the right password', async () => {
    const person = await app.register();
    await disable(person);

    const wrong = await login(person.username, 'not the password');
    expect(wrong.status).toBe(401);
    expect(wrong.body.code).toBe('invalid_credentials');

    const right = await login(person.username);
    expect(right.status).toBe(403);
    expect(right.body.code).toBe('account_disabled');
    expect(right.text).not.toContain('token');
    expect(await app.sql('SELECT id FROM sessions WHERE user_id = $1', [person.id])).toEqual([]);
  });

  it('notes when, and not when it fails', async () => {
    const person = await app.register();
    const lastLogin = async () =>
      (await app.sql<{ last_login_at: Date | null }>('SELECT last_login_at FROM users WHERE id = $1', [person.id]))[0]!
        .last_login_at;

    await login(person.username, 'not the password');
    expect(await lastLogin()).toBeNull();
    const { body } = await login(person.username);
    const { body: me } = await app.get('/auth/me', body.access_token);
    expect(Date.parse(me.last_login_at)).toBeGreaterThanOrEqual(Date.parse(me.created_at));

    await disable(person);
    const before = await lastLogin();
    await login(person.username);
    expect(await lastLogin()).toEqual(before);
  });

  it('replaces a hash of former parameters by one of today', async () => {
    const { username, id } = await app.register();
    const former = await formerHash(PASSWORD);
    await app.sql('UPDATE users SET password_hash = $2 WHERE id = $1', [id, former]);
    expect((await login(username)).status).toBe(200);
    const [row] = await app.sql('SELECT password_hash FROM users WHERE id = $1', [id]);
    expect(row).toEqual({ password_hash: expect.stringContaining('m=19456,t=2,p=1') });
    expect((await login(username)).status).toBe(200);
  });

  it('starts a session of its own each time', async () => {
    const person = await app.register();
    const [first, second] = [await login(person.username), await login(person.username)];
    expect(claimsOf(first.body.access_token).sid).not.toBe(claimsOf(second.body.access_token).sid);
    expect((await app.get('/auth/me', first.body.access_token)).status).toBe(200);
  });

  it.each([
    [{ username: 'ada' }, '/password'],
    [{ password: PASSWORD }, '/username'],
    [{ username: '', password: PASSWORD }, '/username'],
    [{ username: 'ada', password: '' }, '/password'],
    [{ username: { $gt: '' }, password: PASSWORD }, '/username'],
    [{ username: ['ada'], password: PASSWORD }, '/username'],
    [{ username: 'ada', password: true }, '/password'],
    [{ username: 'a\u0000da', password: PASSWORD }, '/username'],
    [{ username: 'ada', password: 'x'.repeat(1025) }, '/password'],
    [{ username: 'ada', password: PASSWORD, remember: true }, '/remember'],
  ])('refuses the body %j', async (json, pointer) => {
    const { status, body } = await app.post('/auth/login', json);
    expect(status).toBe(422);
    expect(body.code).toBe('invalid_input');
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('does not look for credentials in the address', async () => {
    const { username } = await app.register();
    const query = new URLSearchParams({ username, password: PASSWORD });
    const { status } = await app.post(`/auth/login?${query.toString()}`, {});
    expect(status).toBe(422);
  });

  it('reads no text/plain, whatever it looks like', async () => {
    const { username, id } = await app.register();
    const raw = JSON.stringify({ username, password: PASSWORD });
    const answer = await app.call('POST', '/auth/login', { raw, headers: { 'content-type': 'text/plain' } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('access_token');
    expect(await app.sql('SELECT id FROM sessions WHERE user_id = $1', [id])).toEqual([]);
  });
});

/** All that a caller can compare, without what differs in every answer. */
function tellingParts({ status, headers, body }: Answer<Record<string, unknown>>) {
  const ownToEach = new Set(['date', 'x-request-id', 'server-timing']);
  const { instance, ...rest } = body;
  expect(instance).toEqual(expect.any(String));
  return { status, rest, headers: [...headers].filter(([name]) => !ownToEach.has(name)) };
}

async function formerHash(password: string): Promise<string> {
  const { hash, argon2id } = await import('argon2');
  return hash(password, { type: argon2id, memoryCost: 12288, timeCost: 3, parallelism: 1 });
}

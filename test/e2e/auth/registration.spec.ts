import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const RFC_3339_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('POST /auth/register', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const bodyFor = (username: string) => ({ username, email: `${username}@example.org`, password: PASSWORD });
  const usersCalled = (username: string) =>
    app.sql<{ id: string }>('SELECT id FROM users WHERE lower(username) = lower($1)', [username]);

  it('answers with the whole user and nothing more, never a hash', async () => {
    const username = uniqueName();
    const { status, body, text, headers } = await app.post('/auth/register', {
      ...bodyFor(username),
      full_name: 'Ada Lovelace',
    });
    expect(status).toBe(201);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toEqual({
      id: expect.stringMatching(UUID_V7),
      username,
      email: `${username}@example.org`,
      full_name: 'Ada Lovelace',
      roles: ['user'],
      is_active: true,
      is_verified: false,
      created_at: expect.stringMatching(RFC_3339_UTC),
      updated_at: expect.stringMatching(RFC_3339_UTC),
      last_login_at: null,
    });
    expect(text).not.toMatch(/argon2|hash|password/i);
    expect(text).not.toContain(PASSWORD);
  });

  it('stores an argon2id hash and nowhere the password', async () => {
    const { id } = await app.register();
    const [row] = await app.sql('SELECT * FROM users WHERE id = $1', [id]);
    expect(row).toMatchObject({ password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) });
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
  });

  it('takes a full name of null, or none, as no full name', async () => {
    const none = await app.post('/auth/register', bodyFor(uniqueName()));
    const nothing = await app.post('/auth/register', { ...bodyFor(uniqueName()), full_name: null });
    expect([none.body.full_name, nothing.body.full_name]).toEqual([null, null]);
  });

  it('takes blanks around the names away, but not around the password', async () => {
    const username = uniqueName();
    const password = ` ${PASSWORD} `;
    const { status, body } = await app.post('/auth/register', {
      username: ` ${username}\t`,
      email: ` ${username}@example.org `,
      password,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ username, email: `${username}@example.org` });
    expect((await app.post('/auth/login', { username, password: PASSWORD })).status).toBe(401);
    expect((await app.post('/auth/login', { username, password })).status).toBe(200);
  });

  it.each([
    ['the same', (name: string) => name],
    ['in other case', (name: string) => name.toUpperCase()],
    ['with blanks around', (name: string) => ` ${name} `],
  ])('refuses a username that is taken, %s', async (_, spelt) => {
    const { username } = await app.register();
    const body = { ...bodyFor(uniqueName()), username: spelt(username) };
    const answer = await app.post('/auth/register', body);
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ code: 'username_taken', status: 409 });
    expect(await app.sql('SELECT id FROM users WHERE email = $1', [body.email])).toEqual([]);
  });

  it.each([
    ['the same', (email: string) => email],
    ['in other case', (email: string) => email.toUpperCase()],
    ['with blanks around', (email: string) => `\n${email} `],
  ])('refuses an e-mail address that is taken, %s', async (_, spelt) => {
    const { email } = await app.register();
    const body = { ...bodyFor(uniqueName()), email: spelt(email) };
    const answer = await app.post('/auth/register', body);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'email_taken', status: 409 });
    expect(await usersCalled(body.username)).toEqual([]);
  });

  it('lets one of ten callers at once have the name', async () => {
    const username = uniqueName();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        app.post('/auth/register', { ...bodyFor(username), email: `${username}+${i}@example.org` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'username_taken')).toHaveLength(9);
    expect(await usersCalled(username)).toHaveLength(1);
  });

  it.each([
    ['short', 'tiny owl 7', 'password_too_short'],
    ['common', 'passwordpassword', 'password_common'],
    ['repetitive', 'ababababababab', 'password_repetitive'],
    ['sequential', 'abcdefghijklmnop', 'password_sequential'],
    ['too long', 'x7'.repeat(65), 'password_too_long'],
  ])('says what is wrong with a %s password', async (_, password, code) => {
    const username = uniqueName();
    const { status, body, text } = await app.post('/auth/register', { ...bodyFor(username), password });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'weak_password', status: 422 });
    expect(body.errors).toContainEqual({ pointer: '/password', code, detail: expect.stringMatching(/\.$/) });
    expect(text).not.toContain(password);
    expect(await usersCalled(username)).toEqual([]);
  });

  it('refuses a password made of the own name', async () => {
    const username = `wilhelmina.${uniqueName().slice(0, 5)}`;
    const { status, body } = await app.post('/auth/register', { ...bodyFor(username), password: `${username}1` });
    expect(status).toBe(422);
    expect(body.errors[0].code).toBe('password_contains_context');
  });

  it.each(['role', 'roles', 'is_active', 'is_verified', 'is_admin', 'isActive', 'id', 'password_hash', 'token_epoch'])(
    'refuses %s, and names it',
    async (property) => {
      const username = uniqueName();
      const { status, body } = await app.post('/auth/register', { ...bodyFor(username), [property]: ['admin'] });
      expect(status).toBe(422);
      expect(body.code).toBe('invalid_input');
      expect(body.errors).toEqual([
        { pointer: `/${property}`, code: 'unknown_property', detail: `${property} is not known here.` },
      ]);
      expect(await usersCalled(username)).toEqual([]);
    },
  );

  it.each([
    ['username', 'ab'],
    ['username', 'someone@example.org'],
    ['username', '1abc'],
    ['username', 'ａdmin'],
    ['username', 'a'.repeat(33)],
    ['username', null],
    ['username', { $ne: null }],
    ['email', 'no address'],
    ['email', 'ada@exаmple.org'],
    ['email', ['ada@example.org', 'eve@example.org']],
    ['email', `${'a'.repeat(250)}@example.org`],
    ['password', 123456789012],
    ['password', undefined],
    ['password', 'x'.repeat(1025)],
    ['full_name', 'Ada\r\nBcc: all@example.org'],
    ['full_name', 'x'.repeat(201)],
    ['full_name', 'NUL \u0000'],
  ])('refuses a %s of %j', async (property, value) => {
    const username = uniqueName();
    const { status, body } = await app.post('/auth/register', { ...bodyFor(username), [property]: value });
    expect(status).toBe(422);
    expect(body.code).toBe('invalid_input');
    expect(body.errors[0].pointer).toBe(`/${property}`);
    expect(await usersCalled(username)).toEqual([]);
  });

  it('does not read a form', async () => {
    const username = uniqueName();
    const { status, body } = await app.call('POST', '/auth/register', { form: bodyFor(username) });
    expect(status).toBe(415);
    expect(body.code).toBe('unsupported_media_type');
    expect(await usersCalled(username)).toEqual([]);
  });

  it.each([
    ['no body', undefined],
    ['a list', []],
    ['null', null],
  ])('refuses %s', async (_, json) => {
    const { status, body } = await app.post('/auth/register', json);
    expect(status).toBe(422);
    expect(body.code).toBe('invalid_input');
  });
});

import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';

describe('/users/me', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const me = async (token: string) => (await app.get('/users/me', token)).body;

  it('is the same as /auth/me', async () => {
    const { access_token, id, username, email } = await app.newcomer();
    const [users, auth] = [await app.get('/users/me', access_token), await app.get('/auth/me', access_token)];
    expect(users.status).toBe(200);
    expect(users.body).toEqual(auth.body);
    expect(users.body).toEqual({
      id,
      username,
      email,
      full_name: null,
      roles: ['user'],
      is_active: true,
      is_verified: false,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      last_login_at: expect.any(String),
    });
    expect(users.text).not.toContain('argon2');
  });

  describe.each(['PATCH', 'PUT'])('%s', (method) => {
    const change = (json: unknown, token?: string) => app.call(method, '/users/me', { json, token });

    it('changes the name and the full name', async () => {
      const { access_token, id } = await app.newcomer();
      const username = uniqueName();
      const before = await me(access_token);
      const { status, body } = await change({ username: ` ${username} `, full_name: 'Ada Lovelace' }, access_token);
      expect(status).toBe(200);
      expect(body).toEqual({ ...before, username, full_name: 'Ada Lovelace', updated_at: expect.any(String) });
      expect(Date.parse(body.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
      expect(await me(access_token)).toEqual(body);
      expect((await app.post('/auth/login', { username, password: PASSWORD })).status).toBe(200);
      expect(body.id).toBe(id);
    });

    it('leaves alone what is absent, and clears the full name with null', async () => {
      const { access_token, username } = await app.newcomer();
      await change({ full_name: 'Ada' }, access_token);
      const renamed = uniqueName();
      expect((await change({ username: renamed }, access_token)).body).toMatchObject({
        username: renamed,
        full_name: 'Ada',
      });
      expect((await change({}, access_token)).body).toMatchObject({ username: renamed, full_name: 'Ada' });
      expect((await change({ full_name: null, username }, access_token)).body).toMatchObject({
        username,
        full_name: null,
      });
    });

    it.each([
      ['as it is', (name: string) => name],
      ['in other case', (name: string) => name.toUpperCase()],
    ])('refuses a name that somebody else has, %s', async (_, spelt) => {
      const { username: taken } = await app.register();
      const { access_token, username } = await app.newcomer();
      const { status, body } = await change({ username: spelt(taken), full_name: 'x' }, access_token);
      expect(status).toBe(409);
      expect(body.code).toBe('username_taken');
      expect(await me(access_token)).toMatchObject({ username, full_name: null });
    });

    it('lets a name be written in other case', async () => {
      const { access_token, username } = await app.newcomer();
      const { status, body } = await change({ username: username.toUpperCase() }, access_token);
      expect([status, body.username]).toEqual([200, username.toUpperCase()]);
    });

    it('keeps the session and its tokens', async () => {
      const { access_token, refresh_token } = await app.newcomer();
      await change({ username: uniqueName() }, access_token);
      expect((await app.get('/auth/me', access_token)).status).toBe(200);
      expect((await app.post('/auth/refresh', { refresh_token })).status).toBe(200);
    });

    it.each(['roles', 'role', 'is_active', 'is_verified', 'email', 'password', 'id', 'token_epoch', 'created_at'])(
      'refuses %s, and names it',
      async (property) => {
        const { access_token } = await app.newcomer();
        const before = await me(access_token);
        const { status, body } = await change({ full_name: 'x', [property]: true }, access_token);
        expect(status).toBe(422);
        expect(body.errors).toEqual([
          { pointer: `/${property}`, code: 'unknown_property', detail: `${property} is not known here.` },
        ]);
        expect(await me(access_token)).toEqual(before);
      },
    );

    it.each([
      ['username', null],
      ['username', ''],
      ['username', 'me@example.org'],
      ['username', 7],
      ['full_name', {}],
      ['full_name', 'a\nb'],
      ['full_name', 'x'.repeat(201)],
    ])('refuses a %s of %j', async (property, value) => {
      const { access_token } = await app.newcomer();
      const before = await me(access_token);
      const { status, body } = await change({ [property]: value }, access_token);
      expect(status).toBe(422);
      expect(body.errors[0].pointer).toBe(`/${property}`);
      expect(await me(access_token)).toEqual(before);
    });

    it('does not read a form', async () => {
      const { access_token } = await app.newcomer();
      const { status, body } = await app.call(method, '/users/me', { form: { full_name: 'x' }, token: access_token });
      expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
      expect((await me(access_token)).full_name).toBeNull();
    });
  });

  it('lets one of ten callers at once take a name', async () => {
    const username = uniqueName();
    const people = await Promise.all(Array.from({ length: 10 }, () => app.newcomer()));
    const answers = await Promise.all(
      people.map(({ access_token }) => app.patch('/users/me', { username }, access_token)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'username_taken')).toHaveLength(9);
    expect(await app.sql('SELECT id FROM users WHERE username = $1', [username])).toHaveLength(1);
  });
});

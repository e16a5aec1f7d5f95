import { PASSWORD, TestApp, type Tokens, uniqueName } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';
import { makeDue, purge } from './deletions.js';

describe('an administrator', () => {
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  const someone = (username = uniqueName()) => ({ username, email: `${username}@example.org`, password: PASSWORD });
  const refresh = (refresh_token: string) => app.post('/auth/refresh', { refresh_token });

  async function expectDead({ access_token, refresh_token }: Tokens): Promise<void> {
    expect((await app.get('/auth/me', access_token)).body.code).toBe('invalid_access_token');
    expect((await refresh(refresh_token)).body.code).toBe('invalid_refresh_token');
  }

  describe('creates a user', () => {
    it('who has the role `user` and can sign in', async () => {
      const body = { ...someone(), full_name: 'Grace Hopper' };
      const answer = await app.post('/users', body, admin);
      expect(answer.status).toBe(201);
      expect(answer.text).not.toMatch(/argon2|password/);
      const { body: read } = await app.get(`/users/${answer.body.id}`, admin);
      expect(answer.body).toEqual(read);
      expect(read).toMatchObject({
        username: body.username,
        email: body.email,
        full_name: 'Grace Hopper',
        roles: ['user'],
        is_active: true,
        is_verified: false,
        last_login_at: null,
      });
      expect(claimsOf((await app.signIn(body)).access_token).sub).toBe(answer.body.id);
    });

    it('with the roles that are named', async () => {
      const body = { ...someone(), roles: ['moderator', 'user'] };
      const { status, body: created } = await app.post('/users', body, admin);
      expect([status, created.roles]).toEqual([201, ['moderator', 'user']]);
      const { access_token } = await app.signIn(body);
      expect(claimsOf(access_token)).toMatchObject({ roles: ['moderator', 'user'], scope: 'roles:read users:read' });
      expect((await app.get('/users', access_token)).status).toBe(200);
    });

    it.each([
      ['username_taken', ({ username }: { username: string }) => ({ username: username.toUpperCase() })],
      ['email_taken', ({ email }: { email: string }) => ({ email: email.toUpperCase() })],
    ])('not when it is %s', async (code, taken) => {
      const other = await app.register();
      const { status, body } = await app.post('/users', { ...someone(), ...taken(other) }, admin);
      expect([status, body.code]).toEqual([409, code]);
    });

    it.each([
      ['an unknown role', { roles: ['user', 'emperor'] }, 'unknown_role', '/roles'],
      ['a role twice', { roles: ['user', 'user'] }, 'invalid_input', '/roles'],
      ['no role', { roles: [] }, 'invalid_input', '/roles'],
      ['a role that is no name', { roles: [{ name: 'admin' }] }, 'invalid_input', '/roles'],
      ['roles that are no list', { roles: 'admin' }, 'invalid_input', '/roles'],
      ['a weak password', { password: 'short' }, 'weak_password', '/password'],
      ['is_active', { is_active: false }, 'invalid_input', '/is_active'],
      ['is_verified', { is_verified: true }, 'invalid_input', '/is_verified'],
    ])('not with %s', async (_, wrong, code, pointer) => {
      const body = { ...someone(), ...wrong };
      const answer = await app.post('/users', body, admin);
      expect([answer.status, answer.body.code]).toEqual([422, code]);
      expect(answer.body.errors[0].pointer).toBe(pointer);
      expect(await app.sql('SELECT id FROM users WHERE username = $1', [body.username])).toEqual([]);
    });
  });

  describe('changes a user', () => {
    it('and leaves alone what is absent', async () => {
      const { id } = await app.register();
      const { body: before } = await app.get(`/users/${id}`, admin);
      const username = uniqueName();
      const { status, body } = await app.patch(`/users/${id}`, { username, full_name: 'Ada' }, admin);
      expect(status).toBe(200);
      expect(body).toEqual({ ...before, username, full_name: 'Ada', updated_at: expect.any(String) });
      const { body: cleared } = await app.patch(`/users/${id}`, { full_name: null }, admin);
      expect(cleared).toMatchObject({ username, full_name: null, roles: ['user'], is_active: true });
    });

    it('but not into a name that is taken, nor half', async () => {
      const [one, other] = [await app.newcomer(), await app.register()];
      const { status, body } = await app.patch(
        `/users/${one.id}`,
        { username: other.username.toUpperCase(), is_active: false, roles: ['moderator'] },
        admin,
      );
      expect([status, body.code]).toEqual([409, 'username_taken']);
      const { body: read } = await app.get(`/users/${one.id}`, admin);
      expect(read).toMatchObject({ username: one.username, is_active: true, roles: ['user'] });
      expect((await app.get('/auth/me', one.access_token)).status).toBe(200);
      expect((await refresh(one.refresh_token)).status).toBe(200);
    });

    it.each([
      [{ is_active: null }, '/is_active'],
      [{ is_active: 'false' }, '/is_active'],
      [{ username: null }, '/username'],
      [{ roles: null }, '/roles'],
      [{ roles: [] }, '/roles'],
      [{ roles: ['user', 'user'] }, '/roles'],
      [{ roles: 'admin' }, '/roles'],
      [{ email: 'other@example.org' }, '/email'],
      [{ password: PASSWORD }, '/password'],
      [{ is_verified: true }, '/is_verified'],
    ])('but not by %j', async (json, pointer) => {
      const person = await app.newcomer();
      const { status, body } = await app.patch(`/users/${person.id}`, json, admin);
      expect([status, body.code]).toEqual([422, 'invalid_input']);
      expect(body.errors[0].pointer).toBe(pointer);
      expect((await app.get('/auth/me', person.access_token)).body).toMatchObject({ is_active: true, roles: ['user'] });
    });

    it('but not into an unknown role', async () => {
      const person = await app.newcomer();
      const { status, body } = await app.patch(`/users/${person.id}`, { roles: ['user', 'emperor'] }, admin);
      expect([status, body.code]).toEqual([422, 'unknown_role']);
      expect((await app.get('/auth/me', person.access_token)).body.roles).toEqual(['user']);
    });
  });

  describe('deactivates a user', () => {
    it('whose sessions and tokens are dead at once, and after a restart', async () => {
      const person = await app.newcomer();
      const second = await app.signIn(person);
      const { status, body } = await app.patch(`/users/${person.id}`, { is_active: false }, admin);
      expect([status, body.is_active]).toEqual([200, false]);
      for (const tokens of [person, second]) await expectDead(tokens);
      const { username } = person;
      expect((await app.post('/auth/login', { username, password: PASSWORD })).body.code).toBe('account_disabled');

      app = await app.restart();
      for (const tokens of [person, second]) await expectDead(tokens);
    });

    it('and activates again: one can sign in, but what was dead stays dead', async () => {
      const person = await app.newcomer();
      await app.patch(`/users/${person.id}`, { is_active: false }, admin);
      expect((await app.patch(`/users/${person.id}`, { is_active: true }, admin)).body.is_active).toBe(true);
      await expectDead(person);
      const { access_token } = await app.signIn(person);
      expect((await app.get('/auth/me', access_token)).status).toBe(200);
    });
  });

  describe('changes roles', () => {
    it('so that old access tokens are dead at once, and a refresh gives the new rights', async () => {
      const person = await app.newcomer();
      const { body: changed } = await app.patch(`/users/${person.id}`, { roles: ['user', 'moderator'] }, admin);
      expect(changed.roles).toEqual(['moderator', 'user']);
      expect((await app.get('/auth/me', person.access_token)).body.code).toBe('invalid_access_token');

      const { status, body: raised } = await refresh(person.refresh_token);
      expect(status).toBe(200);
      expect(claimsOf(raised.access_token)).toMatchObject({
        roles: ['moderator', 'user'],
        scope: 'roles:read users:read',
      });
      expect((await app.get('/users', raised.access_token)).status).toBe(200);

      await app.patch(`/users/${person.id}`, { roles: ['user'] }, admin);
      expect((await app.get('/users', raised.access_token)).status).toBe(401);
      const { body: lowered } = await refresh(raised.refresh_token);
      expect(claimsOf(lowered.access_token)).toMatchObject({ roles: ['user'], scope: '' });
      expect((await app.get('/users', lowered.access_token)).status).toBe(403);

      app = await app.restart();
      for (const { access_token } of [person, raised])
        expect((await app.get('/auth/me', access_token)).status).toBe(401);
      expect((await app.get('/auth/me', lowered.access_token)).status).toBe(200);
    });
  });

  describe('deletes a user', () => {
    it('whose sessions and tokens are dead at once', async () => {
      const person = await app.newcomer();
      const { status, text } = await app.delete(`/users/${person.id}`, admin);
      expect([status, text]).toEqual([204, '']);
      await expectDead(person);
      const { username } = person;
      expect((await app.post('/auth/login', { username, password: PASSWORD })).body.code).toBe('account_disabled');
      expect((await app.get(`/users/${person.id}`, admin)).body.code).toBe('user_not_found');
      expect((await app.delete(`/users/${person.id}`, admin)).status).toBe(404);
      expect(await app.sql('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([]);
    });

    it('whose name and address are free again once it is gone, and whose old tokens stay dead', async () => {
      const person = await app.newcomer();
      await app.delete(`/users/${person.id}`, admin);
      await makeDue(app, person.id);
      await purge(app);
      const heir = await app.register({ username: person.username });
      expect([heir.email, heir.id === person.id]).toEqual([person.email, false]);
      await expectDead(person);
      app = await app.restart();
      await expectDead(person);
      expect(claimsOf((await app.signIn(heir)).access_token).sub).toBe(heir.id);
    });
  });
});

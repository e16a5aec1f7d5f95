import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import type { Answer } from '../../support/http.js';
import { holderOf, holderOfRole, makeRole } from './people.js';

const CARETAKER = ['users:read', 'users:write', 'users:delete'];

/** Roles that an operator may make: those with some of an administrator's permissions gain no more by them. */
describe('nobody hands out more than they have', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const someone = () => {
    const username = uniqueName();
    return { username, email: `${username}@example.org`, password: PASSWORD };
  };
  const rolesOf = async (id: string) =>
    (await app.sql<{ role_name: string }>('SELECT role_name FROM user_roles WHERE user_id = $1 ORDER BY 1', [id])).map(
      ({ role_name }) => role_name,
    );

  it('creates plain users with users:write alone', async () => {
    const { access_token } = await holderOf(app, ...CARETAKER);
    const { status, body } = await app.post('/users', { ...someone(), roles: ['user'] }, access_token);
    expect([status, body.roles]).toEqual([201, ['user']]);
  });

  it.each([['admin'], ['moderator'], ['guest'], ['user', 'admin']])(
    'needs roles:assign to create somebody with the roles %s',
    async (...roles) => {
      const { access_token } = await holderOf(app, ...CARETAKER);
      const body = { ...someone(), roles };
      const answer = await app.post('/users', body, access_token);
      expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_permission']);
      expect(answer.headers.get('www-authenticate')).toContain('scope="roles:assign"');
      expect(await app.sql('SELECT id FROM users WHERE username = $1', [body.username])).toEqual([]);
    },
  );

  it('needs roles:assign to change roles, be it to fewer', async () => {
    const { access_token } = await holderOf(app, ...CARETAKER);
    const { id } = await app.register();
    for (const roles of [['guest'], ['user'], ['admin']]) {
      const { status, body } = await app.patch(`/users/${id}`, { full_name: 'x', roles }, access_token);
      expect([status, body.code]).toEqual([403, 'insufficient_permission']);
    }
    expect(await rolesOf(id)).toEqual(['user']);
  });

  it('cannot make an administrator with roles:assign alone, neither of others nor of oneself', async () => {
    const me = await holderOf(app, ...CARETAKER, 'roles:assign');
    const { id } = await app.register();
    const before = await rolesOf(me.id);
    for (const roles of [['admin'], ['user', 'moderator'], ['user', await makeRole(app, ['keys:rotate'])]]) {
      const answers = [
        await app.post('/users', { ...someone(), roles }, me.access_token),
        await app.patch(`/users/${id}`, { roles }, me.access_token),
        await app.patch(`/users/${me.id}`, { roles: [...new Set([...before, ...roles])] }, me.access_token),
      ];
      expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
        Array(3).fill('403 beyond_own_permissions'),
      );
    }
    expect([await rolesOf(id), await rolesOf(me.id)]).toEqual([['user'], before]);
  });

  it('hands out what it has', async () => {
    const { access_token } = await holderOf(app, ...CARETAKER, 'roles:assign');
    const lesser = await makeRole(app, ['users:read']);
    const { status, body } = await app.post('/users', { ...someone(), roles: [lesser, 'guest'] }, access_token);
    expect(status).toBe(201);
    expect(await rolesOf(body.id)).toEqual([lesser, 'guest'].toSorted());
    const { id } = await app.register();
    expect((await app.patch(`/users/${id}`, { roles: [lesser] }, access_token)).status).toBe(200);
    expect(await rolesOf(id)).toEqual([lesser]);
  });

  it('cannot hand out what is being put into a role at this moment', async () => {
    const { access_token } = await holderOf(app, ...CARETAKER, 'roles:assign');
    const { id } = await app.register();
    const role = await makeRole(app, ['users:read']);
    const body = { ...someone(), roles: [role] };
    let answers: Promise<Answer<{ code: string }>[]> | undefined;
    await app.nest.get(DataSource).transaction(async (tx) => {
      await tx.query(`UPDATE roles SET permissions = '{users:read,keys:rotate}' WHERE name = $1`, [role]);
      answers = Promise.all([
        app.patch(`/users/${id}`, { roles: [role] }, access_token),
        app.post('/users', body, access_token),
      ]);
      // Long enough for both to have come as far as the role.
      await sleep(500);
    });
    expect((await answers!).map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      Array(2).fill('403 beyond_own_permissions'),
    );
    expect(await rolesOf(id)).toEqual(['user']);
    expect(await app.sql('SELECT id FROM users WHERE username = $1', [body.username])).toEqual([]);
  });

  it.each([['moderator'], ['admin']])('does not touch a %s with fewer permissions than theirs', async (role) => {
    const { access_token } = await holderOf(app, 'users:read', 'users:write', 'users:delete', 'roles:assign');
    const superior = await holderOfRole(app, role);
    const answers = [
      await app.patch(`/users/${superior.id}`, { is_active: false }, access_token),
      await app.patch(`/users/${superior.id}`, { roles: ['user'] }, access_token),
      await app.patch(`/users/${superior.id}`, { username: uniqueName() }, access_token),
      await app.patch(`/users/${superior.id}`, {}, access_token),
      await app.delete(`/users/${superior.id}`, access_token),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      Array(5).fill('403 beyond_own_permissions'),
    );
    expect((await app.get('/auth/me', superior.access_token)).body).toMatchObject({
      username: superior.username,
      is_active: true,
      roles: [role, 'user'],
    });
  });

  it('deactivates and deletes equals', async () => {
    const { access_token } = await holderOf(app, ...CARETAKER);
    const [one, other] = [await app.newcomer(), await holderOf(app, 'users:read')];
    expect((await app.patch(`/users/${one.id}`, { is_active: false }, access_token)).status).toBe(200);
    expect((await app.delete(`/users/${other.id}`, access_token)).status).toBe(204);
    for (const person of [one, other]) expect((await app.get('/auth/me', person.access_token)).status).toBe(401);
  });

  it('needs users:delete to delete', async () => {
    const { access_token } = await holderOf(app, 'users:read', 'users:write', 'roles:assign');
    const { id } = await app.register();
    expect((await app.delete(`/users/${id}`, access_token)).body.code).toBe('insufficient_permission');
    expect(await rolesOf(id)).toEqual(['user']);
  });
});

import { TestApp, uniqueName } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';
import { letterTo } from '../../support/mailbox.js';
import { holderOf } from './people.js';

describe('administration of roles and of the sign-in of others', () => {
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  const makeRole = async (permissions: string[]) => {
    const name = uniqueName();
    const { status } = await app.post('/roles', { name, permissions }, admin);
    expect(status).toBe(201);
    return name;
  };

  it('makes a role, changes it for its holders at once, and deletes it when nobody has it', async () => {
    const name = await makeRole(['users:read']);
    const holder = await app.newcomer();
    await app.patch(`/users/${holder.id}`, { roles: [name] }, admin);
    const { access_token, refresh_token } = await app.signIn(holder);
    expect((await app.get('/users', access_token)).status).toBe(200);

    expect((await app.patch(`/roles/${name}`, { permissions: [] }, admin)).status).toBe(200);
    expect((await app.get('/users', access_token)).status).toBe(401);
    const { body } = await app.post('/auth/refresh', { refresh_token });
    expect((await app.get('/users', body.access_token)).status).toBe(403);

    expect((await app.delete(`/roles/${name}`, admin)).body.code).toBe('role_in_use');
    await app.patch(`/users/${holder.id}`, { roles: ['user'] }, admin);
    expect((await app.delete(`/roles/${name}`, admin)).status).toBe(204);
  });

  it('refuses what the maker does not have, a taken name, and to touch the administrator’s permissions', async () => {
    const { access_token } = await holderOf(app, 'roles:write', 'users:read');
    const beyond = await app.post('/roles', { name: uniqueName(), permissions: ['moon:own'] }, access_token);
    expect([beyond.status, beyond.body.code]).toEqual([403, 'beyond_own_permissions']);
    expect((await app.post('/roles', { name: 'user', permissions: [] }, admin)).body.code).toBe('role_taken');
    expect((await app.patch('/roles/admin', { permissions: [] }, admin)).body.code).toBe('built_in_role');
    expect((await app.delete('/roles/guest', admin)).body.code).toBe('built_in_role');
  });

  it('lets an administrator bring in permissions of an application, and nobody else pass them on', async () => {
    const name = await makeRole(['users:read']);
    const permissions = ['users:read', 'tickets:write'];
    const delegate = await holderOf(app, 'roles:write', 'roles:assign', 'users:read', 'users:write');
    const refused = [
      await app.post('/roles', { name: uniqueName(), permissions }, delegate.access_token),
      await app.patch(`/roles/${name}`, { permissions }, delegate.access_token),
    ];
    expect((await app.patch(`/roles/${name}`, { permissions }, admin)).body.permissions).toEqual(permissions);

    const agent = await app.newcomer();
    refused.push(await app.patch(`/users/${agent.id}`, { roles: [name] }, delegate.access_token));
    expect((await app.patch(`/users/${agent.id}`, { roles: [name] }, admin)).status).toBe(200);
    expect(claimsOf((await app.signIn(agent)).access_token).scope).toBe('tickets:write users:read');

    refused.push(
      await app.patch(`/roles/${name}`, { permissions: [] }, delegate.access_token),
      await app.patch(`/users/${agent.id}`, { is_active: false }, delegate.access_token),
    );
    expect(refused.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      Array(5).fill('403 beyond_own_permissions'),
    );
    expect((await app.patch(`/users/${agent.id}`, { is_active: false }, admin)).status).toBe(200);
  });

  it('invites somebody, who chooses the password', async () => {
    const username = uniqueName();
    const email = `${username}@example.org`;
    expect((await app.post('/users', { username, email }, admin)).status).toBe(201);
    const { token } = await letterTo(app, email, 'invitation');
    const password = 'chosen by the invited one';
    expect((await app.post('/auth/invitation/accept', { token, new_password: password })).status).toBe(200);
    const { access_token } = await app.signIn({ username, password });
    expect((await app.get('/auth/me', access_token)).body.is_verified).toBe(true);
  });

  it('signs somebody out everywhere and mails a link to a new password', async () => {
    const person = await app.newcomer();
    expect((await app.get(`/users/${person.id}/sessions`, admin)).body).toHaveLength(1);
    expect((await app.delete(`/users/${person.id}/sessions`, admin)).status).toBe(204);
    expect((await app.get('/auth/me', person.access_token)).status).toBe(401);
    expect((await app.post(`/users/${person.id}/password-reset`, undefined, admin)).status).toBe(202);
    await letterTo(app, person.email, 'reset_password');
    const other = await app.newcomer();
    expect((await app.delete(`/users/${person.id}/sessions`, other.access_token)).status).toBe(403);
  });

  it.each(['verify-email', 'reset-password', 'accept-invitation', 'confirm-email', 'not-me', 'unlock'])(
    'has a page for /%s that a visit does nothing to',
    async (page) => {
      const answer = await app.get(`//${page}`, undefined, { 'accept-language': 'de' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-language')).toBe('de');
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(answer.text).not.toMatch(/<script>|style="/);
    },
  );
});

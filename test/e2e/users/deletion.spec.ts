import { PASSWORD, type Person, TestApp, type Tokens } from '../../support/app.js';
import { letterTo, lettersTo } from '../../support/mailbox.js';
import { deleteOwn } from './deletions.js';
import { holderOf, holderOfRole } from './people.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('an account that is deleted', () => {
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  const restoreAsAdmin = (id: string) => app.post(`/users/${id}/restore`, undefined, admin);
  const restore = (token: string) => app.post('/auth/account/restore', { token });
  const login = ({ username }: Person, password = PASSWORD) => app.post('/auth/login', { username, password });
  const closed = async (query = '') => (await app.get(`/users?deleted=true&limit=100${query}`, admin)).body as Person[];

  async function expectDead({ access_token, refresh_token }: Tokens): Promise<void> {
    expect((await app.get('/auth/me', access_token)).status).toBe(401);
    expect((await app.post('/auth/refresh', { refresh_token })).status).toBe(401);
  }

  const WAYS: [string, (person: Person & Tokens) => Promise<{ status: number }>, number, string[]][] = [
    // What its owner has closed an administrator may close once more, see below.
    ['by its owner', (person) => deleteOwn(app, person.access_token, person.password), 202, []],
    ['by an administrator', (person) => app.delete(`/users/${person.id}`, admin), 204, ['']],
  ];

  describe.each(WAYS)('%s', (_, remove, status, deletable) => {
    it('is closed at once: no session, no token, no sign-in', async () => {
      const person = await app.newcomer();
      expect((await remove(person)).status).toBe(status);
      await expectDead(person);
      const right = await login(person);
      expect([right.status, right.body.code]).toEqual([403, 'account_disabled']);
      const wrong = await login(person, 'some other long password');
      expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
      expect(await app.sql('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([]);
    });

    it('is not there for anybody but those who ask for deleted ones', async () => {
      const person = await app.newcomer();
      const before = (await app.get('/users/stats/count', admin)).body;
      await remove(person);
      for (const [method, path, json] of [
        ['GET', '', undefined],
        ['PATCH', '', { full_name: 'x' }],
        ...deletable.map((path) => ['DELETE', path, undefined] as const),
        ['GET', '/sessions', undefined],
        ['DELETE', '/sessions', undefined],
        ['POST', '/password-reset', undefined],
      ] as const) {
        const answer = await app.call(method, `/users/${person.id}${path}`, { json, token: admin });
        expect([answer.status, answer.body.code], `${method} ${path}`).toEqual([404, 'user_not_found']);
      }
      const listed = await app.get(`/users?q=${person.username}`, admin);
      expect([listed.body, listed.headers.get('x-total-count')]).toEqual([[], '0']);
      const gone = await app.get(`/users?deleted=true&q=${person.username}`, admin);
      expect(gone.headers.get('x-total-count')).toBe('1');
      expect(gone.body).toMatchObject([{ id: person.id, email: person.email, is_active: true }]);
      const left = new Date(gone.body[0].deletes_at).getTime() - Date.now();
      expect(Math.abs(left - 14 * DAY_MS)).toBeLessThan(60_000);
      const after = (await app.get('/users/stats/count', admin)).body;
      expect(after.total_users).toBe(before.total_users - 1);
      expect(after.active_users).toBe(before.active_users - 1);
      expect(after.by_role.user).toBe(before.by_role.user - 1);
    });

    it('keeps its name and its address', async () => {
      const person = await app.newcomer();
      await remove(person);
      const body = { username: person.username, email: 'another@example.org', password: PASSWORD };
      expect((await app.post('/auth/register', body)).body.code).toBe('username_taken');
      const other = { username: `x${person.username.slice(1)}`, email: person.email, password: PASSWORD };
      expect((await app.post('/auth/register', other)).body.code).toBe('email_taken');
      expect((await app.post('/users', other, admin)).body.code).toBe('email_taken');
    });

    it('gets no letters, and its links are void', async () => {
      const person = await app.newcomer();
      await app.post('/auth/password/reset/request', { email: person.email });
      const reset = await letterTo(app, person.email, 'reset_password');
      await app.post('/auth/email/verification/request', undefined, person.access_token);
      const verify = await letterTo(app, person.email, 'verify_email');
      await remove(person);
      const byReset = { token: reset.token, new_password: 'a quite different phrase 77' };
      expect((await app.post('/auth/password/reset/confirm', byReset)).body.code).toBe('invalid_token');
      const byLink = await app.post('/auth/email/verification/confirm', { token: verify.token });
      expect(byLink.body.code).toBe('invalid_token');

      const before = (await lettersTo(app, person.email)).length;
      // Served in order: once the letter of the second is there, the first had its turn.
      const marker = await app.register();
      await app.post('/auth/password/reset/request', { email: person.email });
      await app.post('/auth/password/reset/request', { email: marker.email });
      await letterTo(app, marker.email, 'reset_password');
      expect(await lettersTo(app, person.email)).toHaveLength(before);
    });

    it('is opened again by an administrator, as it was', async () => {
      const person = await app.newcomer();
      await remove(person);
      const answer = await restoreAsAdmin(person.id);
      expect([answer.status, answer.body.id]).toEqual([200, person.id]);
      expect(answer.body).not.toHaveProperty('deletes_at');
      await expectDead(person);
      const again = await app.signIn(person);
      expect((await app.get('/auth/me', again.access_token)).body.id).toBe(person.id);
      expect((await closed()).map(({ id }) => id)).not.toContain(person.id);
      expect((await restoreAsAdmin(person.id)).body.code).toBe('user_not_found');
      const { body } = await app.get('/users/me/activity', again.access_token);
      expect(body.map(({ type }: { type: string }) => type)).toEqual(
        expect.arrayContaining(['user.deleted', 'user.restored']),
      );
    });

    it('stays deactivated if it was', async () => {
      const person = await app.newcomer();
      await remove(person);
      await app.sql('UPDATE users SET is_active = false WHERE id = $1', [person.id]);
      expect((await restoreAsAdmin(person.id)).body.is_active).toBe(false);
      expect((await login(person)).body.code).toBe('account_disabled');
    });
  });

  describe('by its owner', () => {
    it('needs the password, and says when it will be gone', async () => {
      const person = await app.newcomer();
      const wrong = await deleteOwn(app, person.access_token, 'not the password at all');
      expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
      expect((await app.call('DELETE', '/users/me', { token: person.access_token })).status).toBe(422);
      expect((await app.get('/auth/me', person.access_token)).status).toBe(200);

      const { status, body } = await deleteOwn(app, person.access_token, person.password);
      expect(status).toBe(202);
      const [row] = await app.sql<{ deletes_at: Date }>('SELECT deletes_at FROM users WHERE id = $1', [person.id]);
      expect(body.deletes_at).toBe(row!.deletes_at.toISOString());
    });

    it('without a password says how to get one', async () => {
      const person = await app.newcomer();
      await app.sql('UPDATE users SET password_hash = NULL WHERE id = $1', [person.id]);
      const { status, body } = await deleteOwn(app, person.access_token, 'anything long enough');
      expect([status, body.code]).toEqual([409, 'password_not_set']);
      expect(body.detail).toContain('/auth/password/reset/request');
    });

    it('is restored by the link in the letter, once, and by nothing less than its button', async () => {
      const person = await app.newcomer();
      await deleteOwn(app, person.access_token, person.password);
      const { link, token, text } = await letterTo(app, person.email, 'account_deleted');
      expect(link).toBe(`http://gatehouse.test/restore-account#token=${token}`);
      expect(text).toMatch(/20\d\d.*UTC/);
      for (let opened = 0; opened < 3; opened++) expect((await app.get('//restore-account')).status).toBe(200);
      expect((await login(person)).status).toBe(403);

      expect((await restore(`${token.slice(0, -1)}x`)).body.code).toBe('invalid_token');
      expect((await restore(token)).status).toBe(200);
      expect((await restore(token)).body.code).toBe('invalid_token');
      const { access_token } = await app.signIn(person);
      expect((await app.get('/auth/me', access_token)).status).toBe(200);
      await expectDead(person);
    });

    it('cannot be restored by a link of an earlier time', async () => {
      const person = await app.newcomer();
      await deleteOwn(app, person.access_token, person.password);
      const { token } = await letterTo(app, person.email, 'account_deleted');
      await restoreAsAdmin(person.id);
      expect((await restore(token)).body.code).toBe('invalid_token');
      await app.delete(`/users/${person.id}`, admin);
      // What the owner had a link for was the owner's deletion, not this one.
      expect((await restore(token)).body.code).toBe('invalid_token');
    });

    it('cannot be restored when the time is over', async () => {
      const person = await app.newcomer();
      await deleteOwn(app, person.access_token, person.password);
      const { token } = await letterTo(app, person.email, 'account_deleted');
      await app.sql(`UPDATE users SET deletes_at = now() WHERE id = $1`, [person.id]);
      expect((await restore(token)).body.code).toBe('invalid_token');
      expect((await restoreAsAdmin(person.id)).body.code).toBe('user_not_found');
      expect((await login(person)).status).toBe(403);
    });

    it('is restored by a notice that it was not them', async () => {
      const person = await app.newcomer();
      const json = { current_password: PASSWORD, new_password: 'what the thief would like 9' };
      await app.post('/auth/password/change', json, person.access_token);
      const notice = await letterTo(app, person.email, 'password_changed');
      await deleteOwn(app, person.access_token, json.new_password);
      expect((await app.post('/auth/not-me', { token: notice.token })).status).toBe(200);
      expect((await app.get(`/users/${person.id}`, admin)).body.id).toBe(person.id);
      expect((await login(person, json.new_password)).body.code).toBe('invalid_credentials');
      await letterTo(app, person.email, 'reset_password');
    });
  });

  describe('by an administrator', () => {
    it('is not opened again by "this was not me" of an earlier notice', async () => {
      const person = await app.newcomer();
      await app.signIn(person);
      const { token } = await letterTo(app, person.email, 'new_device');
      await app.delete(`/users/${person.id}`, admin);
      expect((await app.post('/auth/not-me', { token })).body.code).toBe('invalid_token');
      expect((await login(person)).body.code).toBe('account_disabled');
      expect((await app.get(`/users/${person.id}`, admin)).status).toBe(404);
      // It was not used up: it is the owner's again when an administrator has thought better of it.
      await restoreAsAdmin(person.id);
      expect((await app.post('/auth/not-me', { token })).status).toBe(200);
    });

    it('after its owner has closed it, is out of the owner’s reach', async () => {
      const person = await app.newcomer();
      await app.signIn(person);
      const notice = await letterTo(app, person.email, 'new_device');
      await deleteOwn(app, person.access_token, person.password);
      const link = await letterTo(app, person.email, 'account_deleted');
      const [{ deletes_at: before } = {}] = await app.sql('SELECT deletes_at FROM users WHERE id = $1', [person.id]);

      expect((await app.delete(`/users/${person.id}`, admin)).status).toBe(204);
      await letterTo(app, person.email, 'account_closed');
      expect((await restore(link.token)).body.code).toBe('invalid_token');
      expect((await app.post('/auth/not-me', { token: notice.token })).body.code).toBe('invalid_token');
      expect((await login(person)).body.code).toBe('account_disabled');
      expect(await app.sql('SELECT deletes_at FROM users WHERE id = $1', [person.id])).toEqual([
        { deletes_at: before },
      ]);
      expect((await app.delete(`/users/${person.id}`, admin)).body.code).toBe('user_not_found');
      expect((await restoreAsAdmin(person.id)).status).toBe(200);
      await app.signIn(person);
    });

    it('is not possible for the own one, which takes the password', async () => {
      const deleter = await holderOf(app, 'users:read', 'users:delete');
      const { status, body } = await app.delete(`/users/${deleter.id.toUpperCase()}`, deleter.access_token);
      expect([status, body.code]).toEqual([409, 'own_account']);
      expect(body.detail).toContain('DELETE /users/me');
      expect((await app.get('/auth/me', deleter.access_token)).status).toBe(200);
      expect((await deleteOwn(app, deleter.access_token, deleter.password)).status).toBe(202);
    });
  });

  it('by an administrator tells its owner, without a way back', async () => {
    const person = await app.register();
    await app.delete(`/users/${person.id}`, admin);
    const { link, text } = await letterTo(app, person.email, 'account_closed');
    expect(link).not.toContain('#');
    expect(text).toMatch(/20\d\d.*UTC/);
    expect(await app.sql('SELECT purpose FROM one_time_tokens WHERE user_id = $1', [person.id])).toEqual([]);
  });

  it('is neither deleted nor restored by those who may not, or may less', async () => {
    const reader = await holderOf(app, 'users:read', 'users:write');
    const deleter = await holderOf(app, 'users:read', 'users:delete');
    const person = await app.register();
    const chief = await holderOfRole(app, 'moderator');
    expect((await app.delete(`/users/${person.id}`, reader.access_token)).body.code).toBe('insufficient_permission');
    expect((await app.delete(`/users/${chief.id}`, deleter.access_token)).body.code).toBe('beyond_own_permissions');
    await app.delete(`/users/${chief.id}`, admin);
    await app.delete(`/users/${person.id}`, admin);
    const as = (who: Tokens, id: string) => app.post(`/users/${id}/restore`, undefined, who.access_token);
    expect((await as(reader, person.id)).body.code).toBe('insufficient_permission');
    expect((await as(deleter, chief.id)).body.code).toBe('beyond_own_permissions');
    expect((await as(deleter, person.id)).status).toBe(200);
  });

  it('is never that of the last administrator', async () => {
    const answer = await deleteOwn(app, admin, 'violet anchor under glass');
    expect([answer.status, answer.body.code]).toEqual([409, 'last_administrator']);
    const other = await holderOfRole(app, 'admin');
    expect((await deleteOwn(app, other.access_token, other.password)).status).toBe(202);
    // The closed one does not count.
    expect((await deleteOwn(app, admin, 'violet anchor under glass')).body.code).toBe('last_administrator');
    expect((await app.get('/auth/me', admin)).status).toBe(200);
  });
});

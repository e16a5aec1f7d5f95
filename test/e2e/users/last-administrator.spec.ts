import { ADMIN, TestApp } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';
import { holderOfRole, type SignedIn } from './people.js';

/** Of its own application, because it counts administrators. Before each test there is one. */
describe('the last administrator', () => {
  let app: TestApp;
  let token: string;
  let id: string;

  beforeAll(async () => {
    app = await TestApp.start();
    token = (await app.admin()).access_token;
    id = claimsOf(token).sub;
  });
  afterEach(() => app.sql(`DELETE FROM users WHERE username <> $1`, [ADMIN.username]));
  afterAll(() => app.stop());

  const activeAdministrators = async () =>
    (
      await app.sql<{ id: string }>(
        `SELECT id FROM users JOIN user_roles ON user_id = id WHERE role_name = 'admin' AND is_active AND deletes_at IS NULL`,
      )
    ).map((row) => row.id);

  const ATTACKS = [
    ['demoted', 'PATCH', { roles: ['user'] }],
    ['demoted to a role of many words', 'PATCH', { roles: ['moderator', 'guest', 'user'] }],
    ['deactivated', 'PATCH', { is_active: false }],
    ['demoted and renamed', 'PATCH', { roles: ['user'], full_name: 'x' }],
    ['deleted', 'DELETE', undefined],
  ] as const;

  it.each(ATTACKS)('cannot be %s, not even by themselves', async (_, method, json) => {
    const { status, body } = await app.call(method, `/users/${id}`, { json, token });
    // The own account takes the password, at another door; see deletion.spec.ts for the last administrator there.
    expect([status, body.code]).toEqual([409, method === 'DELETE' ? 'own_account' : 'last_administrator']);
    expect((await app.get('/auth/me', token)).body).toMatchObject({
      is_active: true,
      roles: ['admin'],
      full_name: null,
    });
  });

  it('is the last one also when another is disabled', async () => {
    const other = await holderOfRole(app, 'admin');
    expect((await app.patch(`/users/${other.id}`, { is_active: false }, token)).status).toBe(200);
    expect((await app.patch(`/users/${id}`, { roles: ['user'] }, token)).body.code).toBe('last_administrator');
    expect((await app.delete(`/users/${other.id}`, token)).status).toBe(204);
  });

  it('may keep the role and change everything else', async () => {
    const { status } = await app.patch(`/users/${id}`, { full_name: null, is_active: true }, token);
    expect(status).toBe(200);
  });

  it.each(ATTACKS)(
    'is no longer the last once there is another, and can be %s by that one',
    async (_, method, json) => {
      const [one, other] = [await holderOfRole(app, 'admin'), await holderOfRole(app, 'admin')];
      const answer = await app.call(method, `/users/${other.id}`, { json, token: one.access_token });
      expect(answer.status).toBeLessThan(300);
      expect((await app.get('/auth/me', other.access_token)).status).toBe(401);
      expect((await activeAdministrators()).toSorted()).toEqual([id, one.id].toSorted());
    },
  );

  describe('of two who act at the same moment', () => {
    const both = async (one: SignedIn, other: SignedIn, act: (by: SignedIn, to: SignedIn) => Promise<unknown>) => {
      await app.sql('UPDATE users SET is_active = false WHERE id = $1', [id]);
      try {
        await Promise.all([act(one, other), act(other, one)]);
        return (await activeAdministrators()).length;
      } finally {
        await app.sql('UPDATE users SET is_active = true WHERE id = $1', [id]);
        await app.sql('DELETE FROM users WHERE id = ANY ($1)', [[one.id, other.id]]);
      }
    };

    it.each(ATTACKS)('one stays when both want the other %s', async (_, method, json) => {
      for (let round = 0; round < 4; round++) {
        const [one, other] = [await holderOfRole(app, 'admin'), await holderOfRole(app, 'admin')];
        const statuses: number[] = [];
        const left = await both(one, other, async (by, to) => {
          const { status } = await app.call(method, `/users/${to.id}`, { json, token: by.access_token });
          statuses.push(status);
        });
        expect(left).toBe(1);
        expect(statuses.filter((status) => status < 300)).toHaveLength(1);
        expect([401, 404, 409]).toContain(statuses.find((status) => status >= 300));
      }
    });

    it('one stays when both step back', async () => {
      for (let round = 0; round < 4; round++) {
        const [one, other] = [await holderOfRole(app, 'admin'), await holderOfRole(app, 'admin')];
        const left = await both(one, other, (by) => app.patch(`/users/${by.id}`, { roles: ['user'] }, by.access_token));
        expect(left).toBe(1);
      }
    });
  });

  it('is not guarded by a lock that promotions run into', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => app.register()));
    const calls = people.flatMap((person) =>
      Array.from({ length: 6 }, (_, i) =>
        app.patch(
          `/users/${person.id}`,
          i % 2 ? { is_active: i % 4 === 1 } : { roles: i % 4 ? ['admin'] : ['user'] },
          token,
        ),
      ),
    );
    expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]));
  });
});

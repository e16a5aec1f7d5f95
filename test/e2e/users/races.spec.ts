import { TestApp } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';
import { holderOfRole } from './people.js';

const ROUNDS = 4;
const CALLERS = 4;

/** Nothing that was issued at the same moment outlives the decision of an administrator. */
describe('an administrator and a user who act at the same moment', () => {
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  const times = <T>(act: () => Promise<T>) => Array.from({ length: CALLERS }, act);
  const me = (token: string) => app.get('/auth/me', token);
  const refresh = (refresh_token: string) => app.post('/auth/refresh', { refresh_token });

  describe.each([
    ['a deactivation', 'PATCH', { is_active: false }],
    ['a deletion', 'DELETE', undefined],
  ])('%s', (_, method, json) => {
    it('leaves no session that began meanwhile', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const { id, username, password } = await app.register();
        const [decision, ...logins] = await Promise.all([
          app.call(method, `/users/${id}`, { json, token: admin }),
          ...times(() => app.post('/auth/login', { username, password })),
        ]);
        expect(decision.status).toBeLessThan(300);
        for (const { status, body } of logins) {
          expect([200, 401, 403]).toContain(status);
          if (status !== 200) continue;
          expect((await me(body.access_token)).status).toBe(401);
          expect((await refresh(body.refresh_token)).status).toBe(401);
        }
        expect(await app.sql('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [id])).toEqual([]);
      }
    });

    it('leaves no token that was refreshed meanwhile', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const { id, refresh_token } = await app.newcomer();
        const [decision, ...refreshed] = await Promise.all([
          app.call(method, `/users/${id}`, { json, token: admin }),
          ...times(() => refresh(refresh_token)),
        ]);
        expect(decision.status).toBeLessThan(300);
        for (const { status, body } of refreshed) {
          expect([200, 401]).toContain(status);
          if (status !== 200) continue;
          expect((await me(body.access_token)).status).toBe(401);
          expect((await refresh(body.refresh_token)).status).toBe(401);
        }
      }
    });
  });

  it('a change of roles leaves no token with the former rights', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const person = await holderOfRole(app, 'moderator');
      const { id, username, password, refresh_token } = person;
      const [decision, ...answers] = await Promise.all([
        app.patch(`/users/${id}`, { roles: ['user'] }, admin),
        ...times(() => refresh(refresh_token)),
        ...times(() => app.post('/auth/login', { username, password })),
      ]);
      expect(decision.status).toBe(200);
      expect((await app.get('/users', person.access_token)).status).toBe(401);
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        const { roles } = claimsOf(body.access_token);
        expect((await app.get('/users', body.access_token)).status).toBe(roles.includes('moderator') ? 401 : 403);
      }
    }
  });
});

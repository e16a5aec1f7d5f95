import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN, PASSWORD, TestApp, type Tokens, uniqueName } from '../support/app.js';
import type { Answer, Json } from '../support/http.js';

const times = <T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

const statusesOf = (answers: Answer<Json>[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b);

describe('Races', () => {
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  const refresh = (refresh_token: string) => app.post('/auth/refresh', { refresh_token });
  const issuedBy = (answers: Answer<Json>[]) =>
    answers.filter(({ status }) => status === 200).map(({ body }) => body as Tokens);

  /** How many of the pairs still open anything. */
  async function alive(pairs: Tokens[]): Promise<number> {
    const answers = await Promise.all(
      pairs.flatMap(({ access_token, refresh_token }) => [app.get('/auth/me', access_token), refresh(refresh_token)]),
    );
    return answers.filter(({ status }) => status === 200).length;
  }

  describe('of 20 registrations at once', () => {
    it('one gets the e-mail address, however it is spelt', async () => {
      const name = uniqueName();
      const answers = await times(20, (i) => {
        const email = i % 2 ? `${name}@example.org` : `${name.toUpperCase()}@Example.ORG`;
        return app.post('/auth/register', { username: uniqueName(), email, password: PASSWORD });
      });
      expect(statusesOf(answers)).toEqual([201, ...Array(19).fill(409)]);
      expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set([undefined, 'email_taken']));
      const rows = await app.sql('SELECT FROM users WHERE lower(email) = $1', [`${name}@example.org`]);
      expect(rows).toHaveLength(1);
    });

    it('one gets the username, however it is spelt', async () => {
      const name = uniqueName();
      const answers = await times(20, (i) => {
        const username = i % 2 ? name : name.toUpperCase();
        return app.post('/auth/register', { username, email: `${name}${i}@example.org`, password: PASSWORD });
      });
      expect(statusesOf(answers)).toEqual([201, ...Array(19).fill(409)]);
      expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set([undefined, 'username_taken']));
      const rows = await app.sql('SELECT FROM users WHERE lower(username) = $1', [name]);
      expect(rows).toHaveLength(1);
    });

    it('none leaves half a user behind', async () => {
      const orphans = `SELECT FROM users u WHERE NOT EXISTS (SELECT FROM user_roles ur WHERE ur.user_id = u.id)`;
      expect(await app.sql(orphans)).toEqual([]);
    });
  });

  it('of two users who want one name at once, one gets it', async () => {
    const people = await times(5, () => app.newcomer());
    const username = uniqueName();
    const answers = await Promise.all(
      people.map(({ access_token }) => app.patch('/users/me', { username }, access_token)),
    );
    expect(statusesOf(answers)).toEqual([200, 409, 409, 409, 409]);
  });

  it('leave at most one usable successor of 20 refreshes at once', async () => {
    const { refresh_token } = await app.newcomer();
    const answers = await times(20, () => refresh(refresh_token));
    const successors = new Set(issuedBy(answers).map((tokens) => tokens.refresh_token));
    expect(successors.size).toBe(1);

    const used = await Promise.all([...successors].map(refresh));
    expect(statusesOf(used)).toEqual([200]);
    const [row] = await app.sql<{ counter: number }>('SELECT max(counter) AS counter FROM sessions WHERE id = $1', [
      claimsOf(used[0]!.body.access_token).sid,
    ]);
    expect(row).toEqual({ counter: 2 });
  });

  it('leave nothing alive of a refresh that meets a logout', async () => {
    const person = await app.register();
    for (let round = 0; round < 20; round++) {
      const first = await app.signIn(person);
      const [out, ...refreshes] = await Promise.all([
        sleep(round % 5).then(() => app.post('/auth/logout', undefined, first.access_token)),
        ...Array.from({ length: 3 }, (_, i) => sleep(i * (round % 4)).then(() => refresh(first.refresh_token))),
      ]);
      expect(out.status).toBe(200);
      expect(await alive([first, ...issuedBy(refreshes)]), `round ${round}`).toBe(0);
    }
  });

  it('leave no live session of a sign-in that meets a deactivation', async () => {
    const person = await app.register();
    const set = (is_active: boolean) => app.patch(`/users/${person.id}`, { is_active }, admin);
    for (let round = 0; round < 12; round++) {
      const logins = Array.from({ length: 3 }, () => app.post('/auth/login', namePassword(person)));
      // Some while the passwords are still being checked, some between the first answer and the last.
      const [changed, ...answers] = await Promise.all([
        (round % 2 ? Promise.race(logins) : sleep(round * 10)).then(() => set(false)),
        ...logins,
      ]);
      expect(changed.status).toBe(200);
      expect(await alive(issuedBy(answers)), `round ${round}`).toBe(0);
      expect(await app.sql('SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([]);
      await set(true);
    }
  });

  it('leave nothing of a sign-in that meets a deletion', async () => {
    for (let round = 0; round < 6; round++) {
      const person = await app.register();
      const [removed, ...logins] = await Promise.all([
        sleep(round * 15).then(() => app.delete(`/users/${person.id}`, admin)),
        ...Array.from({ length: 2 }, () => app.post('/auth/login', namePassword(person))),
      ]);
      expect(removed.status).toBe(204);
      expect(await alive(issuedBy(logins)), `round ${round}`).toBe(0);
      expect(await app.sql('SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([]);
    }
  });

  it('leave no token with the former roles of a refresh that meets a change of roles', async () => {
    const person = await app.newcomer();
    let current: Tokens = person;
    for (let round = 0; round < 15; round++) {
      const roles = round % 2 ? ['user'] : ['moderator', 'user'];
      const [changed, ...refreshes] = await Promise.all([
        app.patch(`/users/${person.id}`, { roles }, admin),
        ...Array.from({ length: 4 }, () => refresh(current.refresh_token)),
      ]);
      expect(changed.status).toBe(200);
      expect(statusesOf(refreshes)).toEqual([200, 200, 200, 200]);
      for (const { access_token } of issuedBy(refreshes)) {
        const fresh = claimsOf(access_token).roles.length === roles.length;
        expect((await app.get('/auth/me', access_token)).status, `round ${round}`).toBe(fresh ? 200 : 401);
      }
      current = (await refresh(issuedBy(refreshes)[0]!.refresh_token)).body;
      expect(claimsOf(current.access_token).roles).toEqual(roles);
    }
  });

  it('delete a user once', async () => {
    const { id } = await app.register();
    const answers = await times(10, () => app.delete(`/users/${id}`, admin));
    expect(statusesOf(answers)).toEqual([204, ...Array(9).fill(404)]);
  });

  it('end a session once', async () => {
    const person = await app.newcomer();
    const other = await app.signIn(person);
    const id = claimsOf(other.access_token).sid;
    const answers = await times(10, () => app.delete(`/auth/sessions/${id}`, person.access_token));
    expect(statusesOf(answers)).toEqual([204, ...Array(9).fill(404)]);
    expect(await alive([other])).toBe(0);
  });

  it('leave an administrator when two take each other away', async () => {
    const other = await app.register();
    expect((await app.patch(`/users/${other.id}`, { roles: ['admin', 'user'] }, admin)).status).toBe(200);
    const rival = await app.signIn(other);
    const { id: adminId } = (await app.get('/auth/me', admin)).body;

    const answers = await Promise.all([
      app.patch(`/users/${other.id}`, { is_active: false }, admin),
      app.patch(`/users/${adminId}`, { roles: ['user'] }, rival.access_token),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await app.sql(
      `SELECT FROM users u JOIN user_roles r ON r.user_id = u.id WHERE r.role_name = 'admin' AND u.is_active`,
    );
    expect(left).toHaveLength(1);

    // As it was, for the tests that come after.
    await app.sql(`INSERT INTO user_roles (user_id, role_name) VALUES ($1, 'admin') ON CONFLICT DO NOTHING`, [adminId]);
    admin = (await app.signIn(ADMIN)).access_token;
  });
});

const namePassword = ({ username, password }: { username: string; password: string }) => ({ username, password });

function claimsOf(accessToken: string): { sid: string; roles: string[] } {
  return JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString());
}

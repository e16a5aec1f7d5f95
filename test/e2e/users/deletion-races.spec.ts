import { TestApp } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';
import { Log } from '../audit/log.js';
import { deleteOwn, makeDue, purge } from './deletions.js';

const ROUNDS = 5;
const CALLERS = 5;

describe('deletion, restoring, removal and sign-in at the same moment', () => {
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  const times = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: CALLERS }, act));
  const rounds = async (act: () => Promise<void>) => {
    for (let round = 0; round < ROUNDS; round++) await act();
  };
  const stateOf = async (id: string) => {
    const [row] = await app.sql<{ deletes_at: Date | null }>('SELECT deletes_at FROM users WHERE id = $1', [id]);
    return row === undefined ? 'gone' : row.deletes_at === null ? 'open' : 'closed';
  };
  const restoreAsAdmin = (id: string) => app.post(`/users/${id}/restore`, undefined, admin);
  const restore = (token: string) => app.post('/auth/account/restore', { token });
  const statuses = (answers: readonly { status: number }[]) =>
    answers.map(({ status }) => status).toSorted((a, b) => a - b);

  it('of many owners and of many administrators who delete one does, and one letter is written', () =>
    rounds(async () => {
      const person = await app.newcomer();
      const [own, byAdmin] = await Promise.all([
        times(() => deleteOwn(app, person.access_token, person.password)),
        times(() => app.delete(`/users/${person.id}`, admin)),
      ]);
      const all = [...own, ...byAdmin];
      // What its owner has closed an administrator may close once more, and then tells them.
      const done = all.filter(({ status }) => status < 300).length;
      expect(byAdmin.filter(({ status }) => status < 300).length).toBeLessThanOrEqual(1);
      expect([1, 2]).toContain(done);
      for (const { status } of all) expect([202, 204, 401, 404]).toContain(status);
      const letters = `SELECT id FROM outbox WHERE recipient = $1 AND template IN ('account_deleted', 'account_closed')`;
      expect(await app.sql(letters, [person.email])).toHaveLength(done);
    }));

  it('of many who use the link one does', () =>
    rounds(async () => {
      const person = await app.newcomer();
      await deleteOwn(app, person.access_token, person.password);
      const { token } = await letterTo(app, person.email, 'account_deleted');
      expect(statuses(await times(() => restore(token)))).toEqual([200, ...Array(CALLERS - 1).fill(400)]);
      expect(await stateOf(person.id)).toBe('open');
    }));

  it('link and administrator restore it once between them', () =>
    rounds(async () => {
      const person = await app.newcomer();
      await deleteOwn(app, person.access_token, person.password);
      const { token } = await letterTo(app, person.email, 'account_deleted');
      const [byLink, byAdmin] = await Promise.all([
        times(() => restore(token)),
        times(() => restoreAsAdmin(person.id)),
      ]);
      expect([...byLink, ...byAdmin].filter(({ status }) => status === 200)).toHaveLength(1);
      expect([...byLink, ...byAdmin].filter(({ status }) => status >= 500)).toEqual([]);
    }));

  it('deleting and restoring by turns ends in one of the two, never in between', () =>
    rounds(async () => {
      const person = await app.newcomer();
      const answers = await Promise.all(
        Array.from({ length: 3 * CALLERS }, (_, i) =>
          i % 2 ? restoreAsAdmin(person.id) : app.delete(`/users/${person.id}`, admin),
        ),
      );
      for (const { status } of answers) expect([200, 204, 404]).toContain(status);
      const state = await stateOf(person.id);
      const done = (status: number) => answers.filter((answer) => answer.status === status).length;
      expect(done(204) - done(200)).toBe(state === 'closed' ? 1 : 0);
      const login = await app.post('/auth/login', { username: person.username, password: person.password });
      expect(login.status).toBe(state === 'closed' ? 403 : 200);
    }));

  it('a removal and a restoring leave it gone or open', () =>
    rounds(async () => {
      const person = await app.newcomer();
      await deleteOwn(app, person.access_token, person.password);
      const { token } = await letterTo(app, person.email, 'account_deleted');
      // Due at about the moment at which all of them come.
      await app.sql(`UPDATE users SET deletes_at = clock_timestamp() + interval '15 ms' WHERE id = $1`, [person.id]);
      const [answers] = await Promise.all([
        times(() => restore(token)),
        ...Array.from({ length: 8 }, () => purge(app)),
        restoreAsAdmin(person.id).then(({ status }) => expect([200, 404]).toContain(status)),
      ]);
      for (const { status } of answers) expect([200, 400]).toContain(status);
      if (answers.some(({ status }) => status === 200)) expect(await stateOf(person.id)).toBe('open');
      if ((await stateOf(person.id)) === 'closed') await purge(app);
      expect(['gone', 'open']).toContain(await stateOf(person.id));
    }));

  it('several who remove take each account once', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => app.newcomer()));
    for (const person of people) await app.delete(`/users/${person.id}`, admin);
    for (const person of people) await makeDue(app, person.id);
    const other = await app.restart();
    app = other;
    await Promise.all([purge(app), purge(app), purge(app)]);
    for (const person of people) expect(await stateOf(person.id)).toBe('gone');
    const log = new Log(app);
    const erased = await log.all(`type = 'user.erased'`);
    const pseudonyms = erased.map(({ detail }) => detail['pseudonym']);
    expect(new Set(pseudonyms).size).toBe(pseudonyms.length);
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('a sign-in and a deletion leave no session that lives', () =>
    rounds(async () => {
      const person = await app.newcomer();
      const { username, password } = person;
      const [removed, logins] = await Promise.all([
        deleteOwn(app, person.access_token, password),
        times(() => app.post('/auth/login', { username, password })),
      ]);
      expect(removed.status).toBe(202);
      for (const { status, body } of logins) {
        expect([200, 401, 403]).toContain(status);
        if (status === 200) expect((await app.get('/auth/me', body.access_token)).status).toBe(401);
      }
      const living = 'SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL';
      expect(await app.sql(living, [person.id])).toEqual([]);
    }));

  it('a new password and a deletion do not wait for each other', () =>
    rounds(async () => {
      const person = await app.newcomer();
      const { id, password } = person;
      const body = { current_password: password, new_password: 'another phrase of mine 12' };
      await app.post('/auth/password/reset/request', { email: person.email });
      const { token } = await letterTo(app, person.email, 'reset_password');
      const answers = await Promise.all([
        app.delete(`/users/${id}`, admin),
        app.post('/auth/password/change', body, person.access_token),
        app.post('/auth/password/reset/confirm', { token, new_password: 'yet another phrase 345' }),
        deleteOwn(app, person.access_token, password),
      ]);
      for (const { status, text } of answers) expect(status, text).toBeLessThan(500);
      expect(await stateOf(id)).toBe('closed');
    }));
});

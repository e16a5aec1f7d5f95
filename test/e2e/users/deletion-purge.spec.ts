import { DataSource } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { PersonalData } from '#common/personal-data.js';
import { AccountErasure } from '#users/deletion/account-erasure.js';
import { PASSWORD, type Person, TestApp } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';
import { Log } from '../audit/log.js';
import { deleteOwn, makeDue, purge } from './deletions.js';

describe('an account whose grace period is over', () => {
  let app: TestApp;
  let log: Log;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    log = new Log(app);
    admin = (await app.admin()).access_token;
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => app.stop());

  async function deletedAndDue(): Promise<Person> {
    const person = await app.newcomer();
    await deleteOwn(app, person.access_token, person.password);
    await makeDue(app, person.id);
    return person;
  }

  /** The tables in which any of the texts is found, in whatever column. */
  async function tablesThatTell(...texts: string[]): Promise<string[]> {
    await log.flush();
    const tables = await app.sql<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await app.sql(
        `SELECT FROM ${name} AS t WHERE EXISTS (SELECT FROM unnest($1::text[]) AS x WHERE strpos(lower(t::text), lower(x)) > 0)`,
        [texts],
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  }

  const rowOf = (id: string) => app.sql('SELECT id FROM users WHERE id = $1', [id]);

  it('stays until then', async () => {
    const person = await app.newcomer();
    await deleteOwn(app, person.access_token, person.password);
    await purge(app);
    expect(await rowOf(person.id)).toHaveLength(1);
  });

  it('is gone from every table, and the chain of events is whole', async () => {
    const person = await deletedAndDue();
    await letterTo(app, person.email, 'account_deleted');
    await app.sql(
      `INSERT INTO recovery_requests (id, purpose, email, locale) VALUES ($1, 'password_reset', $2, 'en')`,
      [uuidv7(), person.email.toUpperCase()],
    );
    await app.sql(`INSERT INTO idempotency_keys VALUES ($1, $1, 201, $2, now() + interval '1 day')`, [
      Buffer.from(uuidv7()),
      { nested: [{ id: person.id }] },
    ]);
    const before = await tablesThatTell(person.id, person.username);
    expect(before).toEqual(expect.arrayContaining(['idempotency_keys', 'outbox', 'security_events', 'users']));

    await purge(app);
    // The one is the note for the second look into the log; the other keeps tokens dead until they have expired.
    expect(await tablesThatTell(person.id, person.username)).toEqual(['pending_erasures', 'token_blacklist']);
    expect((await log.verify()).firstBroken).toBeUndefined();
    const events = await log.all(`type = 'user.erased'`);
    expect(events.at(-1)!.detail).toMatchObject({ pseudonym: expect.any(String), parts: expect.any(Number) });
    expect(await log.all('user_id = $1', [events.at(-1)!.detail['pseudonym']])).not.toEqual([]);
  });

  it('has its note removed when no event can come any more, and such an event with it', async () => {
    const person = await deletedAndDue();
    await purge(app);
    // Another instance had it in memory all that time.
    log.publish({ type: 'session.ended', userId: person.id });
    await log.flush();
    await purge(app);
    expect(await log.all('user_id = $1', [person.id])).toHaveLength(1);

    await app.sql(`UPDATE pending_erasures SET since = now() - interval '2 hours' WHERE user_id = $1`, [person.id]);
    await app.sql('DELETE FROM token_blacklist');
    await purge(app);
    expect(await tablesThatTell(person.id)).toEqual([]);
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('is whole or gone, wherever the process is killed', async () => {
    const person = await deletedAndDue();
    const other = await deletedAndDue();
    const dataSource = app.nest.get(DataSource);
    const steps = app.nest.get(PersonalData).parts.filter((part) => part.erase);
    expect(steps.length).toBeGreaterThan(2);
    for (const step of steps) {
      const dying = vi.spyOn(step, 'erase').mockImplementation(async (subject) => {
        if (subject.userId === person.id) throw new Error('killed');
      });
      await purge(app);
      dying.mockRestore();
      expect(await rowOf(person.id)).toHaveLength(1);
      expect(await log.all('user_id = $1', [person.id])).not.toEqual([]);
    }
    // One who cannot be erased keeps back no other.
    expect(await rowOf(other.id)).toEqual([]);

    // Killed after the commit: what comes after it is noted.
    const erasure = app.nest.get(AccountErasure);
    const publishing = vi.spyOn(erasure as unknown as { events: { publish(): void } }, 'events', 'get');
    publishing.mockImplementation(() => {
      throw new Error('killed');
    });
    await purge(app).catch(() => undefined);
    publishing.mockRestore();
    expect(dataSource.isInitialized).toBe(true);
    await purge(app);
    expect(await rowOf(person.id)).toEqual([]);
    expect(await tablesThatTell(person.username)).toEqual([]);
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('takes nothing from others', async () => {
    const heir = await app.newcomer();
    const person = await app.newcomer();
    // A change to an address that somebody else has by now: their letters are theirs.
    await app.post(
      '/auth/email/change/request',
      { new_email: `n${heir.email}`, current_password: PASSWORD },
      person.access_token,
    );
    await app.sql('UPDATE users SET email = $2 WHERE id = $1', [heir.id, `n${heir.email}`]);
    const theirs = 'SELECT id FROM outbox WHERE recipient = $1';
    const before = await app.sql(theirs, [`n${heir.email}`]);
    expect(before).not.toEqual([]);
    await deleteOwn(app, person.access_token, person.password);
    await makeDue(app, person.id);
    await purge(app);
    expect(await app.sql(theirs, [`n${heir.email}`])).toEqual(before);
    expect((await app.get('/auth/me', heir.access_token)).body.id).toBe(heir.id);
    expect((await app.get('/auth/me', admin)).status).toBe(200);
  });

  it('leaves no link that opens anything', async () => {
    const person = await deletedAndDue();
    const { token } = await letterTo(app, person.email, 'account_deleted');
    await purge(app);
    expect((await app.post('/auth/account/restore', { token })).body.code).toBe('invalid_token');
    expect((await app.post(`/users/${person.id}/restore`, undefined, admin)).body.code).toBe('user_not_found');
    const { username, password } = person;
    expect((await app.post('/auth/login', { username, password })).body.code).toBe('invalid_credentials');
    const heir = await app.register({ username: person.username });
    expect(heir.id).not.toBe(person.id);
  });
});

describe('without a grace period', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ ACCOUNT_DELETION_GRACE_DAYS: '0' });
  });
  afterAll(() => app.stop());

  it.each(['owner', 'administrator'])(
    'an account is gone when its %s has the answer, and the last letter leaves',
    async (who) => {
      const person = await app.newcomer();
      const admin = (await app.admin()).access_token;
      const answer =
        who === 'owner'
          ? await deleteOwn(app, person.access_token, person.password)
          : await app.delete(`/users/${person.id}`, admin);
      expect(answer.status).toBe(who === 'owner' ? 202 : 204);
      expect(await app.sql('SELECT id FROM users WHERE id = $1', [person.id])).toEqual([]);
      expect((await app.get('/auth/me', person.access_token)).status).toBe(401);
      expect((await app.post('/auth/refresh', { refresh_token: person.refresh_token })).status).toBe(401);
      const letters = await app.sql('SELECT template FROM outbox WHERE recipient = $1', [person.email]);
      expect(letters).toEqual([{ template: 'account_closed' }]);
      const log = new Log(app);
      expect(await log.all('user_id = $1 OR actor_id = $1', [person.id])).toEqual([]);
      expect((await log.verify()).firstBroken).toBeUndefined();
      expect((await app.register({ username: person.username })).id).not.toBe(person.id);
    },
  );
});

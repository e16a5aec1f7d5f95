import { DataSource } from 'typeorm';
import type { PersonalEvent } from '#audit/index.js';
import { uuidv7 } from '#common/crypto/uuid.js';
import { TestApp } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';
import { Log } from './log.js';

describe('what the audit log holds about a person', () => {
  let app: TestApp;
  let log: Log;

  beforeAll(async () => {
    app = await TestApp.start();
    log = new Log(app);
  });
  afterAll(() => app.stop());

  const everything = async () => JSON.stringify(await app.sql('SELECT * FROM security_events'));
  const personalOf = async (userId: string) => {
    const events: PersonalEvent[] = [];
    for await (const event of log.personal.of(userId)) events.push(event);
    return events;
  };

  it('is gone after an erasure, and the chain is whole', async () => {
    const person = await app.newcomer();
    const other = await app.newcomer();
    const { sid } = claimsOf(person.access_token);
    log.publish({ type: 'email.changed', userId: person.id, sessionId: sid, detail: { from: person.email } });
    expect(await log.all('user_id = $1', [person.id])).toHaveLength(3);

    const { pseudonym, parts } = await log.erasure.eraseUser(person.id);

    expect(parts).toBe(6);
    const left = await everything();
    for (const trace of [person.id, person.email, sid]) expect(left).not.toContain(trace);
    const events = await log.all('user_id = $1', [pseudonym]);
    expect(events.map(({ type }) => type)).toEqual(['user.registered', 'sign_in.succeeded', 'email.changed']);
    for (const event of events)
      expect(event).toMatchObject({ ip: null, user_agent: null, request_id: null, personal: null });
    expect(events[1]!.detail).toEqual({ method: 'pwd' });
    expect(await log.all('user_id = $1 AND ip IS NOT NULL', [other.id])).toHaveLength(2);
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('of two persons in one record loses the one who is erased', async () => {
    const [admin, person] = [uuidv7(), uuidv7()];
    log.publish({ type: 'user.roles_changed', userId: person, actorId: admin, detail: { roles: ['user'] } });
    log.publish({
      type: 'audit.read',
      actorId: admin,
      userId: person,
      sessionId: uuidv7(),
      detail: { filter: { user_id: person } },
    });
    await log.flush();

    const first = await log.erasure.eraseUser(admin);
    expect(first.parts).toBe(2);
    expect(await log.all('user_id = $1', [person])).toMatchObject([
      { actor_id: first.pseudonym },
      { actor_id: first.pseudonym, personal: { filter: { user_id: person } } },
    ]);

    const second = await log.erasure.eraseUser(person);
    expect(second.parts).toBe(2);
    expect(await log.all('user_id = $1 AND actor_id = $2', [second.pseudonym, first.pseudonym])).toHaveLength(2);
    expect(await everything()).not.toContain(person);
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('takes along the session of an act that concerned nobody else', async () => {
    const [actorId, sessionId] = [uuidv7(), uuidv7()];
    await log.fill(1, { type: 'audit.read', userId: undefined, actorId, sessionId });
    expect((await log.erasure.eraseUser(actorId)).parts).toBe(2);
    expect(await everything()).not.toContain(sessionId);
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('stays where there was nothing to erase, or where the transaction is undone', async () => {
    const userId = uuidv7();
    await log.fill(1, { userId });
    const { head } = await log.chain.ends();
    expect((await log.erasure.eraseUser(uuidv7())).parts).toBe(0);
    const undone = app.nest.get(DataSource).transaction(async (tx) => {
      expect((await log.erasure.eraseUser(userId, tx)).parts).toBe(2);
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await log.all('user_id = $1', [userId])).toHaveLength(1);
    expect((await log.chain.ends()).head).toEqual(head);
  });

  it('goes within the transaction that removes the account', async () => {
    const userId = uuidv7();
    await log.fill(2, { userId });
    const { pseudonym } = await app.nest.get(DataSource).transaction((tx) => log.erasure.eraseUser(userId, tx));
    expect(await log.all('user_id = $1', [pseudonym])).toHaveLength(2);
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('is all handed out to them, without what is others’', async () => {
    const admin = uuidv7();
    const person = await app.newcomer();
    const sid = uuidv7();
    log.publish({ type: 'user.deactivated', userId: person.id, actorId: admin, sessionId: sid, detail: { note: 'n' } });
    log.publish({
      type: 'user.changed',
      userId: admin,
      actorId: person.id,
      detail: { fields: ['username'], note: 'x' },
    });
    await log.flush();

    const events = await personalOf(person.id);
    expect(events.map(({ type, role }) => [type, role])).toEqual([
      ['user.registered', 'subject'],
      ['sign_in.succeeded', 'subject'],
      ['user.deactivated', 'subject'],
      ['user.changed', 'actor'],
    ]);
    expect(events[1]).toMatchObject({ ip: '127.0.0.1', detail: { method: 'pwd' } });
    expect(events[2]).toMatchObject({ session_id: sid, detail: { note: 'n' } });
    expect(events[2]).not.toHaveProperty('ip');
    expect(events[3]!.detail).toEqual({ fields: ['username'] });
    expect(JSON.stringify(events)).not.toContain(admin);
  });
});

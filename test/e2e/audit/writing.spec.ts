import { createApp } from '#app.setup.js';
import { prepareEvent } from '#audit/chain/prepared-event.js';
import { Config } from '#config/index.js';
import { ADMIN, TestApp } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';
import { eventually } from '../../support/service.js';
import { Wire } from '../../support/wire.js';
import { Log } from './log.js';

/** Of a second instance on the same database. */
const ENV = { NODE_ENV: 'test', LOG_LEVEL: 'silent', SECRET_KEY: 'for tests only, but long enough to pass' };

describe('writing the audit log', () => {
  let app: TestApp;
  let log: Log;

  beforeAll(async () => {
    app = await TestApp.start();
    log = new Log(app);
  });
  afterAll(() => app.stop());

  it('records who did what, from where, in which session, with which outcome', async () => {
    const person = await app.register();
    const { body, headers } = await app.call('POST', '/auth/login', {
      json: { username: person.username, password: person.password },
      headers: { 'user-agent': 'Testbrowser/1.0' },
    });
    await app.post('/auth/login', { username: person.username, password: 'not the password' });

    const events = await log.all('user_id = $1', [person.id]);
    expect(events.map(({ type, outcome }) => `${type} ${outcome}`)).toEqual([
      'user.registered success',
      'sign_in.succeeded success',
      'sign_in.failed failure',
    ]);
    expect(events[1]).toMatchObject({
      session_id: claimsOf(body.access_token).sid,
      actor_id: null,
      ip: '127.0.0.1',
      user_agent: 'Testbrowser/1.0',
      request_id: headers.get('x-request-id'),
      detail: { method: 'pwd' },
    });
  });

  it('records what an administrator does with both persons', async () => {
    const person = await app.register();
    const admin = await app.admin();
    const change = { is_active: false };
    expect((await app.patch(`/users/${person.id}`, change, admin.access_token)).status).toBe(200);
    const events = await log.all(`user_id = $1 AND type = 'user.deactivated'`, [person.id]);
    expect(events).toMatchObject([{ actor_id: claimsOf(admin.access_token).sub, ip: '127.0.0.1' }]);
  });

  it('makes one unbroken chain of what is published all at once', async () => {
    const before = (await log.chain.ends()).head.seq;
    const writers = Array.from({ length: 20 }, () => log.chain.append([prepareEvent(someEvent())]));
    for (let i = 0; i < 2000; i++) log.publish();
    await Promise.all([...writers, app.signIn(ADMIN), app.signIn(ADMIN)]);
    await log.flush();
    const { head } = await log.chain.ends();
    expect(head.seq).toBe(before + 2022);
    expect(await log.verify()).toEqual({ checked: head.seq });
  });

  it.skipIf(process.env['TEST_DATABASE'] === 'embedded')('shares one chain among instances', async () => {
    const others = [await createApp(app.config), await createApp(app.config)];
    await Promise.all(others.map((other) => other.init()));
    const before = (await log.chain.ends()).head.seq;
    const logs = [log, ...others.map((other) => new Log(app, other))];
    await Promise.all(
      logs.map(async (each) => {
        for (let round = 0; round < 20; round++) await each.fill(50);
      }),
    );
    expect((await log.chain.ends()).head.seq).toBe(before + 3000);
    expect(await log.verify()).toEqual({ checked: before + 3000 });
    await Promise.all(others.map((other) => other.close()));
  });

  it.skipIf(process.env['TEST_DATABASE'] === 'embedded')(
    'keeps what is published while the database is away',
    async () => {
      const { hostname, port, href } = new URL(app.config.database.url!);
      const wire = await Wire.to(hostname, Number(port));
      const far = await createApp(Config.from({ ...ENV, DATABASE_URL: wire.instead(href) }));
      await far.init();
      const before = (await log.chain.ends()).head.seq;
      await wire.cut();
      const farLog = new Log(app, far);
      await farLog.fill(800);
      await farLog.flush();
      expect((await log.chain.ends()).head.seq).toBe(before);
      await log.fill(1);
      await wire.mend();
      await eventually(async () => (await log.chain.ends()).head.seq === before + 801);
      expect((await log.verify()).firstBroken).toBeUndefined();
      await far.close();
      await wire.cut();
    },
  );

  it('writes a batch once, even when it is sent again because its answer was lost', async () => {
    const before = (await log.chain.ends()).head.seq;
    const batch = [prepareEvent(someEvent()), prepareEvent(someEvent())];
    await log.chain.append(batch);
    await log.chain.append(batch);
    expect((await log.chain.ends()).head.seq).toBe(before + 2);
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('holds whatever text a client sends', async () => {
    log.publish({
      detail: { reason: 'a\0b\ud800', note: 'naïve 💥', nothing: undefined, deep: { z: [1.5, null], a: 1e21 } },
    });
    const event = (await log.all()).at(-1)!;
    expect(event.detail).toEqual({ reason: 'a\ufffdb\ufffd' });
    expect(event.personal).toEqual({ note: 'naïve 💥', deep: { z: [1.5, null], a: 1e21 } });
    expect((await log.verify()).firstBroken).toBeUndefined();
  });

  it('refuses to change, delete or truncate', async () => {
    for (const statement of [
      `UPDATE security_events SET outcome = 'success'`,
      `UPDATE security_events SET ip = NULL`,
      `DELETE FROM security_events WHERE seq = 1`,
      `TRUNCATE security_events`,
    ]) {
      await expect(app.sql(statement)).rejects.toThrow('append-only');
    }
  });

  it('writes at the end what was published last, and goes on there after the next start', async () => {
    const { head } = await log.chain.ends();
    for (let i = 0; i < 700; i++) log.publish();
    app = await app.restart();
    log = new Log(app);
    expect((await log.chain.ends()).head.seq).toBe(head.seq + 700);
    await log.fill(1);
    expect(await log.verify()).toEqual({ checked: head.seq + 701 });
  });
});

function someEvent() {
  return { type: 'user.changed', outcome: 'success', at: new Date() } as const;
}

import { uuidv7 } from '#common/crypto/uuid.js';
import { TestApp } from '../../support/app.js';
import { Log } from './log.js';

describe('AuditRetention', () => {
  let app: TestApp;
  let log: Log;

  beforeEach(async () => {
    app = await TestApp.start({ AUDIT_RETENTION_DAYS: '400', AUDIT_SIGN_IN_RETENTION_DAYS: '90' });
    log = new Log(app);
  });
  afterEach(() => app.stop());

  const signIn = { type: 'sign_in.succeeded', userId: uuidv7(), ip: '203.0.113.7' } as const;
  const types = async () => (await log.all()).map(({ seq, type }) => `${seq} ${type}`);

  it('removes the old beginning, and the rest still verifies', async () => {
    await log.past(500);
    await log.past(402);
    await log.past(399);
    await log.retention.sweep();

    expect(await types()).toEqual(['3 user.changed', '4 audit.pruned']);
    expect(await log.verify()).toEqual({ checked: 2 });
    await log.fill(1);
    expect(await log.verify()).toEqual({ checked: 3 });

    await log.tamper('DELETE FROM security_events WHERE seq = 3');
    expect((await log.verify()).firstBroken).toEqual({ seq: 3, reason: 'missing' });
  });

  it('can remove everything', async () => {
    await log.past(500);
    await log.past(500);
    await log.retention.sweep();
    expect(await types()).toEqual(['3 audit.pruned']);
    expect(await log.verify()).toEqual({ checked: 1 });
  });

  it('is not misled by one record with a wrong clock', async () => {
    await log.past(10);
    await log.past(9000);
    await log.past(1);
    await log.retention.sweep();
    expect(await types()).toEqual(['1 user.changed', '2 user.changed', '3 user.changed']);
  });

  it('takes persons and addresses out of older sign-ins only', async () => {
    await log.past(100, signIn);
    await log.past(100, { ...signIn, type: 'password.changed' });
    await log.past(80, signIn);
    await log.retention.sweep();

    const [oldSignIn, oldChange, youngSignIn] = await log.all();
    expect(oldSignIn).toMatchObject({ type: 'sign_in.succeeded', user_id: null, ip: null, outcome: 'success' });
    expect(oldChange).toMatchObject({ user_id: signIn.userId, ip: signIn.ip });
    expect(youngSignIn).toMatchObject({ user_id: signIn.userId, ip: signIn.ip });
    expect(await log.verify()).toEqual({ checked: 4 });
  });

  it('does nothing twice, not even on several instances', async () => {
    await log.past(500);
    await log.past(100, signIn);
    await Promise.all([log.retention.sweep(), log.retention.sweep()]);
    await log.retention.sweep();
    expect(await types()).toEqual(['2 sign_in.succeeded', '3 audit.pruned', '4 audit.expired']);
    expect(await log.verify()).toEqual({ checked: 3 });
  });

  it('goes on day after day, also over what was erased', async () => {
    await log.past(500);
    await log.past(100, signIn);
    await log.past(100, { ...signIn, type: 'password.changed' });
    await log.erasure.eraseUser(signIn.userId);
    await log.retention.sweep();
    await log.past(100, signIn);
    await log.retention.sweep();
    expect((await log.verify()).firstBroken).toBeUndefined();
    expect(await log.all(`type = 'sign_in.succeeded' AND (user_id IS NOT NULL OR ip IS NOT NULL)`)).toEqual([]);
  });
});

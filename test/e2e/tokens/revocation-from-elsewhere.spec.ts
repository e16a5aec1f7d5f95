import { Client } from 'pg';
import { TestApp } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';

/** The embedded database has no elsewhere: one process holds it. */
describe.runIf(process.env['TEST_DATABASE'] === 'postgres')('a revocation that another instance writes', () => {
  let app: TestApp;
  let elsewhere: Client;

  beforeAll(async () => {
    app = await TestApp.start();
    elsewhere = new Client({ connectionString: app.config.database.url });
    await elsewhere.connect();
  });
  afterAll(async () => {
    await elsewhere.end();
    await app.stop();
  });

  const revoke = (sid: string, writtenAgo: string) =>
    elsewhere.query(
      `INSERT INTO token_blacklist (jti, token_type, user_id, blacklisted_at, expires_at, reason)
       VALUES ($1, 'session', gen_random_uuid(), now() - $2::interval, now() + interval '1 hour', 'test')`,
      [sid, writtenAgo],
    );
  const statusOf = async (token: string) => (await app.get('/auth/me', token)).status;

  it('is heard', async () => {
    const { access_token } = await app.newcomer();
    expect(await statusOf(access_token)).toBe(200);
    await revoke(claimsOf(access_token).sid, '0 seconds');
    await expect.poll(() => statusOf(access_token), { timeout: 2000 }).toBe(401);
  });

  it('is heard also when its transaction began long before a younger one that was read', async () => {
    const slow = await app.newcomer();
    const quick = await app.newcomer();
    await elsewhere.query('BEGIN');
    await revoke(claimsOf(slow.access_token).sid, '10 minutes');
    await app.post('/auth/logout', undefined, quick.access_token);
    await expect.poll(() => statusOf(quick.access_token)).toBe(401);
    expect(await statusOf(slow.access_token)).toBe(200);
    await elsewhere.query('COMMIT');
    await expect.poll(() => statusOf(slow.access_token), { timeout: 2000 }).toBe(401);
  });
});

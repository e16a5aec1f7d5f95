import { DataSource } from 'typeorm';
import { Client } from 'pg';
import { inject } from 'vitest';
import { ADMIN, TestApp } from '../../support/app.js';
import { uniqueName } from '../../support/names.js';
import { serverDatabase, type Storage } from '../../support/storage.js';

const PASSWORD = 'of a test';

/**
 * As an operator would set it up, and as every managed PostgreSQL does. Found with a service that could not make its
 * tables: a function that is declared with a setting of ours takes a superuser.
 */
describe.runIf(process.env['TEST_DATABASE'] === 'postgres')('a role that owns its database and is no superuser', () => {
  const role = `ordinary_${uniqueName()}`;
  let storage: Storage;
  let app: TestApp;

  beforeAll(async () => {
    storage = await serverDatabase();
    const url = new URL(storage.env['DATABASE_URL']!);
    await administer(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    await administer(`ALTER DATABASE "${url.pathname.slice(1)}" OWNER TO ${role}`);
    const { href } = Object.assign(url, { username: role, password: PASSWORD });
    app = await TestApp.start({ ...storage.env, DATABASE_URL: href });
  });
  afterAll(async () => {
    await app.stop();
    await storage.remove();
    await administer(`DROP ROLE ${role}`);
  });

  it('makes all tables, and people sign in', async () => {
    const { access_token } = await app.signIn(ADMIN);
    expect((await app.get('/auth/me', access_token)).status).toBe(200);
    const [{ super: isSuper }] = (await app.sql<{ super: boolean }>(
      'SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user',
    )) as [{ super: boolean }];
    expect(isSuper).toBe(false);
  });

  it('erases, expires and prunes the audit log, and the log is closed again right behind each of them', async () => {
    await app.signIn(ADMIN);
    const ways = [
      'SELECT erase_security_events(gen_random_uuid(), gen_random_uuid())',
      "SELECT expire_security_events('{sign_in.succeeded}', 0, 1)",
      'SELECT prune_security_events(1)',
    ];
    for (const way of ways) {
      const failure: unknown = await app.nest
        .get(DataSource)
        .transaction(async (tx) => {
          await tx.query(way);
          await tx.query('UPDATE security_events SET personal = NULL, ip = NULL');
        })
        .catch((error: unknown) => error);
      expect(String(failure), way).toContain('security_events is append-only');
    }
  });

  async function administer(sql: string): Promise<void> {
    const client = new Client({ connectionString: inject('postgresUrl')! });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASSWORD, uniqueName } from '../support/names.js';
import { createDatabase, postgresProgramsAreHere, startPostgres } from '../support/postgres.js';
import { Service } from '../support/service.js';
import { embeddedDatabase, type Storage } from '../support/storage.js';

const ATTEMPTS = 3;

/** Whoever guesses must not win new guesses by a crash: of PostgreSQL, or of all there is. */
describe('an account that is shut to strangers stays shut', () => {
  let folder: string;
  let storage: Storage;
  let service: Service;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
  });
  afterEach(async () => {
    await service?.kill();
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const start = () =>
    Service.start(
      {
        ...storage.env,
        RATE_LIMITS: 'on',
        LOGIN_RATE_LIMIT: '1000',
        ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: String(ATTEMPTS),
        CHALLENGE: 'off',
      },
      { cwd: folder },
    );

  async function shutAcross(crash: () => Promise<void>): Promise<void> {
    service = await start();
    const username = uniqueName();
    await service.post('/auth/register', { username, email: `${username}@example.org`, password: PASSWORD });
    const guess = async (password: string) => (await service.post('/auth/login', { username, password })).status;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) expect(await guess('a guess that is wrong')).toBe(401);
    expect(await guess(PASSWORD)).toBe(429);
    await crash();
    service = await start();
    expect(await guess(PASSWORD)).toBe(429);
    expect(await guess('a guess that is wrong')).toBe(429);
  }

  it('when the service is killed with the embedded database', async () => {
    storage = await embeddedDatabase();
    await shutAcross(async () => void (await service.kill()));
  });

  it.runIf(postgresProgramsAreHere())('when PostgreSQL crashes', async () => {
    const postgres = (await startPostgres({ durable: true, own: true }))!;
    const url = await createDatabase(postgres.url, 'gatehouse');
    storage = {
      env: { DATABASE_URL: url, SECRET_KEY: 'for tests only, but long enough to pass' },
      remove: () => postgres.stop(),
    };
    await shutAcross(async () => {
      await Promise.all([service.kill(), postgres.crash!()]);
      await postgres.recover!();
    });
  });
});

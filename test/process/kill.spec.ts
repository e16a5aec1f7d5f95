import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { PASSWORD, uniqueName } from '../support/names.js';
import { createDatabase, startPostgres } from '../support/postgres.js';
import { Service } from '../support/service.js';
import { embeddedDatabase, type Storage } from '../support/storage.js';

const WRITERS = 6;
const ROUNDS = 2;
const LEAST_ROUND_MS = 2_000;

/** What clients were told: who has an account, and which refresh token is the last that each of them has seen. */
interface Ledger {
  readonly users: string[];
  readonly sessions: { refreshToken: string }[];
  refreshes: number;
}

describe('a service that is killed while it writes', () => {
  let folder: string;
  let storage: Storage;
  let service: Service;
  let interrupt: () => Promise<void> = async () => {};

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
  });
  afterEach(async () => {
    await service?.kill();
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  // A refresh whose answer was lost is repeated much later than a client would.
  const start = () => Service.start({ ...storage.env, REFRESH_GRACE_SECONDS: '300' }, { cwd: folder });

  async function nothingAcknowledgedIsLost(): Promise<void> {
    const ledger: Ledger = { users: [], sessions: [], refreshes: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      service = await start();
      const writers = Array.from({ length: WRITERS }, () => write(service, ledger));
      const refreshesBefore = ledger.refreshes;
      await sleep(LEAST_ROUND_MS);
      // In the middle of writing, however slow the machine is.
      while (ledger.refreshes - refreshesBefore <= WRITERS) await sleep(50);
      await Promise.all([service.kill(), interrupt()]);
      await Promise.all(writers);
    }

    service = await start();
    for (const { refreshToken } of ledger.sessions) {
      const { status, body } = await service.post('/auth/refresh', { refresh_token: refreshToken });
      expect(status).toBe(200);
      expect((await service.get('/auth/me', body.access_token)).status).toBe(200);
    }
    for (const username of ledger.users) {
      const again = { username, email: `${uniqueName()}@example.org`, password: PASSWORD };
      expect((await service.post('/auth/register', again)).body.code).toBe('username_taken');
    }
    const last = ledger.users.slice(-WRITERS);
    for (const username of last) {
      expect((await service.post('/auth/login', { username, password: PASSWORD })).status).toBe(200);
    }
    expect((await service.stop()).code).toBe(0);
  }

  it('loses nothing that it has acknowledged, with the embedded database', async () => {
    storage = await embeddedDatabase();
    await nothingAcknowledgedIsLost();
  });

  it.runIf(inject('postgresUrl'))('nor with a PostgreSQL that crashes with it', async () => {
    const postgres = (await startPostgres({ durable: true }))!;
    const url = await createDatabase(postgres.url, 'gatehouse');
    storage = {
      env: { DATABASE_URL: url, SECRET_KEY: 'for tests only, but long enough to pass' },
      remove: () => postgres.stop(),
    };
    interrupt = async () => {
      await postgres.crash?.();
      await postgres.recover?.();
    };
    await nothingAcknowledgedIsLost();
  });
});

/** Registers, signs in and refreshes until the service is gone. Writes down only what was answered in full. */
async function write(service: Service, ledger: Ledger): Promise<void> {
  try {
    for (;;) {
      const username = uniqueName();
      const registered = await service.post('/auth/register', {
        username,
        email: `${username}@example.org`,
        password: PASSWORD,
      });
      if (registered.status !== 201) continue;
      ledger.users.push(username);
      const { status, body } = await service.post('/auth/login', { username, password: PASSWORD });
      if (status !== 200) continue;
      const session = { refreshToken: body.refresh_token as string };
      ledger.sessions.push(session);
      for (let turn = 0; turn < 10; turn += 1) await refresh(service, session, ledger);
    }
  } catch {
    // Whatever was not answered was not promised.
  }
}

async function refresh(service: Service, session: { refreshToken: string }, ledger: Ledger): Promise<void> {
  const { status, body } = await service.post('/auth/refresh', { refresh_token: session.refreshToken });
  if (status !== 200) return;
  session.refreshToken = body.refresh_token;
  ledger.refreshes += 1;
}

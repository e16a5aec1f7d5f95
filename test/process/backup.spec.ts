import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { inject } from 'vitest';
import { runCommand } from '../support/command.js';
import { ADMIN } from '../support/names.js';
import { eventually, Service } from '../support/service.js';
import { textOf } from '../support/sources.js';
import { embeddedDatabase, serverDatabase, type Storage } from '../support/storage.js';

const run = promisify(execFile);
/** Two starts and two commands, on whatever machine. */
const WHOLE_MS = 300_000;

/** What docs/deployment.md tells operators to do, done. */
describe('a backup that was restored elsewhere', { timeout: WHOLE_MS }, () => {
  let folder: string;
  const storages: Storage[] = [];
  const services: Service[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
  });
  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.stop()));
    for (const storage of storages.splice(0)) await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function start({ env }: Storage): Promise<Service> {
    const service = await Service.start({ ...env, ADMIN_PASSWORD: ADMIN.password }, { cwd: folder });
    services.push(service);
    return service;
  }

  const kept = async (make: () => Promise<Storage>): Promise<Storage> => {
    const storage = await make();
    storages.push(storage);
    return storage;
  };
  const signIn = async (service: Service) => {
    const { username, password } = ADMIN;
    return (await service.post('/auth/login', { username, password })).body as Tokens;
  };
  const statusOf = async (service: Service, { access_token }: Tokens) =>
    (await service.get('/auth/me', access_token)).status;

  async function before(service: Service) {
    const [live, gone] = [await signIn(service), await signIn(service)];
    await service.post('/auth/logout', undefined, gone.access_token);
    expect([await statusOf(service, live), await statusOf(service, gone)]).toEqual([200, 401]);
    return { live, gone, keys: await keysOf(service) };
  }

  async function after(
    service: Service,
    { live, gone, keys }: Awaited<ReturnType<typeof before>>,
    env: Storage['env'],
  ) {
    // The keys that sign could be opened, and are the same: other services go on.
    expect(await keysOf(service)).toEqual(keys);
    expect([await statusOf(service, live), await statusOf(service, gone)]).toEqual([200, 401]);
    const refreshed = await service.post('/auth/refresh', { refresh_token: live.refresh_token });
    expect(refreshed.status).toBe(200);
    expect((await service.post('/auth/refresh', { refresh_token: gone.refresh_token })).status).toBe(401);
    expect(await statusOf(service, await signIn(service))).toBe(200);
    // What is revoked from now on is dead as well, in whatever order the new server counts its transactions.
    await service.post('/auth/logout', undefined, refreshed.body.access_token);
    expect(await statusOf(service, refreshed.body)).toBe(401);
    await services.pop()!.stop();
    const verified = await runCommand(['audit', 'verify'], { cwd: folder, env });
    expect([verified.code, verified.stdout]).toEqual([
      0,
      expect.stringMatching(/^\d+ records are as they were written/),
    ]);
    const doctor = await runCommand(['doctor'], { cwd: folder, env: { NODE_ENV: 'test', ...env } });
    expect([doctor.code, doctor.stdout]).toEqual([
      0,
      expect.stringMatching(/^ok +secret key +opens all 1 signing keys/m),
    ]);
  }

  it.runIf(inject('postgresUrl') && hasPgDump())('by pg_dump and pg_restore, while the service runs', async () => {
    const origin = await kept(serverDatabase);
    const service = await start(origin);
    const known = await before(service);
    const dump = join(folder, 'gatehouse.dump');
    await run('pg_dump', ['--format=custom', '--file', dump, '--dbname', origin.env['DATABASE_URL']!]);
    // Later than the backup: the restored database does not know of it.
    await service.post('/auth/logout', undefined, (await signIn(service)).access_token);
    await services.pop()!.stop();

    const target = await kept(serverDatabase);
    const options = ['--exit-on-error', '--single-transaction', '--no-owner'];
    await run('pg_restore', [...options, '--dbname', target.env['DATABASE_URL']!, dump]);
    await after(await start(target), known, target.env);
  });

  it('of the embedded database, by copying the folder of a service that is stopped', async () => {
    const origin = await kept(embeddedDatabase);
    const service = await start(origin);
    const known = await before(service);
    await services.pop()!.stop();
    const copy = join(folder, 'copy');
    await cp(origin.env['DATA_DIR']!, copy, { recursive: true });
    expect(existsSync(join(copy, 'secret.key'))).toBe(true);
    const target = { env: { DATA_DIR: copy }, remove: () => rm(copy, { recursive: true, force: true }) };
    storages.push(target);
    await after(await start(target), known, target.env);
  });

  it.runIf(inject('postgresUrl'))(
    'is made to ask everybody to sign in again, by the statement of the documentation',
    async () => {
      const { env, remove } = await serverDatabase();
      storages.push({ env, remove });
      const service = await start({ env, remove });
      const tokens = await signIn(service);
      const [, statement] = /```sql\n(UPDATE sessions .*;)\n```/.exec(textOf('docs/deployment.md'))!;
      await query(env, statement!);
      const rotated = await runCommand(['keys', 'rotate', '--remove-others'], { cwd: folder, env });
      expect([rotated.code, rotated.stderr]).toEqual([0, '']);
      await eventually(async () => (await statusOf(service, tokens)) === 401);
      const refreshed = await service.post('/auth/refresh', { refresh_token: tokens.refresh_token });
      expect([refreshed.status, refreshed.body.code]).toEqual([401, 'invalid_refresh_token']);
      expect(await statusOf(service, await signIn(service))).toBe(200);

      // A migration that this version does not know, as after a step back without a revert.
      await query(env, `INSERT INTO migrations (timestamp, name) VALUES (4102444800000, 'Later4102444800000')`);
      await services.pop()!.stop();
      expect(await statusOf(await start({ env, remove }), await signIn(services[0]!))).toBe(200);
    },
  );

  it.runIf(inject('postgresUrl'))('without its SECRET_KEY does not start, and says why', async () => {
    const origin = await kept(serverDatabase);
    await start(origin);
    await services.pop()!.stop();
    const env = { ...origin.env, SECRET_KEY: 'another one, which is long enough to be a secret' };
    await expect(Service.start(env, { cwd: folder })).rejects.toThrow(/SECRET_KEY is not the one that/);
  });
});

/** A server may be elsewhere, and its programs not here. */
function hasPgDump(): boolean {
  return ['pg_dump', 'pg_restore'].every((program) => spawnSync(program, ['--version']).status === 0);
}

async function query(env: Storage['env'], statement: string): Promise<void> {
  const client = new Client({ connectionString: env['DATABASE_URL'] });
  await client.connect();
  await client.query(statement);
  await client.end();
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

async function keysOf(service: Service): Promise<string[]> {
  const { body } = await service.get('//.well-known/jwks.json');
  return body.keys.map(({ kid }: { kid: string }) => kid);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { COOKIE_MODE, REFRESH_COOKIE } from '../support/browser.js';
import { ADMIN, PASSWORD, uniqueName } from '../support/names.js';
import { eventually, Launched, Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';
import { Wire } from '../support/wire.js';

/** What one request may take while the database is away: the wait for a connection, one statement, and some air. */
const BOUND_MS = 6_000;

/** Against a hang, which main.ts ends after ten seconds. Else it is a matter of a second or two, on a quiet machine. */
const STOP_MS = 9_000;

describe.runIf(inject('postgresUrl'))('while the database is away, the service', () => {
  let folder: string;
  let storage: Storage;
  let wire: Wire;
  let env: Record<string, string>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
    const direct = new URL(storage.env['DATABASE_URL']!);
    direct.password = 'hunter2'; // Not asked for here, but never to be seen in a log.
    wire = await Wire.to(direct.hostname, Number(direct.port));
    env = {
      ...storage.env,
      DATABASE_URL: wire.instead(direct.href),
      DATABASE_TIMEOUT_SECONDS: '1',
      ADMIN_PASSWORD: ADMIN.password,
      // On, since they are kept in the database too.
      RATE_LIMITS: 'on',
      LOGIN_RATE_LIMIT: '1000',
      REGISTER_RATE_LIMIT: '1000',
      REFRESH_RATE_LIMIT: '1000',
    };
  });
  afterEach(async () => {
    await wire.cut();
    await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('waits for it at the start, says for which, and comes up by itself', async () => {
    await wire.cut();
    const launched = new Launched({ ...env, PORT: '0' }, { cwd: folder });
    const { host, pathname } = new URL(env['DATABASE_URL']!);
    await launched.says(new RegExp(`Waiting for PostgreSQL at ${host}${pathname}: connect ECONNREFUSED`));

    await wire.mend();
    const service = await Service.of(launched);
    expect(service.process.stdout + service.process.stderr).not.toContain('hunter2');
    expect((await service.stop()).code).toBe(0);
  });

  it('can be stopped while it waits', async () => {
    await wire.cut();
    const launched = new Launched({ ...env, PORT: '0' }, { cwd: folder });
    await launched.says(/Waiting for PostgreSQL/);
    expect(await launched.signal('SIGTERM')).toEqual({ code: 128 + 15, signal: null });
  });

  const away = [
    ['gone', () => wire.cut()],
    ['silent', async () => wire.hold()],
  ] as const;

  it.each(away)('refuses in bounded time when it is %s, and needs no restart afterwards', async (_how, takeAway) => {
    const service = await Service.start(env, { cwd: folder });
    const { body: tokens } = await service.post('/auth/login', ADMIN_LOGIN);
    const { body: ended } = await service.post('/auth/login', ADMIN_LOGIN);
    await service.post('/auth/logout', undefined, ended.access_token);
    await takeAway();

    const requests = [
      () => service.get('/auth/me', tokens.access_token),
      () => service.get('/auth/sessions', tokens.access_token),
      () => service.get('/users', tokens.access_token),
      () => service.post('/auth/login', ADMIN_LOGIN),
      () => service.post('/auth/refresh', { refresh_token: tokens.refresh_token }),
      () => service.post('/auth/register', newcomer()),
      () => service.call('POST', '/auth/refresh', { headers: inCookie(tokens.refresh_token) }),
      () => service.call('POST', '/auth/logout', { headers: inCookie(tokens.refresh_token) }),
    ];
    // More at once than there are connections.
    const many = Array.from({ length: 5 }, () => requests).flat();
    const start = Date.now();
    const answers = await Promise.all(many.map((send) => send()));
    expect(Date.now() - start).toBeLessThan(BOUND_MS);
    for (const { status, headers, body } of answers) {
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'database_unavailable' });
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(headers.getSetCookie()).toEqual([]);
    }
    expect((await service.get('//health/ready')).status).toBe(503);
    expect((await service.get('//health/live')).status).toBe(200);
    expect((await service.get('//.well-known/jwks.json')).status).toBe(200);
    for (const token of [ended.access_token, `${tokens.access_token}x`]) {
      expect((await service.get('/auth/me', token)).status).toBe(401);
    }

    await wire.mend();
    await eventually(async () => (await service.get('//health/ready')).status === 200, 10_000);
    expect((await service.get('/auth/me', tokens.access_token)).status).toBe(200);
    expect((await service.post('/auth/refresh', { refresh_token: tokens.refresh_token })).status).toBe(200);
    expect((await service.post('/auth/register', newcomer())).status).toBe(201);
    await service.process.says(/Other instances are heard again/, 10_000);
    expect(service.process.stdout + service.process.stderr).not.toContain('hunter2');
    expect((await service.stop()).code).toBe(0);
  });

  it.each(away)('ends within seconds when asked to, although it is %s', async (_how, takeAway) => {
    const service = await Service.start(env, { cwd: folder });
    await takeAway();
    await service.get('//health/ready');
    const start = Date.now();
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(Date.now() - start).toBeLessThan(STOP_MS);
  });
});

const ADMIN_LOGIN = { username: ADMIN.username, password: ADMIN.password };

const inCookie = (token: string) => ({
  ...COOKIE_MODE,
  origin: 'http://gatehouse.test',
  cookie: `${REFRESH_COOKIE}=${token}`,
});

function newcomer() {
  const username = uniqueName();
  return { username, email: `${username}@example.org`, password: PASSWORD };
}

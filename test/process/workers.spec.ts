import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { runCommand } from '../support/command.js';
import type { Answer, Call, Json } from '../support/http.js';
import { claimsOf, headerOf } from '../support/jwt.js';
import { Scrape } from '../support/metrics.js';
import { PASSWORD, uniqueName } from '../support/names.js';
import { eventually, Launched, Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';
import { answeredBy, FRESH, workersOf } from '../support/workers.js';

const EVERYWHERE_MS = 2_000;
const AT_ONCE = 20;
const ME = '/api/v1/auth/me';

describe.runIf(inject('postgresUrl'))('two workers', () => {
  let folder: string;
  let storage: Storage;
  let service: Service;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
    const env = { ...storage.env, WORKERS: '2', PORT: '0', METRICS_PORT: '0', DATABASE_POOL_SIZE: '4' };
    const limits = { REFRESH_GRACE_SECONDS: '0', LOGIN_RATE_LIMIT: '5', TRUSTED_PROXIES: '127.0.0.1/32' };
    service = await Service.of(new Launched({ NODE_ENV: 'test', ...env, ...limits }, { cwd: folder }));
  });
  afterAll(async () => {
    await service?.stop();
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** Each on a connection of its own. */
  const everywhere = (method: string, path: string, call: Call = {}): Promise<Answer<Json>[]> =>
    Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        service.call(method, path, { ...call, headers: { ...FRESH, ...call.headers } }),
      ),
    );
  const statuses = (answers: readonly Answer<Json>[]) => [...new Set(answers.map(({ status }) => status))];

  let addresses = 0;
  const login = (username: string, password = PASSWORD) => {
    const headers = { ...FRESH, 'x-forwarded-for': `198.51.100.${(addresses += 1)}` };
    return service.call('POST', '/auth/login', { json: { username, password }, headers });
  };

  async function somebody() {
    const username = uniqueName();
    await service.post('/auth/register', { username, email: `${username}@example.org`, password: PASSWORD });
    const { body } = await login(username);
    return { username, accessToken: body.access_token as string, refreshToken: body.refresh_token as string };
  }

  it('say once that they are ready, where, and how many; and once who administrates', async () => {
    const { stdout } = service.process;
    const port = new URL(service.origin).port;
    expect(stdout.match(/Gatehouse is ready at .*/g)).toEqual([
      `Gatehouse is ready at http://localhost:${port} (listening on ${service.origin}, PostgreSQL, 2 workers)`,
    ]);
    expect(workersOf(service)).toHaveLength(2);
    expect(new Set(workersOf(service)).has(service.process.pid)).toBe(false);
    const [, password] = /password {2}(\S+)/.exec(stdout)!;
    expect(stdout.match(/password {2}\S+/g)).toHaveLength(1);
    const { body } = await login('admin', password);
    expect(claimsOf(body.access_token).iss).toBe(`http://localhost:${port}`);

    const sql = new Client({ connectionString: storage.env['DATABASE_URL'] });
    await sql.connect();
    const { rows } = await sql.query<{ n: number }>('SELECT count(*)::int AS n FROM migrations');
    await sql.end();
    expect(stdout.match(/Migration \w+ done/g)).toHaveLength(rows[0]!.n);
  });

  it('both answer, and every line of the log says which', async () => {
    await everywhere('GET', '/auth/me', { token: 'none' });
    await eventually(async () => answeredBy(service, ME).size === 2);
    expect(answeredBy(service, ME)).toEqual(new Set(workersOf(service)));
  });

  it('refuse, each of them, a token whose session was ended at whichever', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { accessToken: token } = await somebody();
      expect(statuses(await everywhere('GET', '/auth/me', { token }))).toEqual([200]);
      expect((await service.call('POST', '/auth/logout', { token, headers: FRESH })).status).toBe(200);
      await eventually(
        async () => statuses(await everywhere('GET', '/auth/me', { token })).join() === '401',
        EVERYWHERE_MS,
      );
      expect(statuses(await everywhere('GET', '/auth/me', { token }))).toEqual([401]);
    }
  });

  it('trade a refresh token in once, however many show it at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { refreshToken } = await somebody();
      const answers = await everywhere('POST', '/auth/refresh', { json: { refresh_token: refreshToken } });
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(AT_ONCE - 1);
    }
  });

  it('count to a limit together', async () => {
    const { username } = await somebody();
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    const answers = await everywhere('POST', '/auth/login', { json: { username, password: 'wrong' }, headers });
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(AT_ONCE - 5);
  });

  it('know the key that signs next, both of them', async () => {
    const { username } = await somebody();
    const { stdout } = await runCommand(['keys', 'rotate', '--now', '--json'], { cwd: folder, env: storage.env });
    const { kid } = JSON.parse(stdout) as { kid: string };
    let token = '';
    await eventually(async () => {
      token = (await login(username)).body.access_token;
      return headerOf(token)['kid'] === kid;
    }, EVERYWHERE_MS);
    expect(statuses(await everywhere('GET', '/auth/me', { token }))).toEqual([200]);
    for (const { body } of await everywhere('GET', '//.well-known/jwks.json'))
      expect(body.keys.map((key: { kid: string }) => key.kid)).toContain(kid);
  });

  it('tell their metrics as those of one service, and take back nothing that was counted', async () => {
    const [, port] = await service.process.says(/Metrics on 127\.0\.0\.1:(\d+)/);
    const scrape = () => Scrape.of(Number(port));
    const refused = (reading: Scrape) =>
      reading.value('gatehouse_http_request_seconds_count', { route: ME, status: '401' });
    const before = await scrape();
    await everywhere('GET', '/auth/me', { token: 'none' });
    const after = await scrape();
    expect(refused(after)! - refused(before)!).toBe(AT_ONCE);
    const buckets = after.value('gatehouse_http_request_seconds_bucket', { route: ME, status: '401', le: '+Inf' });
    expect(buckets).toBe(refused(after));
    expect(after.value('gatehouse_database_connections_max')).toBe(2 * 4);
    expect(after.value('gatehouse_bell_heard')).toBe(1);
    expect(after.value('gatehouse_build_info')).toBe(1);
    expect(after.value('gatehouse_outbox_letters', { status: 'dead' })).toBe(0);
    expect(after.value('nodejs_eventloop_lag_p99_seconds')).toBeLessThan(10);
    expect(after.value('process_start_time_seconds')).toBeLessThan(Date.now() / 1000);
    expect(after.text).not.toMatch(/undefined|null/);

    const [victim] = workersOf(service);
    process.kill(victim!, 'SIGKILL');
    await service.process.says(new RegExp(`Worker ${victim} ended: SIGKILL`));
    expect(refused(await scrape())).toBe(refused(after));
    await eventually(async () => workersOf(service).length === 3);
    await everywhere('GET', '/auth/me', { token: 'none' });
    expect(refused(await scrape())! - refused(after)!).toBe(AT_ONCE);
    expect((await scrape()).value('gatehouse_database_connections_max')).toBe(2 * 4);
  });

  it('have names of metrics that one process has', async () => {
    const single = await Service.start({ ...storage.env, METRICS_PORT: '0' }, { cwd: folder });
    const namesOf = async ({ process }: Service) => {
      const [, port] = await process.says(/Metrics on 127\.0\.0\.1:(\d+)/);
      const { text } = await Scrape.of(Number(port));
      return [...text.matchAll(/^# TYPE (.+)$/gm)].map(([, name]) => name!).toSorted();
    };
    expect(await namesOf(service)).toEqual(await namesOf(single));
    await single.stop();
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { runCommand } from '../support/command.js';
import { Scrape } from '../support/metrics.js';
import { ADMIN, PASSWORD, uniqueName } from '../support/names.js';
import { freePort } from '../support/postgres.js';
import { redisIsHere, TestRedis } from '../support/redis.js';
import { eventually, Launched, Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';

const LIMIT = 9;

/** How soon a revocation must hold everywhere, as without Redis. */
const EVERYWHERE_MS = 2_000;

/** One wait for a Redis that is silent, and what a busy machine adds. */
const BOUND_MS = 2_000;

const SETTINGS = {
  RATE_LIMITS: 'on',
  REFRESH_RATE_LIMIT: String(LIMIT),
  LOGIN_ADDRESS_RATE_LIMIT: '1000',
  TRUSTED_PROXIES: '127.0.0.1/32',
  PUBLIC_URL: 'http://gatehouse.test',
  ADMIN_PASSWORD: ADMIN.password,
};

describe.runIf(inject('postgresUrl') && redisIsHere())('two instances on one database and one Redis', () => {
  let folder: string;
  let storage: Storage;
  let redis: TestRedis;
  let both: [Service, Service];
  let metricsPort: number;
  let addresses = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    [storage, redis, metricsPort] = await Promise.all([serverDatabase(), TestRedis.start(), freePort()]);
    const env = { ...storage.env, ...SETTINGS, REDIS_URL: redis.url };
    const first = await Service.start({ ...env, METRICS_PORT: String(metricsPort) }, { cwd: folder });
    both = [first, await Service.start(env, { cwd: folder })];
  });
  afterAll(async () => {
    await Promise.all(both.map((service) => service.stop()));
    await redis.stop();
    await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await inUse();
    // So that nothing but Redis counts.
    await redis.grow();
  });

  const address = () => `198.51.100.${(addresses += 1)}`;
  const refresh = (service: Service, ip: string) =>
    service.call('POST', '/auth/refresh', {
      json: { refresh_token: 'ghr_nothing' },
      headers: { 'x-forwarded-for': ip },
    });
  const away = async () => (await Scrape.of(metricsPort)).value('gatehouse_redis_away');
  const inUse = async () => {
    // A connection is believed when it has counted: until both have one, each of them asks for itself.
    await eventually(async () => (await away()) === 0);
    await eventually(async () => both.every((service) => lastWord(service) === 'in use'));
  };
  const lastWord = ({ process: { stdout } }: Service) =>
    stdout
      .match(/Redis at \S+ (?:is (in use)|cannot be asked)/g)
      ?.at(-1)
      ?.replace(/^.* is /, '');

  async function signedIn() {
    const username = uniqueName();
    const headers = { 'x-forwarded-for': address() };
    const json = { username, email: `${username}@example.org`, password: PASSWORD };
    await both[0].call('POST', '/auth/register', { json, headers });
    const { body } = await both[0].call('POST', '/auth/login', { json: { username, password: PASSWORD }, headers });
    expect((await both[1].get('/auth/me', body.access_token)).status).toBe(200);
    return body.access_token as string;
  }

  /** Asks both, ten at a time, from one address, until `over`; the statuses, and the longest wait. */
  async function traffic(over: Promise<unknown>) {
    const [ip, statuses] = [address(), [] as number[]];
    const end = new AbortController();
    const stop = () => end.abort();
    void over.then(stop, stop);
    let longest = 0;
    const ask = async (service: Service) => {
      while (!end.signal.aborted) {
        const started = performance.now();
        statuses.push((await refresh(service, ip)).status);
        longest = Math.max(longest, performance.now() - started);
        await sleep(10);
      }
    };
    await Promise.all(Array.from({ length: 10 }, (_, index) => ask(both[index % 2]!)));
    await over;
    return { statuses, passed: statuses.filter((status) => status === 401).length, longest };
  }

  it('keep to one limit together, and ask the database for nothing of it', async () => {
    const ip = address();
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => refresh(both[index % 2]!, ip)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(LIMIT);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40 - LIMIT);
  });

  const losses: [string, () => unknown, () => Promise<void>][] = [
    ['is killed, and comes back without its memory', () => redis.kill(), () => redis.launch()],
    ['is frozen, and goes on', () => redis.freeze(), async () => redis.thaw()],
  ];

  it.each(losses)('let through no more than two limits while Redis %s', async (_how, take, giveBack) => {
    const scene = async () => {
      await sleep(500);
      await take();
      await sleep(1_500);
      expect(await away()).toBe(1);
      await giveBack();
      await inUse();
      await sleep(500);
    };
    const { statuses, passed, longest } = await traffic(scene());
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(passed).toBeGreaterThanOrEqual(LIMIT);
    expect(passed).toBeLessThanOrEqual(2 * LIMIT);
    expect(longest).toBeLessThan(BOUND_MS);
    expect((await Scrape.of(metricsPort)).value('gatehouse_redis_fallbacks_total')).toBeGreaterThan(0);
  });

  it('refuse at one what was revoked at the other, and are ready, whether Redis is there or not', async () => {
    for (const take of [async () => {}, () => redis.kill()]) {
      const token = await signedIn();
      await take();
      await both[0].post('/auth/logout', undefined, token);
      await eventually(async () => (await both[1].get('/auth/me', token)).status === 401, EVERYWHERE_MS);
    }
    for (const service of both) expect((await service.get('//health/ready')).status).toBe(200);
    await redis.launch();
  });
});

describe.runIf(inject('postgresUrl') && redisIsHere())('with REDIS_URL the service', () => {
  let folder: string;
  let storage: Storage;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
  });
  afterEach(async () => {
    await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('starts without its Redis, says so, and takes it when it comes', async () => {
    const redis = await TestRedis.start();
    await redis.kill();
    const service = await Service.start({ ...storage.env, ...SETTINGS, REDIS_URL: redis.url }, { cwd: folder });
    await service.process.says(
      /Redis at 127\.0\.0\.1:\d+ cannot be asked, PostgreSQL counts instead: connect ECONNREFUSED/,
    );
    expect((await service.post('/auth/refresh', { refresh_token: 'ghr_nothing' })).status).toBe(401);
    await redis.launch();
    await service.process.says(/Redis at 127\.0\.0\.1:\d+ is in use again/);
    expect((await service.stop()).code).toBe(0);
    await redis.stop();
  });

  it('speaks TLS, shows its password, and nobody else the password', async () => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=redis', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1'];
    const files = ['-keyout', key, '-out', certificate];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], {
      stdio: 'ignore',
    });
    const port = await freePort();
    const tls = ['--tls-port', String(port), '--tls-cert-file', certificate, '--tls-key-file', key];
    const redis = await TestRedis.start([...tls, '--tls-auth-clients', 'no', '--requirepass', 'hunter2 @/%']);
    const env = {
      ...storage.env,
      ...SETTINGS,
      NODE_EXTRA_CA_CERTS: certificate,
      REDIS_URL: `rediss://:hunter2%20%40%2F%25@127.0.0.1:${port}/3`,
    };
    const service = await Service.start(env, { cwd: folder });
    await service.process.says(new RegExp(`Redis at 127\\.0\\.0\\.1:${port} is in use`));
    const doctor = await runCommand(['doctor'], { cwd: folder, env });
    expect(doctor.stdout).toMatch(/^ok\s+redis\s+7\S* at 127/m);
    await service.stop();

    const wrong = { ...env, REDIS_URL: env.REDIS_URL.replace('hunter2', 'hunter3') };
    const refused = await Service.start(wrong, { cwd: folder });
    await refused.process.says(/PostgreSQL counts instead: WRONGPASS/);
    await refused.stop();
    const complaint = await runCommand(['doctor'], { cwd: folder, env: wrong });
    expect(complaint.stdout).toMatch(/^wrong\s+redis\s+.*WRONGPASS/m);
    for (const { stdout, stderr } of [service.process, refused.process, doctor, complaint]) {
      expect(stdout + stderr).not.toMatch(/hunter[23]/);
    }
    await redis.stop();
  });

  it('names the package that is missing, which it loads only then', async () => {
    const missing = `data:text/javascript,${encodeURIComponent(`
      import { registerHooks } from 'node:module';
      registerHooks({
        resolve(name, context, next) {
          if (!name.startsWith('@redis/')) return next(name, context);
          throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
        },
      });`)}`;
    const options = { cwd: folder, nodeArgs: ['--import', missing] };
    const without = await Service.start(storage.env, options);
    expect((await without.stop()).code).toBe(0);

    const launched = new Launched({ ...storage.env, PORT: '0', REDIS_URL: 'redis://127.0.0.1:9' }, options);
    expect((await launched.exited).code).toBe(1);
    expect(launched.stderr).toMatch(/REDIS_URL is set.*npm install --no-save @redis\/client@\d/);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { inject } from 'vitest';
import { halfSent } from '../support/half-sent.js';
import { ADMIN } from '../support/names.js';
import { eventually, Launched, Service } from '../support/service.js';
import { embeddedDatabase, serverDatabase, type Storage } from '../support/storage.js';
import { FRESH, runs, workersOf } from '../support/workers.js';

describe('several workers on the embedded database', () => {
  it('are refused, in words that name what is wrong', async () => {
    const storage = await embeddedDatabase();
    const launched = new Launched({ ...storage.env, WORKERS: '2' }, { cwd: tmpdir() });
    expect(await launched.exited).toEqual({ code: 1, signal: null });
    expect(launched.stderr).toBe(
      'The configuration is not valid:\n  - WORKERS must be 1 without DATABASE_URL: the embedded database serves one process only\n',
    );
    expect(launched.stdout).toBe('');
    await storage.remove();
  });
});

describe.runIf(inject('postgresUrl'))('the lives of two workers', () => {
  let folder: string;
  let storage: Storage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
  });
  afterAll(async () => {
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const settings = () => ({ ...storage.env, ADMIN_PASSWORD: ADMIN.password, WORKERS: '2' });
  const start = () => Service.start(settings(), { cwd: folder });
  const answers = async (service: Service) => {
    const { status } = await service.get('//health/ready', undefined, FRESH).catch(() => ({ status: 0 }));
    return status === 200;
  };

  it('one that is killed is replaced at once, while the other answers', async () => {
    const service = await start();
    const [victim, other] = workersOf(service);
    process.kill(victim!, 'SIGKILL');
    await service.process.says(new RegExp(`Worker ${victim} ended: SIGKILL. Another takes its place at once`));
    for (let request = 0; request < 20; request += 1) expect(await answers(service)).toBe(true);
    await eventually(async () => workersOf(service).length === 3);
    const third = workersOf(service)[2]!;
    expect([other, third].map((pid) => runs(pid!))).toEqual([true, true]);

    // Asked to leave politely, which is how one is renewed.
    process.kill(other!, 'SIGTERM');
    await service.process.says(new RegExp(`Worker ${other} ended: exit code 0. Another takes its place`));
    await eventually(async () => workersOf(service).length === 4);
    expect(service.process.stdout.match(/Gatehouse is ready/g)).toHaveLength(1);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(workersOf(service).filter(runs)).toEqual([]);
    expect(service.process.stderr).toBe('');
  });

  it('a connection that was on its way to one that is killed is closed, and does not wait for ever', async () => {
    const service = await start();
    const [victim, other] = workersOf(service);
    process.kill(victim!, 'SIGSTOP');
    const waiting: Promise<boolean>[] = [];
    let answered = 0;
    // One of them goes to the one that stands still, and all others to the one that does not.
    for (let request = 0; request < 10; request += 1)
      waiting.push(answers(service).then((isAnswered) => ((answered += Number(isAnswered)), isAnswered)));
    await eventually(async () => answered === 9, 10_000);
    process.kill(victim!, 'SIGKILL');
    expect((await Promise.all(waiting)).filter((isAnswered) => !isAnswered)).toHaveLength(1);
    expect(runs(other!)).toBe(true);
    await eventually(async () => workersOf(service).length === 3);
    expect((await service.stop()).code).toBe(0);
  });

  it('what cannot start is tried again less and less often, and why is said each time; the other goes on', async () => {
    const service = await start();
    const sql = new Client({ connectionString: storage.env['DATABASE_URL'] });
    await sql.connect();
    // As if nothing had been migrated yet: the next start finds tables where it wants to make some.
    await sql.query('ALTER TABLE migrations RENAME TO migrations_away');
    const [victim, other] = workersOf(service);
    process.kill(victim!, 'SIGKILL');
    for (const when of ['at once', 'in 100 ms', 'in 200 ms']) {
      await service.process.says(new RegExp(`ended: [^.]+\\. Another takes its place ${when}`));
    }
    expect(service.process.stderr).toMatch(/already exists/);
    expect([await answers(service), runs(other!)]).toEqual([true, true]);
    expect(workersOf(service)).toHaveLength(2);

    await sql.query('DROP TABLE IF EXISTS migrations');
    await sql.query('ALTER TABLE migrations_away RENAME TO migrations');
    await sql.end();
    await eventually(async () => workersOf(service).length === 3);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  });

  it('a first start that the database refuses ends with its words, once, and with 1', async () => {
    const url = `${storage.env['DATABASE_URL']!}_not_there`;
    const launched = new Launched({ ...settings(), PORT: '0', DATABASE_URL: url }, { cwd: folder });
    expect(await launched.exited).toEqual({ code: 1, signal: null });
    expect(launched.stderr.trim().split('\n')).toEqual([expect.stringMatching(/^PostgreSQL at \S+ cannot be used: /)]);
  });

  it.each(['PORT', 'METRICS_PORT'])('a %s that is taken ends it, before there is any worker', async (name) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const launched = new Launched({ ...settings(), PORT: '0', [name]: String(port) }, { cwd: folder });
    expect(await launched.exited).toEqual({ code: 1, signal: null });
    expect(launched.stderr).toMatch(
      /^(Cannot listen on|The metrics cannot be served on) \S+ the port is in use\. .+\n$/,
    );
    expect(launched.stdout).toBe('');
    taken.close();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('finish what is in flight at %s, and end with 0', async (signal) => {
    const service = await start();
    const upload = await halfSent(service.origin);
    const exited = service.process.signal(signal);
    // One that arrives while the workers close may be left waiting until the end: docs/adr/0013-workers.md.
    await eventually(async () => !(await Promise.race([answers(service), sleep(1_000, false)])), 5_000);
    expect(service.process.running).toBe(true);
    expect((await upload.finish()).statusCode).toBe(401);
    expect(await exited).toEqual({ code: 0, signal: null });
  });

  it('take Ctrl-C, which all of them hear, and signals again and again, for one', async () => {
    const service = await start();
    const upload = await halfSent(service.origin);
    const all = [service.process.pid, ...workersOf(service)];
    for (let time = 0; time < 3; time += 1) {
      for (const pid of all) if (runs(pid)) process.kill(pid, 'SIGINT');
      await sleep(50);
    }
    void service.process.signal('SIGTERM');
    expect((await upload.finish()).statusCode).toBe(401);
    expect(await service.process.exited).toEqual({ code: 0, signal: null });
    expect(service.process.stderr).toBe('');
  });

  it('do not wait for ever for a request that never comes to its end', async () => {
    const service = await start();
    await halfSent(service.origin);
    const begun = Date.now();
    expect((await service.stop()).code).toBe(0);
    expect(Date.now() - begun).toBeLessThan(15_000);
  });

  it('end at SIGTERM during the start with 143, as one process does', async () => {
    const launched = new Launched(
      { ...settings(), PORT: '0', DATABASE_URL: 'postgresql://127.0.0.1:1/nobody' },
      { cwd: folder },
    );
    await launched.says(/Waiting for PostgreSQL/);
    expect(await launched.signal('SIGTERM')).toEqual({ code: 143, signal: null });
  });

  it('do not outlive a primary that was killed', async () => {
    const service = await start();
    expect(await service.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    // Nobody holds its output any more.
    expect(workersOf(service).filter(runs)).toEqual([]);
    expect(await answers(service)).toBe(false);
  });
});

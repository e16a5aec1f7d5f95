import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { once } from 'node:events';
import { inject } from 'vitest';
import { SETTINGS } from '#config/index.js';
import { Launched, Service } from '../support/service.js';
import { embeddedDatabase, serverDatabase } from '../support/storage.js';

describe('the built service', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async (env: Record<string, string>, ...args: string[]) => {
    const launched = new Launched(env, { cwd: folder, args });
    return { ...(await launched.exited), stdout: launched.stdout, stderr: launched.stderr };
  };

  it('lists every setting under --help', async () => {
    const { code, stdout } = await run({ PORT: 'not even a number' }, '--help');
    expect(code).toBe(0);
    for (const name of Object.keys(SETTINGS)) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });

  it('names all problems of a bad environment at once, and repeats no value', async () => {
    const { code, stdout, stderr } = await run({
      PORT: '70000',
      PUBLIC_URL: 'ftp://files.test',
      DATABASE_URL: 'mysql://root:hunter2@db/gatehouse',
      REFRESH_TOKEN_EXPIRE_DAYS: 'soon',
      ADMIN_PASSWORD: 'too short',
      TRUSTED_PROXIES: '1',
    });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const problems = stderr.split('\n').filter((line) => line.startsWith('  - '));
    expect(problems.map((line) => line.slice(4).split(' ')[0])).toEqual(
      expect.arrayContaining([
        'PORT',
        'PUBLIC_URL',
        'DATABASE_URL',
        'REFRESH_TOKEN_EXPIRE_DAYS',
        'ADMIN_PASSWORD',
        'TRUSTED_PROXIES',
      ]),
    );
    expect(stderr).not.toMatch(/hunter2|too short|\n\s+at /);
  });

  it('refuses production without a database, a secret and an address, naming all three', async () => {
    const { code, stderr } = await run({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(stderr).toBe(
      [
        'The configuration is not valid:',
        '  - DATABASE_URL must be set in production',
        '  - SECRET_KEY must be set in production',
        '  - PUBLIC_URL must be set in production',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [{ SECRET_KEY: 'change-me-change-me-change-me-change-me' }, 'SECRET_KEY looks like a placeholder'],
    [{ PUBLIC_URL: 'http://id.example.org' }, 'PUBLIC_URL must begin with https:// in production'],
    [{ RATE_LIMITS: 'off' }, 'RATE_LIMITS=off is for benchmarks and refused in production'],
    [{ ALLOWED_ORIGINS: '*' }, 'ALLOWED_ORIGINS must name origins; * is not allowed (entry 1)'],
  ])('refuses production with %j', async (unsafe, problem) => {
    const { code, stderr } = await run({
      NODE_ENV: 'production',
      DATABASE_URL: 'postgresql://127.0.0.1:1/gatehouse',
      SECRET_KEY: 'lBh1Y2Vw0m3nQd5tZc8rXk7fJg4sUp9a',
      PUBLIC_URL: 'https://id.example.org',
      ...unsafe,
    });
    expect(code).toBe(1);
    expect(stderr).toBe(`The configuration is not valid:\n  - ${problem}\n`);
  });

  it('does not share a data folder, and names who has it', async () => {
    const storage = await embeddedDatabase();
    const service = await Service.start(storage.env, { cwd: folder });
    const { code, stderr } = await run({ DATA_DIR: relative(folder, storage.env['DATA_DIR']!), PORT: '0' });
    expect(code).toBe(1);
    expect(stderr).toContain(`${storage.env['DATA_DIR']} is in use by process ${service.process.pid} on `);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect((await service.get('//health/ready')).status).toBe(200);

    await service.stop();
    const heir = await Service.start(storage.env, { cwd: folder });
    expect((await heir.stop()).code).toBe(0);
    await storage.remove();
  });

  it('says plainly that its port is in use, and has begun nothing: no password is shown', async () => {
    const storage = await embeddedDatabase();
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as { port: number };
    const { code, stdout, stderr } = await run({ ...storage.env, PORT: String(port) });
    squatter.close();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `Cannot listen on 127.0.0.1:${port}: the port is in use. Stop what is using it, or choose another PORT.\n`,
    );
    await storage.remove();
  });

  it.runIf(inject('postgresUrl'))('says plainly that SECRET_KEY is not the former one', async () => {
    const storage = await serverDatabase();
    const service = await Service.start(storage.env, { cwd: folder });
    await service.stop();
    const { code, stderr } = await run({ ...storage.env, PORT: '0', SECRET_KEY: 'another secret of thirty-two signs' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^SECRET_KEY is not the one that the stored signing key \S+ was sealed with\..*\n$/);
    await storage.remove();
  });

  it.runIf(inject('postgresUrl'))('gives up at once on a database that will never let it in', async () => {
    const storage = await serverDatabase();
    const url = new URL(storage.env['DATABASE_URL']!);
    url.username = 'stranger';
    url.password = 'hunter2';
    const { code, stdout, stderr } = await run({ ...storage.env, DATABASE_URL: url.href, PORT: '0' });
    expect(code).toBe(1);
    expect(stderr).toMatch(`PostgreSQL at ${url.host}${url.pathname} cannot be used: role "stranger" does not exist`);
    expect(stdout + stderr).not.toContain('hunter2');
    await storage.remove();
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { ROOT } from '../support/project-root.js';
import { Service } from '../support/service.js';
import { processEnv } from '../support/coverage/process-env.js';
import { embeddedDatabase, serverDatabase, type Storage } from '../support/storage.js';

const run = promisify(execFile);

/** As an operator calls them. `npm` and the settings of the shell, and nothing of this test run. */
async function npm(script: string, env: Record<string, string>): Promise<string> {
  const { stdout } = await run('npm', ['run', '--silent', script], { cwd: ROOT, env: processEnv(env) });
  return stdout;
}

describe('the migration commands', () => {
  const storages = [
    ['the embedded database', embeddedDatabase] as const,
    ...(inject('postgresUrl') ? [['a server', serverDatabase] as const] : []),
  ];

  it.each(storages)('show, run and revert on %s', async (_where, make) => {
    const { env, remove } = await make();
    expect(await npm('migration:show', env)).toMatch(/\[ \] Initial/);
    expect(await npm('migration:run', env)).toMatch(/Migration Initial\d+ has been executed successfully/);
    expect(await npm('migration:show', env)).toMatch(/\[X\] 1 Initial/);
    // One step back: the youngest.
    const [, youngest] = /Migration (\w+) has been reverted successfully/.exec(await npm('migration:revert', env))!;
    expect(await npm('migration:show', env)).toContain(`[ ] ${youngest}`);
    await remove();
  });

  it('read .env as the service does', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    const { env, remove } = await embeddedDatabase();
    await writeFile(join(folder, '.env'), `DATA_DIR=${env['DATA_DIR']}\n`);
    const typeorm = [join(ROOT, 'node_modules/typeorm/cli.js'), '-d', join(ROOT, 'dist/ormconfig.js')];
    await run(process.execPath, [...typeorm, 'migration:run'], { cwd: folder, env: processEnv() });
    expect(await npm('migration:show', env)).toMatch(/\[X\] 1 Initial/);
    await remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('do not touch an embedded database that the service is using', async () => {
    const storage: Storage = await embeddedDatabase();
    const service = await Service.start(storage.env, { cwd: storage.env['DATA_DIR']! });
    await expect(npm('migration:revert', storage.env)).rejects.toMatchObject({
      stderr: expect.stringContaining(`is in use by process ${service.process.pid}`) as string,
    });
    expect((await service.get('//health/ready')).status).toBe(200);
    await service.stop();
    await storage.remove();
  });
});

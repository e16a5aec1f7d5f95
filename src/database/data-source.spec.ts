import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { CommonModule } from '#common/common.module.js';
import { Config, ConfigModule } from '#config/index.js';
import { createDatabase, startPostgres, type TestPostgres } from '#test/support/postgres.js';
import { DatabaseUnavailable, translateDatabaseError } from './database.errors.js';
import { GatehouseDataSource } from './data-source.js';
import { DatabaseModule } from './database.module.js';
import { SecretKey } from './secret-key.js';
import { Sql } from './sql.js';

// Empty embedded databases are made here, not copied: seconds each, many of them on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

class First1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE things (id int CONSTRAINT things_pkey PRIMARY KEY, name text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE things');
  }
}

class Failing1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half (id int)');
    await runner.query('SELECT nonsense');
  }

  async down(): Promise<void> {}
}

const THING = { name: 'test_thing', text: 'SELECT name FROM things WHERE id = $1' };
const NEW_THING = { name: 'test_new_thing', text: 'INSERT INTO things VALUES ($1, $2)' };

Logger.overrideLogger(false);

const postgres: TestPostgres | undefined = await startPostgres();
afterAll(() => postgres?.stop());

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-data-'));
  folders.push(folder);
  return join(folder, 'data');
};
const newDatabase = () => createDatabase(postgres!.url, `test_${randomBytes(6).toString('hex')}`);
const settings = (url: string | undefined, dataDir = newFolder(), timeoutSeconds = '10') =>
  Config.from({
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    DATABASE_TIMEOUT_SECONDS: timeoutSeconds,
    SECRET_KEY: url && 'x'.repeat(32),
  }).database;

const open: GatehouseDataSource[] = [];
const start = async (from: Config['database'], migrations: (new () => MigrationInterface)[] = [First1700000000000]) => {
  const dataSource = new GatehouseDataSource({ ...GatehouseDataSource.optionsFor(from), migrations });
  await dataSource.initialize();
  open.push(dataSource);
  return dataSource;
};

afterEach(async () => {
  for (const dataSource of open.splice(0)) if (dataSource.isInitialized) await dataSource.destroy();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['the embedded database', true],
  ['a server', false],
])('GatehouseDataSource on %s', (_, embedded) => {
  const place = async () => settings(embedded ? undefined : await newDatabase());

  it.skipIf(!embedded && !postgres)('brings the schema up to date once, and keeps it', async () => {
    const from = await place();
    const first = await start(from);
    await first.query(`INSERT INTO things VALUES (1, 'kept')`);
    await first.destroy();
    const second = await start(from);
    const sql = new Sql(second);
    expect(sql.embedded).toBe(embedded);
    expect(await sql.run(THING, [1])).toEqual([{ name: 'kept' }]);
    expect(await sql.run(THING, [2])).toEqual([]);
  });

  it.skipIf(!embedded && !postgres)('undoes a migration that fails and lets go of everything', async () => {
    const from = await place();
    await expect(start(from, [First1700000000000, Failing1700000000001])).rejects.toThrow('nonsense');
    const dataSource = await start(from);
    await dataSource.query(`INSERT INTO things VALUES (1, 'x')`);
    await expect(dataSource.query('SELECT * FROM half')).rejects.toThrow('does not exist');
  });

  it.skipIf(!embedded && !postgres)('can be used for the command line', async () => {
    const from = await place();
    const options = { ...GatehouseDataSource.forCommandLine(from).options, migrations: [First1700000000000] };
    const dataSource = new GatehouseDataSource(options);
    await dataSource.initialize();
    open.push(dataSource);
    expect(await dataSource.showMigrations()).toBe(true);
    expect((await dataSource.runMigrations()).map(({ name }) => name)).toEqual(['First1700000000000']);
    expect(await dataSource.showMigrations()).toBe(false);
    await dataSource.undoLastMigration();
    await expect(dataSource.query('SELECT * FROM things')).rejects.toThrow('does not exist');
  });

  it.skipIf(!embedded && !postgres)('keeps connections and refuses clearly when a statement fails', async () => {
    const dataSource = await start(await place());
    const sql = new Sql(dataSource);
    await sql.run(NEW_THING, [1, 'one']);
    await expect(sql.run(NEW_THING, [1, 'again'])).rejects.toMatchObject({ constraint: 'things_pkey' });
    const pool = (dataSource.driver as unknown as { master: { totalCount: number; idleCount: number } }).master;
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
    await Promise.all(Array.from({ length: 50 }, (_unused, i) => sql.run(NEW_THING, [i + 2, `n${i}`])));
    const names = await Promise.all(Array.from({ length: 50 }, (_unused, i) => sql.run(THING, [i + 2])));
    expect(names.flat()).toEqual(Array.from({ length: 50 }, (_unused, i) => ({ name: `n${i}` })));
  });

  it.skipIf(!embedded && !postgres)('does not hang when a transaction waits for another connection', async () => {
    const dataSource = await start({ ...(await place()), timeoutMs: 1000 });
    const sql = new Sql(dataSource);
    const locked = dataSource.transaction(async (tx) => {
      await tx.query(`INSERT INTO things VALUES (1, 'locked')`);
      await sql.run(NEW_THING, [1, 'waits']);
    });
    const error: unknown = await locked.catch((reason: unknown) => reason);
    expect(translateDatabaseError(error)).toBeInstanceOf(DatabaseUnavailable);
    expect(await sql.run(THING, [1])).toEqual([]);
  });
});

describe('GatehouseDataSource on the embedded database', () => {
  it('refuses a second process, by name, and leaves the first alone', async () => {
    const from = settings(undefined);
    const first = await start(from);
    await expect(start(from)).rejects.toThrow(`is in use by process ${process.pid}`);
    expect(await first.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('keeps its folder to its owner', async () => {
    const { dataDir } = settings(undefined);
    await start(settings(undefined, dataDir));
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dataDir).toSorted()).toEqual(['lock.1', 'postgres']);
  });
});

describe.skipIf(!postgres)('GatehouseDataSource on a server', () => {
  it('lets one of several instances change the schema', async () => {
    const url = await newDatabase();
    const instances = await Promise.all(Array.from({ length: 4 }, () => start(settings(url))));
    const [{ count }] = (await instances[0]!.query('SELECT count(*)::int AS count FROM migrations')) as [
      { count: number },
    ];
    expect(count).toBe(1);
  });

  it('heals when its connections are lost, in use or not', async () => {
    const dataSource = await start(settings(await newDatabase()));
    const sql = new Sql(dataSource);
    await Promise.all(Array.from({ length: 5 }, (_, i) => sql.run(NEW_THING, [i, `n${i}`])));
    const sleeping = Promise.allSettled([
      dataSource.query('SELECT pg_sleep(5)'),
      sql.run({ name: 'test_sleep', text: 'SELECT pg_sleep(5)' }),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const admin = await start(settings(postgres!.url), []);
    const { database } = dataSource.driver;
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
    for (const result of await sleeping) {
      const { reason } = result as PromiseRejectedResult;
      expect(translateDatabaseError(reason)).toBeInstanceOf(DatabaseUnavailable);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await sql.run(THING, [1])).toEqual([{ name: 'n1' }]);
    expect(await dataSource.query('SELECT name FROM things WHERE id = 2')).toEqual([{ name: 'n2' }]);
  });

  it('ends statements that take too long', async () => {
    const dataSource = await start(settings(await newDatabase(), undefined, '1'));
    const error: unknown = await dataSource.query('SELECT pg_sleep(3)').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: '57014' });
    expect(translateDatabaseError(error)).toBeInstanceOf(DatabaseUnavailable);
  });

  it('says plainly that there is no such database', async () => {
    const url = postgres!.url.replace(/\/[^/]*$/, '/no_such_database');
    await expect(start(settings(url))).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:\d+\/no_such_database cannot be used: database "no_such_database" does not exist$/,
    );
  });
});

const boot = (config: Config): Promise<TestingModule> =>
  Test.createTestingModule({ imports: [ConfigModule.forRoot(config), CommonModule, DatabaseModule] }).compile();

describe('DatabaseModule', () => {
  it('makes a secret beside the embedded database and finds it again', async () => {
    const dataDir = newFolder();
    const config = Config.from({ DATA_DIR: dataDir });
    const first = await boot(config);
    const { value } = first.get(SecretKey);
    expect(value).toBe(readFileSync(join(dataDir, 'secret.key'), 'utf8').trim());
    await first.close();
    const second = await boot(config);
    expect(second.get(SecretKey).value).toBe(value);
    expect(await second.get(Sql).run({ name: 'test_one', text: 'SELECT 1 AS one' })).toEqual([{ one: 1 }]);
    await second.close();
  });

  it('uses the secret that it is given', async () => {
    const dataDir = newFolder();
    const module = await boot(Config.from({ DATA_DIR: dataDir, SECRET_KEY: 's'.repeat(40) }));
    expect(module.get(SecretKey).value).toBe('s'.repeat(40));
    expect(existsSync(join(dataDir, 'secret.key'))).toBe(false);
    await module.close();
  });
});

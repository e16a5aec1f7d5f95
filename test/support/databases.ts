import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { GatehouseDataSource } from '#database/index.js';
import { createDatabase, dropDatabase, startPostgres } from './postgres.js';

/** What is copied for each test, which is quicker than to make it: a data directory, or the name of a database. */
interface Templates {
  readonly empty: string | undefined;
  /** With the schema of today. */
  readonly migrated: string | undefined;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's address, or undefined where there is no PostgreSQL on this machine. */
    postgresUrl: string | undefined;
    embeddedTemplates: Templates;
    postgresTemplates: Templates;
  }
}

const NONE: Templates = { empty: undefined, migrated: undefined };

/** Runs once for each project that needs a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = project.config.env?.['TEST_DATABASE'];
  const postgres = database === 'embedded' ? undefined : await startPostgres({ settings: ['max_connections=300'] });
  const migrated = `template_${process.pid}_${Date.now()}`;
  const folder = database === 'postgres' ? undefined : await mkdtemp(join(tmpdir(), 'gatehouse-template-'));
  if (postgres) await migrate({ url: await createDatabase(postgres.url, migrated) });
  project.provide('postgresUrl', postgres?.url);
  project.provide('postgresTemplates', { ...NONE, migrated: postgres && migrated });
  project.provide('embeddedTemplates', folder ? await makeFolders(folder) : NONE);

  return async () => {
    if (postgres) await dropDatabase(postgres.url, migrated);
    await postgres?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  };
}

async function makeFolders(folder: string): Promise<Templates> {
  const [empty, migrated] = [join(folder, 'empty'), join(folder, 'migrated')];
  setFlagsFromString('--no-wasm-code-gc'); // As src/database/embedded does, and for the same reason.
  await mkdir(empty);
  await (await PGlite.create(join(empty, 'postgres'))).close();
  await cp(empty, migrated, { recursive: true });
  await migrate({ dataDir: migrated });
  return { empty, migrated };
}

async function migrate(where: { url: string } | { dataDir: string }): Promise<void> {
  const settings = { url: undefined, dataDir: '', poolSize: 1, timeoutMs: 60_000, ...where };
  const dataSource = new GatehouseDataSource(GatehouseDataSource.optionsFor(settings));
  await dataSource.initialize();
  await dataSource.destroy();
}

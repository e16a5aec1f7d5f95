import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's address, or undefined where there is no PostgreSQL on this machine. */
    postgresUrl: string | undefined;
    /** An initialised data directory of the embedded database: copying it is quicker than making one. */
    embeddedTemplate: string | undefined;
  }
}

/** Runs once for each project that needs a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = project.config.env?.['TEST_DATABASE'];
  const postgres = database === 'embedded' ? undefined : await startPostgres({ settings: ['max_connections=300'] });
  const template = database === 'postgres' ? undefined : await makeTemplate();
  project.provide('postgresUrl', postgres?.url);
  project.provide('embeddedTemplate', template);

  return async () => {
    await postgres?.stop();
    if (template) await rm(template, { recursive: true, force: true });
  };
}

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-template-'));
  setFlagsFromString('--no-wasm-code-gc'); // As src/database/embedded does, and for the same reason.
  const database = await PGlite.create(join(folder, 'postgres'));
  await database.close();
  return folder;
}

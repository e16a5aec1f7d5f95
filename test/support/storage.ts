import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { uniqueName } from './names.js';
import { createDatabase, dropDatabase } from './postgres.js';

/** A database of one's own: the settings that lead to it, and its end. */
export interface Storage {
  readonly env: Record<string, string>;
  readonly remove: () => Promise<void>;
}

/** On the database that this project of the test run is about. */
export function storageOfThisRun(): Promise<Storage> {
  return process.env['TEST_DATABASE'] === 'postgres' ? serverDatabase() : embeddedDatabase();
}

export async function serverDatabase(): Promise<Storage> {
  const postgres = inject('postgresUrl');
  if (!postgres) throw new Error('There is no PostgreSQL here');
  const name = `test_${uniqueName()}`;
  const url = await createDatabase(postgres, name);
  return {
    env: { DATABASE_URL: url, SECRET_KEY: 'for tests only, but long enough to pass' },
    remove: () => dropDatabase(postgres, name),
  };
}

export async function embeddedDatabase(): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
  const template = inject('embeddedTemplate');
  if (template) await cp(template, folder, { recursive: true });
  return { env: { DATA_DIR: folder }, remove: () => rm(folder, { recursive: true, force: true }) };
}

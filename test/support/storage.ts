import { cpSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
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

/** On the database that this project of the test run is about, with the schema of today. */
export function storageOfThisRun(): Promise<Storage> {
  return process.env['TEST_DATABASE'] === 'postgres'
    ? copyOfDatabase(inject('postgresTemplates').migrated)
    : copyOfFolder(inject('embeddedTemplates').migrated);
}

/** The same without any table. */
export function emptyStorageOfThisRun(): Promise<Storage> {
  return process.env['TEST_DATABASE'] === 'postgres' ? serverDatabase() : embeddedDatabase();
}

/** An empty database on PostgreSQL. */
export function serverDatabase(): Promise<Storage> {
  return copyOfDatabase(inject('postgresTemplates').empty);
}

/** A data directory with an empty database. */
export function embeddedDatabase(): Promise<Storage> {
  return copyOfFolder(inject('embeddedTemplates').empty);
}

async function copyOfDatabase(template: string | undefined): Promise<Storage> {
  const postgres = inject('postgresUrl');
  if (!postgres) throw new Error('There is no PostgreSQL here');
  const name = `test_${uniqueName()}`;
  const url = await createDatabase(postgres, name, template);
  return {
    env: { DATABASE_URL: url, SECRET_KEY: 'for tests only, but long enough to pass' },
    remove: () => dropDatabase(postgres, name),
  };
}

async function copyOfFolder(template: string | undefined): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
  // A thousand small files: one after another they take a third of the time that they take as promises.
  if (template) cpSync(template, folder, { recursive: true });
  return { env: { DATA_DIR: folder }, remove: async () => rmSync(folder, { recursive: true, force: true }) };
}

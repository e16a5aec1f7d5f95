import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createDatabase, startPostgres } from '#test/support/postgres.js';
import { findChromium } from './find-chromium.js';
import { startHouse } from './house.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The service that all specs share; those that stop theirs start one of their own. */
    gatehouse: string;
    /** The application that uses it. */
    app: string;
    /** A superuser's address, where there is a PostgreSQL. */
    postgres: string | undefined;
  }
}

/** Once for the whole run: what takes longest to start. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!findChromium()) return undefined;
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
  const house = await startHouse(
    postgres ? { DATABASE_URL: await createDatabase(postgres.url, `browser_${process.pid}`) } : { DATA_DIR: folder },
  );
  project.provide('gatehouse', house.gatehouse.url);
  project.provide('app', house.app);
  project.provide('postgres', postgres?.url);

  return async () => {
    await house.stop();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

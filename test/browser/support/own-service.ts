import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { uniqueName } from '#test/support/names.js';
import { createDatabase } from '#test/support/postgres.js';
import { type BuiltService, startBuiltService } from './built-service.js';

/**
 * For a spec that needs an empty one, or stops it. Whoever asked for it stops it; a database on the server of this run
 * goes with that.
 */
export async function startOwnService(settings: Record<string, string> = {}): Promise<BuiltService> {
  const server = inject('postgres');
  if (server) {
    return startBuiltService({ DATABASE_URL: await createDatabase(server, `browser_${uniqueName()}`), ...settings });
  }
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
  const built = await startBuiltService({ DATA_DIR: folder, ...settings });
  const stop = async (): Promise<void> => {
    await built.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...built, stop };
}

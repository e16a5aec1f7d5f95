import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { uniqueName } from '#test/support/names.js';
import { createDatabase } from '#test/support/postgres.js';
import { type House, startHouse } from './house.js';

/** For a spec that needs an empty one, or stops it. A database on the server of this run goes with that. */
export async function startOwnHouse(settings: Record<string, string> = {}): Promise<House> {
  const server = inject('postgres');
  if (server) {
    return startHouse({ DATABASE_URL: await createDatabase(server, `browser_${uniqueName()}`), ...settings });
  }
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
  const house = await startHouse({ DATA_DIR: folder, ...settings });
  const stop = async (): Promise<void> => {
    await house.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...house, stop };
}

import type { Ground } from '../parts/part.ts';
import { connectTo, describeDatabase } from '../support/database.ts';
import { versionOf } from './install.ts';

/** Who was measured, and under which conditions that were the same for all. */
export async function circumstancesOf({ cores, postgres }: Ground, packages: readonly string[]): Promise<string> {
  const { version, durability } = await describeDatabase(await connectTo(postgres.url));
  const settings = Object.entries(durability).map(([name, value]) => `${name}=${value}`);
  const where = cores.pinned
    ? `What is measured has processor ${cores.service}, load and PostgreSQL have ${cores.others.join(', ')}.`
    : 'Nothing is held on a processor here.';
  return `Releases: ${[...new Set(packages)].map((name) => `${name} ${versionOf(name)}`).join(', ')}. All on PostgreSQL ${version}, ${settings.join(', ')}. ${where}`;
}

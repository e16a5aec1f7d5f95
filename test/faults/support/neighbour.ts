import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../support/project-root.js';

/**
 * The version before: `FAULTS_PREVIOUS` names the folder where one was built. Else this build without its newest
 * migration, made in `folder`: it shows the migration under load, and two that differ in their schema on one database,
 * but not that the code of the version before bears the new schema.
 */
export async function previousVersion(folder: string): Promise<string> {
  const built = process.env['FAULTS_PREVIOUS'];
  if (built) return join(built, 'dist/src/main.js');
  const copy = join(folder, 'neighbour');
  await mkdir(copy);
  await cp(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(copy, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await withoutNewestMigration(join(copy, 'dist/src/database/migrations/index.js'));
  return join(copy, 'dist/src/main.js');
}

async function withoutNewestMigration(path: string): Promise<void> {
  const list = await readFile(path, 'utf8');
  const shorter = list.replace(/,\s*\w+,?\s*\];/, ',\n];');
  if (shorter === list) throw new Error(`There is no list of migrations in ${path}`);
  await writeFile(path, shorter);
}

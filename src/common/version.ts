import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in the package.json above this file, which is one folder further away in `dist` than in `src`. */
export const VERSION: string = readVersion(import.meta.dirname);

function readVersion(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return readVersion(dirname(folder));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly version: string;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** The package.json above this file, which is one folder further away in `dist` than in `src`. */
const manifest = readManifest(import.meta.dirname);

export const VERSION = manifest.version;

/** What only some installations need, as it is spelt for `npm install`. */
export const OPTIONAL_PACKAGES: readonly string[] = Object.entries(manifest.optionalDependencies).map(
  ([name, version]) => `${name}@${version}`,
);

function readManifest(folder: string): Manifest {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return readManifest(dirname(folder));
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

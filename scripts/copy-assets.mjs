// What the compiler does not write into `dist`: the style sheets and scripts of the rooms that have pages, and Redoc's
// bundle with its licences, so that Redoc (and all that it depends on) may stay a development dependency.
import { existsSync, readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const redoc = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');

for (const room of readdirSync(join(root, 'src'))) {
  const from = join(root, 'src', room, 'assets');
  if (existsSync(from)) await cp(from, join(root, 'dist/src', room, 'assets'), { recursive: true });
}
for (const file of [redoc, `${redoc}.LICENSE.txt`]) {
  await cp(file, join(root, 'dist/src/api-docs/assets/redoc', basename(file)));
}

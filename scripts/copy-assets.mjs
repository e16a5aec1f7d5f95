// What the compiler does not write into `dist`: the style sheets and scripts of the rooms that have pages, and Redoc's
// bundle with its licences, so that Redoc (and all that it depends on) may stay a development dependency.
import { existsSync, readdirSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const redoc = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');

for (const room of readdirSync(join(root, 'src'))) {
  const from = join(root, 'src', room, 'assets');
  if (existsSync(from)) await cp(from, join(root, 'dist/src', room, 'assets'), { recursive: true });
}
const place = join(root, 'dist/src/api-docs/assets/redoc');
await cp(`${redoc}.LICENSE.txt`, join(place, `${basename(redoc)}.LICENSE.txt`));
await writeFile(join(place, basename(redoc)), withoutLogo(await readFile(redoc, 'utf8')));

/**
 * No option of Redoc's takes the picture out of its menu, which every reader's browser would ask a third party for (and
 * our policy forbids). Where there is no image Redoc leaves it out by itself.
 */
function withoutLogo(script) {
  const parts = script.split('https://cdn.redoc.ly/redoc/logo-mini.svg');
  if (parts.length !== 2) throw new Error('Redoc has another logo: see scripts/copy-assets.mjs');
  return parts.join('data:,');
}

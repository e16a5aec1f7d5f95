// What the compiler does not write into `dist`: the style sheets and scripts of the api-docs room, and Redoc's bundle
// with its licences, so that Redoc (and all that it depends on) may stay a development dependency.
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const from = join(root, 'src/api-docs/assets');
const to = join(root, 'dist/src/api-docs/assets');
const redoc = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');

await cp(from, to, { recursive: true });
for (const file of [redoc, `${redoc}.LICENSE.txt`]) await cp(file, join(to, 'redoc', basename(file)));

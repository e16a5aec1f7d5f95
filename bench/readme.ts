import { resolve } from 'node:path';
import { linesOf } from './readme/lines.ts';
import { writePage } from './support/page.ts';
import { textOf, withText } from './support/sections.ts';

// Measures nothing: what README.md says of speed and survival is read back from the pages that were measured.
const root = resolve(import.meta.dirname, '..');
const read = (page: string) => textOf(resolve(root, 'docs', page));
const text = linesOf({ performance: await read('performance.md'), reliability: await read('reliability.md') });
const readme = resolve(root, 'README.md');
await writePage(withText(await textOf(readme), 'bench:readme', text), readme);

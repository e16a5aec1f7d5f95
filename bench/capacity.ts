import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { figuresOf } from './capacity/figures.ts';
import { render } from './capacity/render.ts';
import { writePage } from './support/page.ts';
import { textOf, withText } from './support/sections.ts';

// Measures nothing: computes from what was measured, so that docs/scaling.md has no figure of its own.
const docs = resolve(import.meta.dirname, '../docs');
const { values } = parseArgs({ options: { from: { type: 'string', default: docs } } });
const read = (page: string) => textOf(resolve(values.from, page));
const figures = figuresOf({ performance: await read('performance.md'), reliability: await read('reliability.md') });
const page = resolve(docs, 'scaling.md');
await writePage(withText(await textOf(page), 'bench:capacity', render(figures)), page);
for (const command of figures.toRun) console.error(`Not measured yet: ${command}`);

import { bundleSize, MOST_BYTES } from '../../packages/client/scripts/size.ts';
import type { Outcome, Part } from '../parts/part.ts';
import { number } from '../support/page.ts';

/** What a page has to load to have the client. */
export const size: Part = { name: 'size', title: 'The size of the client', run };

async function run(): Promise<Outcome> {
  const bytes = await bundleSize();
  return {
    findings: [
      {
        what: 'size of `@gatehouse/client`, minified, gzip, bytes',
        found: number(bytes),
        goal: `≤ ${MOST_BYTES}`,
        met: bytes <= MOST_BYTES,
      },
    ],
    notes: [],
  };
}

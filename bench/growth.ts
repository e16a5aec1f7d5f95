import { growth } from './growth/growth.ts';
import { runParts } from './parts/program.ts';

await runParts({
  block: 'bench:growth',
  title: 'How cost grows',
  parts: [growth],
  longestMs: 15 * 60_000,
});

import { resolve } from 'node:path';
import { runParts } from './parts/program.ts';
import { soak } from './soak/soak.ts';

await runParts({
  block: 'bench:soak',
  title: 'A long run',
  parts: [soak],
  page: resolve(import.meta.dirname, '../docs/reliability.md'),
  minutes: 30,
  longestMs: 15 * 60_000,
});

import { runParts } from './parts/program.ts';
import { introspection } from './services/introspection.ts';

await runParts({
  block: 'bench:services',
  title: 'Other services',
  parts: [introspection],
  longestMs: 25 * 60_000,
});

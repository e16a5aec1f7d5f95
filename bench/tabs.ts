import { runParts } from './parts/program.ts';
import { hour } from './tabs/hour.ts';
import { size } from './tabs/size.ts';

await runParts({
  block: 'bench:tabs',
  title: 'The client',
  parts: [hour, size],
  longestMs: 10 * 60_000,
});

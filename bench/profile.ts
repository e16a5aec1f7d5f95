import { runParts } from './parts/program.ts';
import { profiles } from './profile/routes.ts';

await runParts({
  block: 'bench:profile',
  title: 'What the time goes to',
  parts: profiles,
  longestMs: 5 * 60_000,
});

import { runParts } from './parts/program.ts';
import { feed } from './services/feed.ts';
import { introspection } from './services/introspection.ts';
import { logout } from './services/logout.ts';
import { rotations } from './services/rotations.ts';
import { verifier } from './services/verifier.ts';

await runParts({
  block: 'bench:services',
  title: 'Other services',
  parts: [verifier, introspection, logout, feed, rotations],
  longestMs: 25 * 60_000,
});

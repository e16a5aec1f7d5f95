import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';
import { postgresProgramsAreHere } from '../support/postgres.js';
import { ROOT } from '../support/project-root.js';

if (!postgresProgramsAreHere()) {
  console.warn(
    '\nNo PostgreSQL programs here (initdb, postgres): ONLY WHAT CONCERNS THE EMBEDDED DATABASE IS TRIED.\n',
  );
}

const seed = process.env['FAULTS_SEED'] ?? String(randomInt(2 ** 31));

/** What the built service survives, under load. A run of its own: `npm run test:faults`. */
export default defineConfig({
  root: ROOT,
  test: {
    name: 'faults',
    globals: true,
    include: ['test/faults/**/*.spec.ts'],
    globalSetup: ['test/faults/support/run.ts'],
    env: { FAULTS_SEED: seed, FAULTS: process.env['FAULTS'] ?? 'long' },
    // One fault at a time: how long an outage lasts is measured.
    maxWorkers: 1,
    fileParallelism: false,
    // Against what hangs.
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // A promise that is broken once is broken. So there is no second try.
    retry: 0,
  },
});

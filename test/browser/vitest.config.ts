import { defineConfig } from 'vitest/config';
import { ROOT } from '../support/project-root.js';
import { findChromium } from './support/find-chromium.js';

if (!findChromium()) {
  console.warn(
    '\nNo Chromium here, neither on PATH nor in CHROMIUM_PATH: EVERY BROWSER TEST IS SKIPPED.\n' +
      'Where apt is: apt-get install --no-install-recommends chromium\n',
  );
}

/** What people see and press, in a real browser, against the built service. A run of its own: `npm run test:browser`. */
export default defineConfig({
  root: ROOT,
  resolve: { alias: [{ find: /^#test\/(.*)\.js$/, replacement: `${ROOT}/test/$1.ts` }] },
  test: {
    name: 'browser',
    globals: true,
    include: ['test/browser/**/*.spec.ts'],
    globalSetup: ['test/browser/support/world.ts'],
    maxWorkers: 2,
    // Four looks at each of some pages take a while on a busy machine; what hangs is still told from what is slow.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    retry: process.env['CI'] ? 1 : 0,
    expect: { poll: { timeout: 20_000, interval: 100 } },
  },
});

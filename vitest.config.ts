import { defineConfig } from 'vitest/config';

/** `#room/file.js` as the package.json `imports` spell it, but to the source instead of `dist`. */
const sources = [{ find: /^#(.*)\.js$/, replacement: new URL('./src/$1.ts', import.meta.url).pathname }];

export default defineConfig({
  resolve: { alias: sources },
  test: {
    globals: true,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [{ extends: true, test: { name: 'unit', include: ['src/**/*.spec.ts'] } }],
  },
});

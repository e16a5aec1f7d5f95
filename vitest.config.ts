import { defineConfig } from 'vitest/config';
import { postgresIsHere } from './test/support/postgres.js';

/** `#room/file.js` as the package.json `imports` spell it, but to the source instead of `dist`. */
const sources = [
  { find: /^#test\/(.*)\.js$/, replacement: new URL('./test/$1.ts', import.meta.url).pathname },
  { find: /^#(.*)\.js$/, replacement: new URL('./src/$1.ts', import.meta.url).pathname },
];

/** Likewise for what others install. */
const packages = [
  'verifier/testing/index',
  'nestjs/testing',
  'verifier/index',
  'nestjs/index',
  'client/react',
  'client/challenge',
  'client/social',
  'client/index',
].map((path) => ({
  find: new RegExp(`^@gatehouse/${path.replace(/\/index$/, '')}$`),
  replacement: new URL(`./packages/${path.replace('/', '/src/')}.ts`, import.meta.url).pathname,
}));

/** The whole outside view of the service, once on each database. */
const onDatabase = (database: 'embedded' | 'postgres') => ({
  extends: true as const,
  resolve: { alias: packages },
  test: {
    name: database,
    include: ['test/{e2e,rfc,security}/**/*.spec.ts'],
    globalSetup: ['test/support/databases.ts'],
    env: { TEST_DATABASE: database },
    // Loading the application anew for each file takes longer than most files.
    isolate: false,
  },
});

if (!postgresIsHere()) {
  console.warn('No PostgreSQL here (no initdb, no TEST_DATABASE_URL): the suite runs on the embedded one only.');
}

export default defineConfig({
  resolve: { alias: sources },
  test: {
    globals: true,
    // As many as the smallest machine that this is developed on has processors.
    maxWorkers: 2,
    // Against what hangs. A busy machine is slow, and the embedded database starts in seconds only on a quiet one.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What fails once and not again was slow, not wrong; the report shows it. At a desk it is looked at.
    retry: process.env['CI'] ? 1 : 0,
    coverage: {
      provider: 'custom',
      customProviderModule: './test/support/coverage/provider.ts',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.spec.ts', 'src/passwords/policy/common-passwords.data.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 90 },
    },
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.spec.ts', 'test/*.spec.ts'] } },
      {
        extends: true,
        resolve: { alias: packages },
        test: { name: 'packages', include: ['packages/*/{src,test}/**/*.spec.ts', 'examples/*/test/**/*.spec.ts'] },
      },
      onDatabase('embedded'),
      ...(postgresIsHere() ? [onDatabase('postgres')] : []),
      {
        extends: true,
        test: {
          name: 'process',
          include: ['test/process/**/*.spec.ts'],
          globalSetup: ['test/support/databases.ts'],
          testTimeout: 180_000,
        },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** Tests of the server on its embedded database: it takes seconds to start, so `npm run check` goes without. */
const ON_A_DATABASE = [
  'test/server/app.test.ts',
  'test/server/accounts/sign-in-throttle.test.ts',
  'test/server/openapi/**/*.test.ts',
  'test/server/routes/**/*.test.ts',
];

/**
 * Kinds of tests, told apart by where they stand: fast and renderer (no process, no network, no database), integration
 * (the server's routes on a database), contracts (fake and real side by side, real tools), e2e (built app and server).
 *
 * `isolate: false`: one process runs many files, since starting one for each takes longer than their tests do.
 */
export default defineConfig({
  test: {
    // All processors: most tests wait for processes of their own, and vitest itself has little to do.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'fast',
          environment: 'node',
          include: ['test/{protocol,shared,main,preload,server,scripts}/**/*.test.ts'],
          exclude: ON_A_DATABASE,
          isolate: false,
          // It imports electron itself, which its test replaces.
          server: { deps: { inline: ['electron-store'] } },
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ON_A_DATABASE,
        },
      },
      {
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          isolate: false,
          include: ['test/renderer/**/*.test.tsx', 'test/server-web/**/*.test.tsx'],
        },
      },
      {
        test: {
          name: 'contracts',
          environment: 'node',
          include: ['test/{contracts,torture}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

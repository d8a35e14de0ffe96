import { defineConfig } from 'vitest/config';

/**
 * Three kinds of tests, told apart by where they stand:
 * fast (no process, no network), contracts (fake and real side by side, real tools), e2e (built app and server).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          environment: 'node',
          include: ['test/{protocol,shared,main,server,scripts}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['test/renderer/**/*.test.tsx', 'test/server-web/**/*.test.tsx'],
        },
      },
      {
        test: {
          name: 'contracts',
          environment: 'node',
          include: ['test/contracts/**/*.test.ts'],
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

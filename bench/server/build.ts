import { join } from 'node:path';
import { build } from 'vite';

const SERVER = join(import.meta.dirname, '../../server');

/** Beside `dist`: what is built finds the server's migrations one level above itself. */
export const BUILT = join(SERVER, 'dist-bench');

/**
 * Builds the servers of the benchmark as the server itself is built: run from its sources, each function would also be
 * given its name whenever it is made, and a poll would take a tenth longer than on any lab's server.
 */
export async function buildBenchServers(names: readonly string[]): Promise<void> {
  const input = names.map((name) => [name, join(import.meta.dirname, `${name}.ts`)] as const);
  await build({
    configFile: join(SERVER, 'vite.config.ts'),
    logLevel: 'warn',
    build: {
      outDir: BUILT,
      emptyOutDir: true,
      rollupOptions: { input: Object.fromEntries(input) },
    },
  });
}

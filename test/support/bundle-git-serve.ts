import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ENTRY = fileURLToPath(new URL('../../server/src/git-host/git-serve.ts', import.meta.url));

/**
 * Bundles the forced command as the server's build does, into a folder that another account can read: the checkout may
 * stand in a home that is closed to it.
 */
export async function bundleGitServe(outDir: string): Promise<string> {
  await build({
    configFile: false,
    root: dirname(ENTRY),
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: ENTRY,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'git-serve.mjs' } },
    },
  });
  return `${outDir}/git-serve.mjs`;
}

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Bundles a module of ours into a folder that another account can read: the checkout may stand in a home that is closed
 * to it. `module` is a path from the root of the repository.
 */
export async function bundleForOthers(module: string, outDir: string): Promise<string> {
  const entry = fileURLToPath(new URL(`../../${module}`, import.meta.url));
  await build({
    configFile: false,
    root: dirname(entry),
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'bundle.mjs' } },
    },
  });
  return `${outDir}/bundle.mjs`;
}

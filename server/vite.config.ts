import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The oldest runtime that the server must run on.
const NODE_TARGET = 'node20.19';

const entries = {
  cli: here('./src/cli.ts'),
  // What a real sshd runs for each login.
  'git-serve': here('./src/git-host/git-serve.ts'),
};

export default defineConfig({
  root: here('.'),
  build: {
    ssr: true,
    target: NODE_TARGET,
    sourcemap: true,
    // The approval page is built into dist/web by its own config.
    emptyOutDir: false,
    rollupOptions: {
      input: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
      // Flat: package-root.ts counts on standing right below the package.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: ['@onbench/protocol'] },
});

import { defineConfig } from 'vite';

// The oldest runtime that the command line must run on.
const NODE_TARGET = 'node20.19';

/** `onbench` in plain Node: no Electron, no display. */
export default defineConfig({
  build: {
    ssr: true,
    target: NODE_TARGET,
    sourcemap: true,
    outDir: 'out/cli',
    rollupOptions: { input: 'src/main/cli/onbench.ts', output: { entryFileNames: '[name].js' } },
  },
  // What the app bundles as well.
  ssr: { noExternal: ['@onbench/protocol', 'qrcode'] },
});

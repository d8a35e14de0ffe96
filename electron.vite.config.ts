import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// The oldest runtime that the app must run on: Electron 33 (Node 20.18, Chromium 130).
const NODE_TARGET = 'node20.18';
const CHROMIUM_TARGET = 'chrome130';

export default defineConfig({
  main: {
    build: { target: NODE_TARGET, sourcemap: true },
  },
  preload: {
    // A sandboxed preload script cannot be an ES module.
    build: {
      target: NODE_TARGET,
      rollupOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    build: {
      target: CHROMIUM_TARGET,
      // The content policy forbids data: URLs, so no asset may be inlined as one.
      assetsInlineLimit: 0,
      rollupOptions: { input: resolve('src/renderer/index.html') },
    },
    plugins: [react()],
  },
});

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // The page stands at /device; what it loads stands below, at /device/assets/.
  base: '/device/',
  // The server puts a new one there in each answer (src/routes/approval-page.ts).
  html: { cspNonce: '__nonce__' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Inlined assets are data: URLs, which the content policy of the page refuses (security.md T20).
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [react()],
});

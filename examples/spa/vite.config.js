import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: { port: 4000, strictPort: true },
  // Everything is a file of its own: a data: address would need a looser Content-Security-Policy.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});

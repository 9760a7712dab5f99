import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { tfjsWasm } from './scripts/vite-tfjs-wasm.mjs';

export default defineConfig({
  /** Relative, so that the built files work under any path of any static host. */
  base: './',
  plugins: [react(), tfjsWasm()],
  worker: { format: 'es' },
  build: {
    /** Nothing as a data: address, which a strict content security policy refuses. */
    assetsInlineLimit: 0,
    /** The licences of what we ship, beside it. */
    license: { fileName: 'licences.md' },
  },
});

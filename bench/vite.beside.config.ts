import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Training with and without a busy metrics worker beside it, as a page of its own: build/bench-beside/bench.html. */
export default defineConfig({
  root: path('beside'),
  base: './',
  worker: { format: 'es' },
  build: {
    outDir: path('../build/bench-beside'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: { input: path('beside/bench.html') },
  },
});

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The comparison of measures, as a page of its own: build/bench-metrics/bench.html. */
export default defineConfig({
  root: path('metrics'),
  base: './',
  worker: { format: 'es' },
  build: {
    outDir: path('../build/bench-metrics'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: { input: path('metrics/bench.html') },
  },
});

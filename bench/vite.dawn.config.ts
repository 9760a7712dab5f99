import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The comparison of engines for Node: build/bench-dawn, with all packages inside but `webgpu`. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: path('../build/bench-dawn'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      input: { main: path('engine/dawn/main.ts'), 'row-process': path('engine/dawn/row-process.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});

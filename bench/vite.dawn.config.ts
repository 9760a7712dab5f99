import { defineConfig } from 'vite';
import { path } from './page-config.mjs';

/** Command line and comparison of engines for a GPU server without npm: all packages inside but `webgpu`. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: path('../build/gpu-server'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      input: {
        cli: path('../src/cli/main.ts'),
        bench: path('engine/dawn/main.ts'),
        'row-process': path('engine/dawn/row-process.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});

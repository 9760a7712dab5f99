import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { benchPage } from './page-config.mjs';

const TFJS_BINARIES = ['', '-simd', '-threaded-simd'].map(kind => `tfjs-backend-wasm${kind}.wasm`);

/** All wasm binaries of TensorFlow.js, of which it takes the best one for the page by itself. */
function tfjsBinaries(): Plugin {
  return {
    name: 'richscope:tfjs-binaries',
    generateBundle() {
      // Each worker is a bundle of its own; the files are needed once.
      if (this.environment.name !== 'client' || this.environment.config.isWorker) return;
      const backend = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
      for (const name of TFJS_BINARIES) {
        const source = readFileSync(join(dirname(backend), 'dist', name));
        this.emitFile({ type: 'asset', fileName: `assets/tfjs/${name}`, source });
      }
    },
  };
}

/** The comparison of engines: build/bench/bench.html. */
export default benchPage('engine', 'bench', {
  plugins: [tfjsBinaries()],
  // Isolated, which gives wasm threads to the engines that use them.
  preview: {
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
  build: {
    // The threaded TensorFlow.js sends the text of a function to its threads, which a minifier would break.
    minify: false,
    // The engines are large, and each is loaded by its own worker only.
    chunkSizeWarningLimit: 4_000,
  },
});

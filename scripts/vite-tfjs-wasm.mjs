// @ts-check
/** Vite plugin: TensorFlow.js's wasm binaries as files of our own, under `assets/tfjs/`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Threads need cross-origin isolation, which a static host may not give, so the threaded binary stays out. */
const BINARIES = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];
const FOLDER = 'assets/tfjs/';

/** @param {string} name */
function readBinary(name) {
  const backend = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  return readFileSync(join(dirname(backend), 'dist', name));
}

/** @returns {import('vite').Plugin} */
export function tfjsWasm() {
  return {
    name: 'richscope:tfjs-wasm',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split('?')[0] ?? '';
        const name = BINARIES.find(binary => path.endsWith(`/${FOLDER}${binary}`));
        if (!name) return next();
        response.setHeader('Content-Type', 'application/wasm');
        response.end(readBinary(name));
      });
    },
    generateBundle() {
      // Each worker is a bundle of its own; the files are needed once.
      if (this.environment.name !== 'client' || this.environment.config.isWorker) return;
      for (const name of BINARIES)
        this.emitFile({ type: 'asset', fileName: FOLDER + name, source: readBinary(name) });
    },
  };
}

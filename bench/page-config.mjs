// @ts-check
import { fileURLToPath } from 'node:url';

/** @param {string} relative to this folder */
export const path = relative => fileURLToPath(new URL(relative, import.meta.url));

/**
 * A bench as a page of its own, from `bench/FOLDER/bench.html`.
 * @param {string} folder
 * @param {string} out folder of `build/` into which it is built
 * @param {import('vite').UserConfig} more
 * @returns {import('vite').UserConfig}
 */
export function benchPage(folder, out, { build, ...more } = {}) {
  return {
    root: path(folder),
    base: './',
    worker: { format: 'es' },
    ...more,
    build: {
      outDir: path(`../build/${out}`),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rolldownOptions: { input: path(`${folder}/bench.html`) },
      ...build,
    },
  };
}

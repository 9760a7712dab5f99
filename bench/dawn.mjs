// @ts-check
/**
 * Time of a training step on a GPU without a browser: the WebGPU rows of bench:engine, in Node through Dawn.
 *
 *   npm run -s bench:dawn -- [--json] [--case cnn,mlp,grokking,bn-cnn] [--engine ours,tfjs,jax-js]
 *
 * --build only builds, the command line as well, for a machine without npm (docs/gpu-server.md).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { requireNode } from '../scripts/node-version.mjs';
import { chosenRows, machine, printTable } from './report.mjs';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const program = path('../build/gpu-server/bench.js');

/** Our kernels, which the engine names, and the programs; what the tools say goes to stderr, away from the JSON. */
async function build() {
  if (!existsSync(path('../node_modules/vite')) && existsSync(program)) return;
  const kernels = spawnSync(process.execPath, [path('../scripts/build-wasm.mjs')], {
    stdio: ['ignore', 2, 2],
  });
  if (kernels.status !== 0) throw new Error('The AssemblyScript kernels do not compile.');
  const vite = await import('vite');
  await vite.build({ root: path('..'), configFile: path('vite.dawn.config.ts'), logLevel: 'error' });
}

async function main() {
  const { values: options } = parseArgs({
    options: {
      case: { type: 'string' },
      engine: { type: 'string' },
      json: { type: 'boolean', default: false },
      build: { type: 'boolean', default: false },
    },
  });
  await build();
  if (options.build) return;
  /** @type {typeof import('./engine/dawn/main')} */
  const { benchDawn, webgpuRows } = await import(pathToFileURL(program).href);
  const measured = await benchDawn(chosenRows(webgpuRows, options));
  const report = { browser: `Node ${process.versions.node} with Dawn`, machine: machine(), ...measured };
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else printTable(report);
}

requireNode();
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

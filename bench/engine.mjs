// @ts-check
/**
 * Time of a training step, ours beside TensorFlow.js and jax-js, in one headless browser and one run.
 *
 *   npm run -s bench:engine -- [--json] [--case cnn,mlp,grokking,bn-cnn] [--device webgpu,wasm,wasm-threads,webgl,cpu] [--engine ours,tfjs,jax-js]
 *
 * --write-reference takes the first losses of TensorFlow.js's plain JavaScript as those that all must have.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ENGINE_PAGE, withBenchPage } from './bench-page.mjs';
import { chosenRows, machine, printTable } from './report.mjs';

/** @typedef {import('./engine/rows').BenchReport} BenchReport */

/** The page gives up on a row after 90 s and runs each twice. */
const ROW_LIMIT_MS = 2 * 95_000;

const { values: options } = parseArgs({
  options: {
    case: { type: 'string' },
    device: { type: 'string' },
    engine: { type: 'string' },
    json: { type: 'boolean', default: false },
    'write-reference': { type: 'boolean', default: false },
  },
});

/** @param {import('@playwright/test').Page} page @param {import('@playwright/test').Browser} browser @returns {Promise<BenchReport>} */
async function run(page, browser) {
  const rows = chosenRows(
    options['write-reference']
      ? (await page.evaluate(() => window.benchRows)).filter(
          row => row.engine === 'tfjs' && row.device === 'cpu',
        )
      : await page.evaluate(() => window.benchRows),
    options,
  );
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('The page hangs.')), rows.length * ROW_LIMIT_MS);
  });
  try {
    const result = page.evaluate(names => window.runBench(names), rows);
    const report = /** @type {BenchReport} */ (await Promise.race([result, limit]));
    return { ...report, browser: `Chromium ${browser.version()}`, machine: machine() };
  } finally {
    clearTimeout(timer);
  }
}

/** @param {BenchReport} report */
function writeReference({ rows }) {
  const file = fileURLToPath(new URL('engine/reference.json', import.meta.url));
  const losses = Object.fromEntries(rows.map(row => [row.case, row.losses]));
  const all = { ...JSON.parse(readFileSync(file, 'utf8')), ...losses };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

async function main() {
  const report = await withBenchPage(ENGINE_PAGE, run);
  if (options['write-reference']) writeReference(report);
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else printTable(report);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

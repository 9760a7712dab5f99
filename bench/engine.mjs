// @ts-check
/**
 * Time of a training step, ours beside TensorFlow.js and jax-js, in one headless browser and one run.
 *
 *   npm run -s bench:engine -- [--json] [--case cnn,mlp,grokking,bn-cnn] [--device webgpu,wasm,wasm-threads,webgl,cpu] [--engine ours,tfjs,jax-js]
 *
 * --write-reference takes the first losses of TensorFlow.js's plain JavaScript as those that all must have.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { ensureBrowser, launchOptions } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';
import { chosenRows, machine, printTable } from './report.mjs';

/** @typedef {import('./engine/rows').BenchReport} BenchReport */

/** Gives wasm threads to the engines that use them. */
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
/** The page gives up on a row after 90 s and runs each twice. */
const ROW_LIMIT_MS = 2 * 95_000;

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

const { values: options } = parseArgs({
  options: {
    case: { type: 'string' },
    device: { type: 'string' },
    engine: { type: 'string' },
    json: { type: 'boolean', default: false },
    'write-reference': { type: 'boolean', default: false },
  },
});

/** @param {import('@playwright/test').Browser} browser @param {string} url @returns {Promise<BenchReport>} */
async function run(browser, url) {
  const page = await browser.newPage();
  await page.exposeFunction('benchProgress', (/** @type {string} */ text) => console.error(text));
  await page.goto(`${url}bench.html`);
  await page.waitForFunction(() => window.runBench !== undefined);
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
  const file = path('engine/reference.json');
  const losses = Object.fromEntries(rows.map(row => [row.case, row.losses]));
  const all = { ...JSON.parse(readFileSync(file, 'utf8')), ...losses };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

/** Our kernels and the page; what the tools say goes to stderr, away from the JSON. */
async function buildPage() {
  const kernels = spawnSync(process.execPath, [path('../scripts/build-wasm.mjs')], {
    stdio: ['ignore', 2, 2],
  });
  if (kernels.status !== 0) throw new Error('The AssemblyScript kernels do not compile.');
  await build({ configFile: path('vite.config.ts'), logLevel: 'warn' });
}

async function main() {
  await buildPage();
  const server = await serve({ folder: path('../build/bench'), headers: ISOLATED });
  const browser = await chromium.launch({ ...launchOptions(), executablePath: ensureBrowser() });
  try {
    const report = await run(browser, server.url);
    if (options['write-reference']) writeReference(report);
    if (options.json) console.log(JSON.stringify(report, null, 2));
    else printTable(report);
  } finally {
    await browser.close();
    await server.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

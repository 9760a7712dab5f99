// @ts-check
/** Builds the page of a bench, and opens it in headless Chromium. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { withBrowser } from '../scripts/with-browser.mjs';

/**
 * @typedef {object} BenchPage
 * @property {string} config its Vite configuration in this folder, which builds a bench.html
 * @property {string} folder where that is built, under build/
 * @property {keyof Window} ready what the page has put on its window once it can be used
 * @property {Record<string, string>} [headers] of the server
 */

/** The comparison of engines. Isolated, which gives wasm threads to those that use them, and lets it measure its memory. @type {BenchPage} */
export const ENGINE_PAGE = {
  config: 'vite.config.ts',
  folder: 'bench',
  ready: 'runBench',
  headers: {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  },
};

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Our kernels and the page; what the tools say goes to stderr, away from the JSON. @param {string} config */
async function buildPage(config) {
  const kernels = spawnSync(process.execPath, [path('../scripts/build-wasm.mjs')], {
    stdio: ['ignore', 2, 2],
  });
  if (kernels.status !== 0) throw new Error('The AssemblyScript kernels do not compile.');
  await build({ configFile: path(config), logLevel: 'warn' });
}

/**
 * Builds bench.html, opens it, and hands it over; progress goes to stderr.
 * @template Result
 * @param {BenchPage} bench
 * @param {(page: import('@playwright/test').Page, browser: import('@playwright/test').Browser) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function withBenchPage({ config, folder, ready, headers = {} }, use) {
  await buildPage(config);
  return withBrowser({ folder: path(`../build/${folder}`), headers }, async (browser, url) => {
    const page = await browser.newPage();
    await page.exposeFunction('benchProgress', (/** @type {string} */ text) => console.error(text));
    await page.goto(`${url}bench.html`);
    await page.waitForFunction(name => name in window, ready);
    return use(page, browser);
  });
}

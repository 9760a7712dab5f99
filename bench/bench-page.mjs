// @ts-check
/** Builds the page of the engine benches, and opens it in headless Chromium. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { ensureBrowser, launchOptions } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';

/** Gives wasm threads to the engines that use them, and lets the page measure its memory. */
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Our kernels and the page; what the tools say goes to stderr, away from the JSON. */
async function buildPage() {
  const kernels = spawnSync(process.execPath, [path('../scripts/build-wasm.mjs')], {
    stdio: ['ignore', 2, 2],
  });
  if (kernels.status !== 0) throw new Error('The AssemblyScript kernels do not compile.');
  await build({ configFile: path('vite.config.ts'), logLevel: 'warn' });
}

/**
 * Builds bench.html, opens it, and hands it over; progress goes to stderr.
 * @template Result
 * @param {(page: import('@playwright/test').Page, browser: import('@playwright/test').Browser) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function withBenchPage(use) {
  await buildPage();
  const server = await serve({ folder: path('../build/bench'), headers: ISOLATED });
  const browser = await chromium.launch({ ...launchOptions(), executablePath: ensureBrowser() });
  try {
    const page = await browser.newPage();
    await page.exposeFunction('benchProgress', (/** @type {string} */ text) => console.error(text));
    await page.goto(`${server.url}bench.html`);
    await page.waitForFunction(() => window.runBench !== undefined);
    return await use(page, browser);
  } finally {
    await browser.close();
    await server.close();
  }
}

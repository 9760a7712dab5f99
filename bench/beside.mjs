// @ts-check
/**
 * How much training slows because the metrics worker measures, with as many probes as the app's schedule ever makes, in
 * headless Chromium; exit code 1 where it slows by more than a tenth. In turn the probes are dropped and measured.
 *
 *   npm run -s bench:beside -- [--json] [--windows 3] [--milliseconds 1500]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { ensureBrowser, launchOptions } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';
import { machine } from './report.mjs';

/** Share of its steps that training may lose. */
const MOST = 0.1;

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    windows: { type: 'string', default: '3' },
    milliseconds: { type: 'string', default: '1500' },
  },
});

const kernels = spawnSync(process.execPath, [path('../scripts/build-wasm.mjs')], { stdio: ['ignore', 2, 2] });
if (kernels.status !== 0) throw new Error('The AssemblyScript kernels do not compile.');
await build({
  configFile: false,
  root: path('beside'),
  base: './',
  logLevel: 'warn',
  worker: { format: 'es' },
  build: {
    outDir: path('../build/bench-beside'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: { input: path('beside/bench.html') },
  },
});
const server = await serve({ folder: path('../build/bench-beside') });
const browser = await chromium.launch({ ...launchOptions(), executablePath: ensureBrowser() });
try {
  const page = await browser.newPage();
  page.on('pageerror', error => {
    throw error;
  });
  await page.goto(`${server.url}bench.html`);
  await page.waitForFunction(() => window.runBeside !== undefined);
  const rows = [];
  for (const name of ['mlp', 'cnn']) {
    console.error(`${name} …`);
    rows.push(
      await page.evaluate(
        ([each, windows, milliseconds]) => window.runBeside(each, windows, milliseconds),
        /** @type {const} */ ([name, Number(values.windows), Number(values.milliseconds)]),
      ),
    );
  }
  if (values.json)
    console.log(
      JSON.stringify({ browser: `Chromium ${browser.version()}`, machine: machine(), rows }, null, 2),
    );
  else
    for (const row of rows)
      console.log(
        `${row.case}: ${row.idleStepsPerSecond.toFixed(0)} steps a second, ${row.busyStepsPerSecond.toFixed(0)} beside ` +
          `${row.probesPerSecond.toFixed(1)} measured probes a second: ${(100 * row.slowdown).toFixed(1)} % slower`,
      );
  if (rows.some(({ slowdown }) => slowdown > MOST)) process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}

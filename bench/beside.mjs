// @ts-check
/**
 * How much training slows because the metrics worker measures, with as many probes as the app's schedule ever makes, in
 * headless Chromium; exit code 1 where it slows by more than a tenth. In turn the probes are dropped and measured.
 *
 *   npm run -s bench:beside -- [--json] [--windows 3] [--milliseconds 1500]
 */
import { parseArgs } from 'node:util';
import { withBenchPage } from './bench-page.mjs';
import { machine } from './report.mjs';

/** Share of its steps that training may lose. */
const MOST = 0.1;

/** @type {import('./bench-page.mjs').BenchPage} */
const PAGE = { config: 'vite.beside.config.ts', folder: 'bench-beside', ready: 'runBeside' };

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    windows: { type: 'string', default: '3' },
    milliseconds: { type: 'string', default: '1500' },
  },
});

/** @param {import('./beside/page').BesideRow} row */
const inWords = row =>
  `${row.case}: ${row.idleStepsPerSecond.toFixed(0)} steps a second, ${row.busyStepsPerSecond.toFixed(0)} beside ` +
  `${row.probesPerSecond.toFixed(1)} measured probes a second: ${(100 * row.slowdown).toFixed(1)} % slower`;

await withBenchPage(PAGE, async (page, browser) => {
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
  const report = { browser: `Chromium ${browser.version()}`, machine: machine(), rows };
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else for (const row of rows) console.log(inWords(row));
  if (rows.some(({ slowdown }) => slowdown > MOST)) process.exitCode = 1;
});

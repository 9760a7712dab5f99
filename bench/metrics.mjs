// @ts-check
/**
 * Time of the measures and of their kernels, ours beside the first version and NumPy, in one run: ours and the first
 * version in a worker of a headless browser, NumPy in a process of its own on the same numbers.
 *
 *   npm run -s bench:metrics -- [--json] [--case "p = 512,p = 128"]
 */
import { parseArgs } from 'node:util';
import { withBenchPage } from './bench-page.mjs';
import { timeNumpy, whyNoNumpy } from './metrics/numpy.mjs';
import { machine } from './report.mjs';

/** @typedef {import('./metrics/rows').MetricsRow} MetricsRow @typedef {import('./metrics/rows').MetricsReport} MetricsReport */

/** As far as two implementations may differ, as a share. */
const TOLERANCE = 1e-5;

/** @type {import('./bench-page.mjs').BenchPage} */
const PAGE = { config: 'vite.metrics.config.ts', folder: 'bench-metrics', ready: 'metricsCases' };

const { values: options } = parseArgs({
  options: { case: { type: 'string' }, json: { type: 'boolean', default: false } },
});

/** @param {string[]} all */
function chosenCases(all) {
  const names = options.case?.split(',').map(name => name.trim());
  const unknown = names?.find(name => !all.some(each => each === name || each.startsWith(`${name}, `)));
  if (unknown !== undefined) throw new Error(`--case ${unknown}: there are ${all.join('; ')}.`);
  return names ? all.filter(each => names.some(name => each === name || each.startsWith(`${name}, `))) : all;
}

/**
 * @param {import('@playwright/test').Page} page @param {string} name
 * @param {number[]} check what the others found @param {string | null} why there is no NumPy
 * @returns {Promise<{ ms: number | null, error?: string }>}
 */
async function numpyOf(page, name, check, why) {
  if (why !== null) return { ms: null, error: why };
  const kind = name.startsWith('p = ') ? 'measure' : name.replace(/, p = .*/, '');
  try {
    const result = timeNumpy(kind, await page.evaluate(each => window.metricsArrays(each), name));
    const agrees = check.every(
      (value, i) => Math.abs((result.check[i] ?? Number.NaN) - value) <= TOLERANCE * Math.abs(value),
    );
    if (!agrees) throw new Error(`NumPy finds ${result.check.join(', ')} and not ${check.join(', ')}.`);
    return { ms: result.ms };
  } catch (error) {
    return { ms: null, error: /** @type {Error} */ (error).message };
  }
}

/**
 * @param {import('@playwright/test').Page} page @param {import('@playwright/test').Browser} browser
 * @returns {Promise<MetricsReport>}
 */
async function run(page, browser) {
  const why = whyNoNumpy();
  /** @type {MetricsRow[]} */
  const rows = [];
  let kernels = '';
  for (const name of chosenCases(await page.evaluate(() => window.metricsCases))) {
    console.error(`${name} …`);
    const reply = await page.evaluate(each => window.runMetricsCase(each), name);
    if ('error' in reply) throw new Error(`${name}: ${reply.error}`);
    kernels = reply.kernels;
    const { ms, check } = reply.result;
    const ours = /** @type {number} */ (ms['ours (wasm)']);
    for (const [implementation, time] of Object.entries(ms))
      rows.push({
        case: name,
        implementation: /** @type {MetricsRow['implementation']} */ (implementation),
        ms: time,
        ratio: time / ours,
      });
    const numpy = await numpyOf(page, name, check, why);
    rows.push({
      case: name,
      implementation: 'NumPy',
      ratio: numpy.ms === null ? null : numpy.ms / ours,
      ...numpy,
    });
  }
  return { browser: `Chromium ${browser.version()}`, machine: machine(), kernels, rows };
}

/** @param {MetricsReport} report */
function printTable({ rows, browser, machine, kernels }) {
  console.log(`${browser}, ${machine}, ${kernels}\n`);
  const line = (/** @type {string[]} */ [name, implementation, ms, ratio]) =>
    console.log(`${name?.padEnd(28)}${implementation?.padEnd(28)}${ms?.padStart(10)}${ratio?.padStart(9)}`);
  line(['case', 'implementation', 'ms', 'ratio']);
  for (const { case: name, implementation, ms, ratio, error } of rows)
    line([name, implementation, ms?.toPrecision(4) ?? '', ratio?.toFixed(2) ?? `  ${error}`]);
}

try {
  const report = await withBenchPage(PAGE, run);
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else printTable(report);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

// @ts-check
/**
 * How long a preset takes in the built page, from the press of Play, without a GPU. Prints a table and JSON; exit code 1
 * where a limit is not kept.
 *
 *   npm run build && npm run -s bench:presets -- [ID…] [--runs 3] [--json]
 *
 * Without names: the presets that have a limit.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withTypescript } from '../scripts/load-typescript.mjs';
import { withBrowser } from '../scripts/with-browser.mjs';
import { machine } from './report.mjs';

/** Least test accuracy of a network that has grokked. */
const GROKKED = 0.95;

/** Seconds that a preset may take, and until when. @type {Record<string, { until: 'grokked' | 'end', limit: number }>} */
const LIMITS = {
  grokking: { until: 'grokked', limit: 20 },
  'rich-is-not-better': { until: 'end', limit: 60 },
};
const TIMEOUT_MS = 30 * 60_000;

/**
 * @typedef {object} Timed One run of a preset; seconds from the press of Play.
 * @property {string} device
 * @property {number | null} grokked Until every arm has a test accuracy of 95 %; null where that did not come.
 * @property {number} end
 * @property {number} step
 */

/**
 * Plays what is on the page to its end.
 * @param {number} grokked @returns {Promise<Timed>}
 */
async function playToTheEnd(grokked) {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  /** @type {number | null} */
  let learnt = null;
  document.querySelector(/** @type {'button'} */ ('button[data-command="play"]'))?.click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const { status, arms, device, step } = window.richscope.state();
    if (arms.every(({ testAccuracy }) => (testAccuracy ?? 0) >= grokked)) learnt ??= seconds();
    if (status === 'failed') throw new Error('The run failed.');
    const measured = arms.every(arm => arm.divergedAt !== null || arm.step === step);
    if (status === 'finished' && measured)
      return { device: `${device?.device}, ${device?.adapter}`, grokked: learnt, end: seconds(), step };
  }
}

/** @param {import('@playwright/test').Browser} browser @param {string} url @param {string} preset */
async function measure(browser, url, preset) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(TIMEOUT_MS);
  await page.goto(url);
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(id => window.richscope.load(id), preset);
  await page.waitForFunction(() => {
    const { status, arms } = window.richscope.state();
    return status === 'paused' && arms.every(({ step }) => step === 0);
  });
  const timed = await page.evaluate(playToTheEnd, GROKKED);
  await page.close();
  return timed;
}

/** @param {number[]} values */
const median = values => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } },
});
const count = Number(options.runs);
if (!Number.isInteger(count) || count < 1) throw new Error('--runs needs a whole number of at least 1.');
/** @type {string[]} */
const known = await withTypescript(async load =>
  (await load('/src/experiment/presets.ts')).PRESETS.map((/** @type {{ id: string }} */ { id }) => id),
);
const strange = positionals.find(id => !known.includes(id));
if (strange !== undefined)
  throw new Error(`There is no preset "${strange}"; choose of: ${known.join(', ')}.`);

await withBrowser({ folder: fileURLToPath(new URL('../dist', import.meta.url)) }, async (browser, url) => {
  const rows = [];
  for (const preset of positionals.length ? positionals : Object.keys(LIMITS)) {
    /** @type {Timed[]} */
    const runs = [];
    for (let run = 0; run < count; run++) {
      runs.push(await measure(browser, url, preset));
      console.error(`${preset}: run ${run + 1} of ${count} done`);
    }
    const { until, limit } = LIMITS[preset] ?? { until: 'end', limit: null };
    const seconds = median(runs.map(timed => timed[until] ?? Number.POSITIVE_INFINITY));
    rows.push({ preset, until, seconds, limit, kept: limit === null || seconds <= limit, runs });
  }
  if (!options.json)
    for (const { preset, until, seconds, limit, kept, runs } of rows) {
      const verdict = limit === null ? '' : `at most ${limit}: ${kept ? 'kept' : 'NOT KEPT'}`;
      const what = `${preset}, Play to ${until}`.padEnd(44);
      console.log(`${what} ${seconds.toFixed(1).padStart(7)} s  on ${runs[0]?.device}  ${verdict}`);
    }
  console.log(
    JSON.stringify(
      { browser: browser.version(), machine: machine(), runs: count, rows },
      null,
      options.json ? 2 : 0,
    ),
  );
  if (rows.some(({ kept }) => !kept)) process.exitCode = 1;
});

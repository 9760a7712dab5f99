// @ts-check
/**
 * How quickly the built page can be used, and how smoothly it stays while two networks train, without a GPU.
 * Play is pressed as soon as it can be. Prints a table and JSON. Thresholds are those of the project; exit code 1 where one is not kept.
 *
 *   npm run build && npm run -s bench:page -- [--runs 5] [--device wasm|webgpu|cpu] [--pace shared|full|both] [--json]
 *
 * --pace both watches the same training at either pace, one after the other, and changes their order from run to run.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { withBrowser } from '../scripts/with-browser.mjs';
import { installProbes, playAndTime, readStart, watchFrames, watchPictures } from './page-probes.mjs';
import { percentile, printTable, summarise } from './page-report.mjs';

const WATCH_MS = 10_000;
const PICTURES_MS = 5_000;
const folder = fileURLToPath(new URL('../dist', import.meta.url));

/**
 * What is measured: its limit, and how the runs are put together.
 * @type {(import('./page-report.mjs').Figure & { key: keyof Run })[]}
 */
const FIGURES = [
  { key: 'usable', what: 'navigation to Play usable, ms', limit: 400, over: 'median' },
  { key: 'scriptKB', what: 'script before Play usable, KB gzip', limit: 150, over: 'largest' },
  { key: 'firstLoss', what: 'Play to first loss point, ms', limit: 1_000, over: 'median' },
  { key: 'firstRichness', what: 'Play to first D_LR point, ms', limit: 2_000, over: 'median' },
  { key: 'longestTask', what: 'longest main-thread task in training, ms', limit: 50, over: 'largest' },
  { key: 'frameGap', what: '95th-percentile frame gap in training, ms', limit: 20, over: 'median' },
  { key: 'steps', what: 'steps of each arm in those ten seconds', limit: null, over: 'median' },
  { key: 'picture', what: '95th-percentile wait of a picture on the GPU, ms', limit: null, over: 'median' },
  // At full speed nothing is promised.
  { key: 'fullLongestTask', what: 'longest task at full speed, ms', limit: null, over: 'largest' },
  { key: 'fullFrameGap', what: '95th-percentile frame gap at full speed, ms', limit: null, over: 'median' },
  { key: 'fullSteps', what: 'steps of each arm at full speed', limit: null, over: 'median' },
  { key: 'fullPicture', what: 'the same wait at full speed, ms', limit: null, over: 'median' },
  { key: 'idleFrameGap', what: '95th-percentile frame gap, idle, ms', limit: null, over: 'median' },
  { key: 'idlePicture', what: 'the same wait, idle, ms', limit: null, over: 'median' },
];

/** @typedef {import('../src/engine/pacer').Pace} Pace @typedef {Pace | 'both'} PaceChoice */

/** @type {Record<PaceChoice, Pace[]>} */
const PACES = { shared: ['shared'], full: ['full'], both: ['shared', 'full'] };

/** Until bursts of the other length are under way. */
const SETTLE_MS = 2_000;

/**
 * @typedef {object} Run
 * @property {number} usable
 * @property {number} scriptKB
 * @property {number} firstLoss
 * @property {number} firstRichness
 * @property {number} [longestTask] 0 where no task took 50 ms or more.
 * @property {number} [frameGap]
 * @property {number} [steps]
 * @property {number} [fullLongestTask]
 * @property {number} [fullFrameGap]
 * @property {number} [fullSteps]
 * @property {number} [picture] Where it trains on a GPU.
 * @property {number} [fullPicture]
 * @property {number} [idlePicture]
 * @property {number} idleFrameGap
 */

/** @param {string[]} addresses @param {string} base @returns {number} Compressed with gzip, in KB. */
function scriptSize(addresses, base) {
  const files = addresses.map(address => new URL(address).pathname.slice(new URL(base).pathname.length));
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length / 1000, 0);
}

/** Presses the switch in the device's panel, as a person would. @param {import('@playwright/test').Page} page @param {Pace} pace */
async function setPace(page, pace) {
  await page.locator('button[popovertarget="device"]').click();
  await page.locator('input[name="pace"]').setChecked(pace === 'full');
  await page.keyboard.press('Escape');
}

/** @param {import('@playwright/test').Page} page @param {Pace} pace @returns {Promise<Partial<Run>>} */
async function watchTraining(page, pace) {
  const { gaps, longTasks, steps } = await page.evaluate(watchFrames, WATCH_MS);
  const longestTask = Math.max(0, ...longTasks);
  const frameGap = percentile(gaps, 0.95);
  const picture = await pictureWait(page);
  return pace === 'shared'
    ? { longestTask, frameGap, steps, ...picture }
    : {
        fullLongestTask: longestTask,
        fullFrameGap: frameGap,
        fullSteps: steps,
        ...('picture' in picture && { fullPicture: picture.picture }),
      };
}

/** Only where it trains on a GPU, which others would start for nothing. @param {import('@playwright/test').Page} page */
async function pictureWait(page) {
  if (options.device !== 'webgpu') return {};
  const waits = await page.evaluate(watchPictures, PICTURES_MS);
  if (!waits.length) throw new Error('This browser offers the page no GPU adapter.');
  return { picture: percentile(waits, 0.95) };
}

/**
 * @param {import('@playwright/test').Browser} browser @param {string} url
 * @param {Pace[]} paces In the order in which they are watched. @returns {Promise<Run>}
 */
async function measure(browser, url, paces) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.addInitScript(installProbes);
  await page.goto(options.device ? `${url}?device=${options.device}` : url, { waitUntil: 'commit' });
  await page.waitForFunction(() => performance.getEntriesByName('bench:usable').length > 0);
  const { usable, scripts } = await page.evaluate(readStart);
  const { firstLoss, firstRichness } = await page.evaluate(playAndTime);
  /** @type {Pace} */
  let pace = 'shared';
  /** @type {Partial<Run>} */
  let training = {};
  for (const next of paces) {
    if (next !== pace) {
      await setPace(page, next);
      await page.waitForTimeout(SETTLE_MS);
      pace = next;
    }
    training = { ...training, ...(await watchTraining(page, pace)) };
  }
  await page.evaluate(() => window.richscope.pause());
  await page.waitForFunction(() => window.richscope.state().status !== 'running');
  const idle = await page.evaluate(watchFrames, WATCH_MS);
  const idlePicture = await pictureWait(page);
  await context.close();
  return {
    usable,
    scriptKB: scriptSize(scripts, url),
    firstLoss,
    firstRichness,
    ...training,
    idleFrameGap: percentile(idle.gaps, 0.95),
    ...('picture' in idlePicture && { idlePicture: idlePicture.picture }),
  };
}

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    device: { type: 'string' },
    pace: { type: 'string', default: 'shared' },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(options.runs);
if (!Number.isInteger(count) || count < 1) throw new Error('--runs needs a whole number of at least 1.');

const paces = PACES[/** @type {PaceChoice} */ (options.pace)];
if (!paces) throw new Error(`--pace ${options.pace}: there are ${Object.keys(PACES).join(', ')}.`);

await withBrowser({ folder }, async (browser, url) => {
  const warming = await browser.newPage();
  await warming.goto(url, { waitUntil: 'load' });
  await warming.close();
  /** @type {Run[]} */
  const runs = [];
  for (let run = 0; run < count; run++) {
    runs.push(await measure(browser, url, run % 2 ? paces.toReversed() : paces));
    console.error(`run ${run + 1} of ${count} done`);
  }
  const summary = summarise(FIGURES, runs);
  if (!options.json) printTable(summary);
  console.log(
    JSON.stringify({ browser: browser.version(), runs: count, figures: summary }, null, options.json ? 2 : 0),
  );
  if (summary.some(({ kept }) => !kept)) process.exitCode = 1;
});

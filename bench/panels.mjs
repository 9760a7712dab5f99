// @ts-check
/**
 * Whether the page stays smooth with all panels open while four networks train, and how long a moment of the past takes to
 * be shown in all of them, without a GPU. Prints a table and JSON; exit code 1 where a threshold of the project is not kept.
 *
 *   npm run build && npm run -s bench:panels -- [--runs 3] [--width 1366] [--height 768] [--profile FILE] [--json]
 *
 * A task is timed twice: by the clock, and by the processor time that its thread got, which other work on the machine does
 * not change.
 *
 * --profile writes a CPU profile of the training part of the first run, and one of its scrubbing, for the developer tools.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withBrowser } from '../scripts/with-browser.mjs';
import { scrub, watchFrames } from './page-probes.mjs';
import { median, percentile, printTable, summarise } from './page-report.mjs';

const WATCH_MS = 20_000;
const IDLE_MS = 10_000;
/** Moments that are shown, one after the other. */
const MOMENTS = 60;

/** Four networks of the kind that the page opens with. */
const EXPERIMENT = {
  arms: [
    { label: 'All layers', set: {} },
    { label: 'Last layer only', set: { 'training.layers': 'last' } },
    { label: 'Small learning rate', set: { 'training.learningRate': 1e-4 } },
    { label: 'No weight decay', set: { 'training.weightDecay': 0 } },
  ],
};

/** @type {import('./page-report.mjs').Figure[]} */
const FIGURES = [
  { key: 'longestTask', what: 'longest main-thread task in training, ms', limit: 50, over: 'median' },
  { key: 'longestWork', what: 'the same by processor time, ms', limit: 50, over: 'median' },
  { key: 'longTasks', what: 'tasks over 50 ms in 20 s of training', limit: 0, over: 'median' },
  { key: 'frameGap', what: '95th-percentile frame gap in training, ms', limit: 20, over: 'median' },
  { key: 'steps', what: 'steps of each arm in those 20 s', limit: null, over: 'median' },
  { key: 'idleFrameGap', what: '95th-percentile frame gap, idle, ms', limit: null, over: 'median' },
  { key: 'scrubMedian', what: 'a moment shown in all panels, median, ms', limit: 50, over: 'median' },
  { key: 'scrubWorst', what: 'a moment shown in all panels, worst, ms', limit: 50, over: 'median' },
  { key: 'scrubWork', what: 'the same, median, by processor time, ms', limit: 50, over: 'median' },
  { key: 'scrubWorstWork', what: 'the same, worst, by processor time, ms', limit: 50, over: 'median' },
];

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    width: { type: 'string', default: '1366' },
    height: { type: 'string', default: '768' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** So that all pictures below the first screen have been fetched and drawn. @param {import('@playwright/test').Page} page */
async function scrollThrough(page) {
  await page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
      scrollTo(0, y);
      await new Promise(resolve => setTimeout(resolve, 150));
    }
    scrollTo(0, 0);
  });
}

/**
 * @template T
 * @param {import('@playwright/test').Page} page @param {string | undefined} file @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function profiled(page, file, work) {
  if (!file) return work();
  const client = await page.context().newCDPSession(page);
  await client.send('Profiler.enable');
  await client.send('Profiler.start');
  const result = await work();
  const { profile } = await client.send('Profiler.stop');
  writeFileSync(file, JSON.stringify(profile));
  return result;
}

/**
 * Processor time of each task of the page's main thread, in ms.
 * @param {Buffer} trace
 */
function taskTimes(trace) {
  /** @type {{ name: string, pid: number, tid: number, tdur?: number, args: { name?: string } }[]} */
  const events = JSON.parse(trace.toString()).traceEvents;
  const threadOf = (/** @type {{ pid: number, tid: number }} */ { pid, tid }) => `${pid}/${tid}`;
  const mains = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  );
  /** @type {Map<string, number[]>} */
  const times = new Map([...mains].map(thread => [thread, []]));
  for (const event of events)
    if (event.name.endsWith('RunTask') && event.tdur !== undefined)
      times.get(threadOf(event))?.push(event.tdur / 1_000);
  // The page that trains has by far the most tasks of all renderers.
  return [...times.values()].reduce(
    (most, of) => (of.length > most.length ? of : most),
    /** @type {number[]} */ ([]),
  );
}

/** @param {import('@playwright/test').Browser} browser @param {string} url @param {string | undefined} profile */
async function measure(browser, url, profile) {
  const viewport = { width: Number(options.width), height: Number(options.height) };
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(experiment => window.richscope.load(experiment), EXPERIMENT);
  await page.evaluate(() => window.richscope.ready);
  await scrollThrough(page);
  await page.evaluate(() => window.richscope.play());
  await page.waitForFunction(() => window.richscope.state().arms.every(({ step }) => (step ?? 0) > 3));
  await scrollThrough(page);
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const { gaps, longTasks, steps } = await profiled(page, profile && `${profile}-training.cpuprofile`, () =>
    page.evaluate(watchFrames, WATCH_MS),
  );
  const work = taskTimes(await browser.stopTracing());
  await page.evaluate(() => window.richscope.pause());
  await page.waitForFunction(() => window.richscope.state().status !== 'running');
  const idle = await page.evaluate(watchFrames, IDLE_MS);
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const scrubbed = await profiled(page, profile && `${profile}-scrubbing.cpuprofile`, () =>
    page.evaluate(scrub, MOMENTS),
  );
  // Each moment is drawn in one task, which no other comes near.
  const drawn = taskTimes(await browser.stopTracing())
    .sort((a, b) => b - a)
    .slice(0, MOMENTS);
  await context.close();
  return {
    longestTask: Math.max(0, ...longTasks),
    longestWork: Math.max(0, ...work),
    longTasks: longTasks.length,
    frameGap: percentile(gaps, 0.95),
    steps,
    idleFrameGap: percentile(idle.gaps, 0.95),
    scrubMedian: median(scrubbed),
    scrubWorst: Math.max(...scrubbed),
    scrubWork: median(drawn),
    scrubWorstWork: Math.max(...drawn),
  };
}

await withBrowser({ folder: fileURLToPath(new URL('../dist', import.meta.url)) }, async (browser, url) => {
  const runs = [];
  for (let run = 0; run < Number(options.runs); run++) {
    runs.push(await measure(browser, url, run ? undefined : options.profile));
    console.error(`run ${run + 1} of ${options.runs} done`);
  }
  const summary = summarise(FIGURES, runs);
  if (!options.json) printTable(summary);
  console.log(
    JSON.stringify(
      { browser: browser.version(), runs: runs.length, figures: summary },
      null,
      options.json ? 2 : 0,
    ),
  );
  if (summary.some(({ kept }) => !kept)) process.exitCode = 1;
});

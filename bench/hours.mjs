// @ts-check
/**
 * Whether memory grows while the CNN of the bench trains for long, in headless Chromium. Prints a table or JSON
 * with the memory after the warm-up and at the end; exit code 1 where any of it has grown.
 *
 *   npm run -s bench:hours -- [--json] [--device wasm,webgpu] [--steps 20000,500]
 *
 * --steps has one number for each device.
 */
import { parseArgs } from 'node:util';
import { ENGINE_PAGE, withBenchPage } from './bench-page.mjs';
import { machine } from './report.mjs';

/** @typedef {import('./engine/hours').HoursRow} HoursRow @typedef {import('./engine/hours').HoursDevice} HoursDevice */

/** @type {Record<HoursDevice, number>} */
const STEPS = { wasm: 20_000, webgpu: 500 };
/** The fewest that have a first and a last tenth. */
const FEWEST = 10;

/** @param {{ device: string, steps?: string }} options @returns {{ device: HoursDevice, steps: number }[]} */
function chosenRuns({ device, steps }) {
  const devices = device.split(',');
  const counts = steps?.split(',').map(Number);
  const unknown = devices.find(name => !(name in STEPS));
  if (unknown !== undefined) throw new Error(`--device ${unknown}: there are ${Object.keys(STEPS)}.`);
  if (counts && counts.length !== devices.length)
    throw new Error(`--steps needs one number for each of ${devices.join(', ')}.`);
  if (counts?.some(count => !Number.isInteger(count) || count < FEWEST))
    throw new Error(`--steps needs whole numbers of at least ${FEWEST}.`);
  return /** @type {HoursDevice[]} */ (devices).map((name, i) => ({
    device: name,
    steps: counts?.[i] ?? STEPS[name],
  }));
}

/** @param {HoursRow[]} rows */
function printRows(rows) {
  for (const { device, adapter, steps, probes, saves, warm, end, grown, ...row } of rows) {
    console.log(`${device} (${adapter}): ${steps} steps, ${probes} probes and ${saves} saved states`);
    console.log(`  ms per step   ${row.firstMsPerStep.toFixed(2)} → ${row.lastMsPerStep.toFixed(2)}`);
    console.log(`  loss          ${row.firstLoss.toFixed(4)} → ${row.lastLoss.toFixed(4)}`);
    for (const key of /** @type {(keyof typeof warm)[]} */ (Object.keys(warm)))
      console.log(
        `  ${key.padEnd(13)} ${warm[key]} → ${end[key]}${grown.includes(key) ? '  HAS GROWN' : ''}`,
      );
  }
}

async function main() {
  const { values: options } = parseArgs({
    options: {
      device: { type: 'string', default: Object.keys(STEPS).join() },
      steps: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const runs = chosenRuns(options);
  const { rows, browser } = await withBenchPage(ENGINE_PAGE, async (page, browser) => {
    /** @type {HoursRow[]} */
    const rows = [];
    for (const { device, steps } of runs)
      rows.push(
        await page.evaluate(
          ([name, count]) => window.runHours(name, count),
          /** @type {const} */ ([device, steps]),
        ),
      );
    return { rows, browser: `Chromium ${browser.version()}` };
  });
  if (options.json) console.log(JSON.stringify({ browser, machine: machine(), rows }, null, 2));
  else printRows(rows);
  if (rows.some(({ grown }) => grown.length)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

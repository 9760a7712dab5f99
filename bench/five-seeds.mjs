// @ts-check
/**
 * Runs presets through the command line over seeds 0 – 4 and prints one table.
 *
 *   npm run -s bench:seeds -- PRESET [--data DIR] [--set path=value]…
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const command = fileURLToPath(new URL('../scripts/richscope.mjs', import.meta.url));
const SEEDS = [0, 1, 2, 3, 4];

/** @param {string} seed @param {string[]} rest */
async function runSeed(seed, rest) {
  const args = [command, 'run', ...rest, '--seed', seed, '--json'];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout);
}

const rest = process.argv.slice(2);
if (!rest.length) {
  process.stderr.write('Name a preset: npm run -s bench:seeds -- PRESET [options of richscope run]\n');
  process.exit(2);
}
/** @param {number | null} value */
const dlr = value => (value === null ? 'undefined' : value.toFixed(3));
/** @param {number} share */
const percent = share => `${(100 * share).toFixed(1)} %`;

process.stdout.write(
  `richscope run ${rest.join(' ')}\n\n| seed | arm | D_LR start | D_LR end | train | test |\n| --- | --- | --- | --- | --- | --- |\n`,
);
for (const seed of SEEDS) {
  const { arms } = await runSeed(String(seed), rest);
  for (const arm of arms)
    process.stdout.write(
      `| ${seed} | ${arm.id} ${arm.label} | ${dlr(arm.initial.train.dlr)} | ${dlr(arm.train.dlr)} | ${percent(arm.trainAccuracy)} | ${percent(arm.testAccuracy)} |\n`,
    );
}

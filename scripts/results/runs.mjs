// @ts-check
/** Runs of experiments through the command line, kept as JSON so that a long table can be made in parts. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('../../src/experiment/schema').Experiment} Experiment */
/** @typedef {import('../../src/experiment/schema').Scalar} Scalar */
/** @typedef {Record<string, number | null | number[]>} Plain Measures of one split. */
/** @typedef {{ parameterNorm: number | null, parameterDistance: number | null }} Network */
/**
 * @typedef {{ step: number, trainAccuracy: number, testAccuracy: number, train: Plain, test: Plain, network: Network }} Frame
 */
/** @typedef {{ name: string, dlr: number | null }} Layer */
/** @typedef {Frame & { id: string, label: string, layers: { train: Layer[] }, frames: Frame[] }} Arm */
/** @typedef {{ experiment: Experiment, device: string, seed: number, arms: Arm[] }} Run What `--json --curves` prints. */
/** @typedef {{ path: string, values: readonly number[], unit: string }} Swept A setting, and its value in each arm of a run. */
/** @typedef {{ path: string, default: Scalar }} Known A setting of the present schema. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'build/results');
const command = join(root, 'scripts/richscope.mjs');

/** @param {object} settings @param {string} path @returns {unknown} */
const at = (settings, path) =>
  path
    .split('.')
    .reduce(
      (value, key) => /** @type {Record<string, unknown> | undefined} */ (value)?.[key],
      /** @type {any} */ (settings),
    );

/**
 * True where a kept run is one of this experiment: it had the same arms and the same value of each setting. A setting
 * that it did not know must be as it is by default, since new settings are off.
 * @param {Experiment} kept @param {Experiment} wanted @param {readonly Known[]} known
 */
export function isRunOf(kept, wanted, known) {
  const same = known.every(({ path, default: usual }) => {
    const before = at(kept, path);
    return at(wanted, path) === (before === undefined ? usual : before);
  });
  return same && JSON.stringify(kept.arms) === JSON.stringify(wanted.arms);
}

/**
 * The kept run, or null where there is none of this experiment and this version of the program.
 * @param {Experiment} wanted @param {readonly Known[]} known @param {string} version
 * @returns {Promise<Run | null>}
 */
export async function keptRun(wanted, known, version) {
  const text = await readFile(fileOf(wanted), 'utf8').catch(() => null);
  if (text === null) return null;
  const kept = /** @type {{ version: string, run: Run }} */ (JSON.parse(text));
  return kept.version === version && isRunOf(kept.run.experiment, wanted, known) ? kept.run : null;
}

/** @param {Experiment} experiment */
const fileOf = ({ preset, seed }) => join(folder, String(preset), `seed-${seed}.json`);

/**
 * Runs a preset with one seed and keeps the outcome.
 * @param {Experiment} experiment with its seed @param {string} version
 * @param {Swept} [swept] see `runSwept` @returns {Promise<Run>}
 */
export async function runAndKeep(experiment, version, swept) {
  const run = await (swept
    ? runSwept(experiment, swept)
    : runPreset(String(experiment.preset), experiment.seed, []));
  const file = fileOf(run.experiment);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ version, run }));
  return run;
}

/**
 * @param {string} preset @param {number} seed @param {string[]} options of `richscope run`
 * @returns {Promise<Run>}
 * @throws Error where it fails; an arm that diverged is no failure
 */
export async function runPreset(preset, seed, options) {
  const args = [command, 'run', preset, ...options, '--seed', String(seed), '--curves', '--json'];
  const { code, printed, said } = await output(args);
  if (!printed.trim()) throw new Error(`${preset}, seed ${seed}: exit code ${code}. ${said.trim()}`);
  return JSON.parse(printed);
}

/**
 * Runs of a preset of one arm at each value of a setting that is common to all arms, as the arms of one run.
 * @param {Experiment} experiment with its seed @param {Swept} swept
 * @param {string[]} [options] of `richscope run` @returns {Promise<Run>}
 */
export async function runSwept(experiment, { path, values, unit }, options = []) {
  /** @type {Run[]} */
  const runs = [];
  for (const value of values)
    runs.push(
      await runPreset(String(experiment.preset), experiment.seed, [...options, '--set', `${path}=${value}`]),
    );
  const arms = runs.flatMap(run => run.arms.slice(0, 1));
  return {
    experiment,
    device: runs[0]?.device ?? '',
    seed: experiment.seed,
    arms: arms.map((arm, i) => ({ ...arm, id: String.fromCharCode(65 + i), label: `${values[i]} ${unit}` })),
  };
}

/** @param {string[]} args @returns {Promise<{ code: number | null, printed: string, said: string }>} */
function output(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, printed, said }));
  });
}

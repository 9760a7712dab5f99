// @ts-check
/**
 * `npm run -s recordings [-- PRESET…]`: trains the presets through the command line, writes `public/recordings/ID.json`
 * for each, and notes in `src/app/recorded.json` what the gallery says of them. Without names: all presets.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withTypescript } from './load-typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'public/recordings');
const list = join(root, 'src/app/recorded.json');

/**
 * @typedef {object} Recorded
 * @property {number} seed
 * @property {string} device
 * @property {number} seconds What the run took from start to end where it was recorded.
 * @property {string} version Richscope's, which made it.
 */

/** @param {string} path @returns {any} */
const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

/** @param {string[]} args @returns {number} the exit code */
function richscope(...args) {
  const program = join(root, 'scripts/richscope.mjs');
  return (
    spawnSync(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'inherit'] }).status ?? 1
  );
}

/** Records one preset. @param {string} id @returns {Recorded | null} null where the run failed */
function record(id) {
  const file = join(folder, `${id}.json`);
  const start = performance.now();
  if (richscope('run', id, '--recording', file, '--brief') !== 0) return null;
  const seconds = Math.round((performance.now() - start) / 1000);
  const { experiment, device } = readJson(file);
  console.log(`${id}: ${(statSync(file).size / 1000).toFixed(0)} KB, ${seconds} s on ${device.device}`);
  const { version } = readJson(join(root, 'package.json'));
  return { seed: experiment.seed, device: device.device, seconds, version };
}

/** @type {string[]} */
const ids = await withTypescript(async load => {
  const { PRESETS } = await load('/src/experiment/presets.ts');
  return PRESETS.map((/** @type {{ id: string }} */ { id }) => id);
});
const asked = process.argv.slice(2);
const unknown = asked.filter(id => !ids.includes(id));
if (unknown.length) {
  console.error(`There is no preset "${unknown[0]}"; choose from: ${ids.join(', ')}.`);
  process.exit(2);
}

mkdirSync(folder, { recursive: true });
// Builds the command line, whose time is not the run's.
if (richscope('--help') !== 0) process.exit(1);
const failed = [];
for (const id of asked.length ? asked : ids) {
  const recorded = record(id);
  if (!recorded) {
    failed.push(id);
    continue;
  }
  const known = /** @type {Record<string, Recorded>} */ (readJson(list));
  known[id] = recorded;
  const sorted = ids.filter(name => known[name]).map(name => [name, known[name]]);
  writeFileSync(list, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
if (failed.length) console.error(`Not recorded, since their run failed: ${failed.join(', ')}.`);
process.exitCode = failed.length ? 1 : 0;

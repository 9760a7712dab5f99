// @ts-check
/**
 * `npm run -s results [-- ID…] [--seeds N] [--check] [--cached] [--set path=value]… [--data DIR]`: runs presets through
 * the command line with seeds 0 … N − 1, five unless told, and writes docs/results.md and src/app/outcomes.json. Runs
 * are kept under build/results and not made again. With --cached nothing is run. With --check it exits with 1 where
 * a run misses its rule. With --set or --data, what is not the preset itself, it prints the section and writes nothing.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withTypescript } from './load-typescript.mjs';
import { CLAIMS } from './results/claims.mjs';
import { outcomesJson, resultsPage, section } from './results/page.mjs';
import { keptRun, runAndKeep, runPreset, runSwept } from './results/runs.mjs';

/** @typedef {import('./results/page.mjs').Outcome} Outcome */
/** @typedef {import('./results/runs.mjs').Run} Run */

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '5' },
    check: { type: 'boolean', default: false },
    cached: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
    data: { type: 'string' },
  },
});
const count = Number(values.seeds);
if (!Number.isInteger(count) || count < 1)
  fail(`--seeds takes a whole number from 1, not "${values.seeds}".`);

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const { presets, known, paper } = await withTypescript(async load => {
  const { PRESETS } = await load('/src/experiment/presets.ts');
  const { settingPaths, parseExperiment, getSetting } = await load('/src/experiment/schema.ts');
  const defaults = parseExperiment({});
  return {
    presets: PRESETS.map((/** @type {any} */ preset) => ({
      ...preset,
      changes: settingPaths()
        .map((/** @type {any} */ { path }) => ({ path, value: getSetting(preset.experiment, path) }))
        .filter((/** @type {any} */ { path, value }) => value !== getSetting(defaults, path)),
    })),
    known: settingPaths().map((/** @type {any} */ { path }) => ({
      path,
      default: getSetting(defaults, path),
    })),
    paper: (await load('/src/app/paper.ts')).PAPER,
  };
});
const ids = presets.map((/** @type {any} */ { id }) => id);
const strange = positionals.find(id => !ids.includes(id));
if (strange !== undefined) fail(`There is no preset "${strange}"; choose of: ${ids.join(', ')}.`);
const wanted = positionals.length ? positionals : ids;
const options = [
  ...values.set.flatMap(change => ['--set', change]),
  ...(values.data === undefined ? [] : ['--data', values.data]),
];

/** @param {any} preset @param {number} seed @returns {Promise<Run | null>} */
async function runOf({ id, experiment }, seed) {
  const seeded = { ...experiment, seed };
  const swept = CLAIMS[id]?.swept;
  if (options.length) {
    if (!wanted.includes(id)) return null;
    return swept ? runSwept(seeded, swept, options) : runPreset(id, seed, options);
  }
  const kept = await keptRun(seeded, known, version);
  if (kept || values.cached || !wanted.includes(id)) return kept;
  process.stderr.write(`${id}, seed ${seed}\n`);
  return runAndKeep(seeded, version, swept);
}

/** @type {Outcome[]} */
const outcomes = [];
for (const preset of presets) {
  /** @type {Run[]} */
  const runs = [];
  for (let seed = 0; seed < count; seed++) {
    const run = await runOf(preset, seed);
    if (run) runs.push(run);
  }
  outcomes.push({ ...preset, paper: paper[preset.id], runs });
}

if (options.length) {
  for (const outcome of outcomes.filter(({ id }) => wanted.includes(id)))
    process.stdout.write(`${section(outcome)}\n\n`);
} else {
  writeFileSync(`${root}docs/results.md`, resultsPage(outcomes, version));
  const file = `${root}src/app/outcomes.json`;
  writeFileSync(file, JSON.stringify(outcomesJson(outcomes)));
  execFileSync('npx', ['biome', 'format', '--write', file], { cwd: root, stdio: 'ignore' });
  process.stderr.write('Wrote docs/results.md and src/app/outcomes.json.\n');
}

const missed = outcomes
  .filter(({ id }) => wanted.includes(id))
  .flatMap(({ id, runs }) =>
    runs.flatMap(run => {
      const verdict = CLAIMS[id]?.judge(run);
      return verdict?.holds ? [] : [`${id}, seed ${run.seed}: ${verdict?.found}; ${CLAIMS[id]?.rule}.`];
    }),
  );
if (values.check) {
  for (const sentence of missed) process.stderr.write(`${sentence}\n`);
  process.exitCode = missed.length ? 1 : 0;
}

// @ts-check
/** `npm test`: every check of the project in order. Goes on after a failing one and counts all of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-version.mjs';
import { endTree, startCommand } from './processes.mjs';
import { countPlaywright, countVitest } from './test-counts.mjs';

requireNode();
const { ensureBrowser } = await import('./browser.mjs');

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const reports = mkdtempSync(join(tmpdir(), 'richscope-test-'));
const MINUTE = 60_000;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} argv Node script and arguments.
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(report: string) => import('./test-counts.mjs').Counts} [count] Reads the suite's report; without
 *   it the step counts as one.
 * @property {string} [report]
 * @property {boolean} [browser] Needs a browser.
 * @property {string} [after] Is not run where the step of this name failed.
 */

const vitest = 'node_modules/vitest/vitest.mjs';
const unitReport = join(reports, 'unit.json');
const browserReport = join(reports, 'browser.json');
const endToEndReport = join(reports, 'e2e.json');

/** @param {string} project @param {string} report */
const vitestArguments = (project, report) => [
  vitest,
  'run',
  `--project=${project}`,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
];

/** Colours only where a person looks on. */
const inColour = process.stdout.isTTY;
const COLOUR = inColour ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined };

/** @type {Step[]} */
const STEPS = [
  { name: 'wasm kernels', argv: ['scripts/build-wasm.mjs'] },
  { name: 'type check', argv: ['node_modules/typescript/bin/tsc'] },
  {
    name: 'lint',
    argv: ['node_modules/@biomejs/biome/bin/biome', 'ci', ...(inColour ? [] : ['--colors=off'])],
  },
  { name: 'import directions', argv: ['scripts/check-imports.mjs'] },
  {
    name: 'unit tests',
    // Vitest leaves one core free unless told otherwise: of two, that is half.
    argv: [...vitestArguments('unit', unitReport), '--maxWorkers=100%'],
    report: unitReport,
    count: countVitest,
  },
  {
    name: 'browser tests',
    argv: vitestArguments('browser', browserReport),
    report: browserReport,
    count: countVitest,
    browser: true,
  },
  { name: 'build', argv: ['node_modules/vite/bin/vite.js', 'build'] },
  { name: 'size budget', argv: ['scripts/check-size.mjs'], after: 'build' },
  {
    name: 'end-to-end tests',
    argv: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: endToEndReport },
    report: endToEndReport,
    count: countPlaywright,
    browser: true,
    after: 'build',
  },
];

/** A step that runs longer than this hangs. */
const LIMIT = 15 * MINUTE;

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;

/** @param {Step} step @param {NodeJS.ProcessEnv} env @returns {Promise<boolean>} True where it exits with 0. */
async function execute(step, env) {
  const child = startCommand(step.argv, { ...process.env, ...COLOUR, ...env, ...step.env });
  running = child;
  const timer = setTimeout(() => {
    console.error(`"${step.name}" was stopped after ${LIMIT / MINUTE} minutes.`);
    void endTree(child);
  }, LIMIT);
  const status = await new Promise(resolve => {
    child.once('error', error => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', code => resolve(code ?? 1));
  });
  clearTimeout(timer);
  await endTree(child, 0);
  running = undefined;
  return status === 0;
}

/** Where the browser is, looked for once. A sentence in place of it where there is none. */
function lookForBrowser() {
  try {
    return { path: ensureBrowser(), problem: undefined };
  } catch (error) {
    return { path: undefined, problem: /** @type {Error} */ (error).message };
  }
}

/**
 * @typedef {import('./test-counts.mjs').Counts & { name: string, seconds: number }} Result
 * @param {Step} step @param {Result[]} earlier
 * @returns {Promise<import('./test-counts.mjs').Counts>}
 */
async function runStep(step, earlier) {
  const failed = { passed: 0, failed: 1, skipped: 0 };
  if (earlier.some(result => result.name === step.after && result.failed > 0)) {
    console.error(`Not run, because "${step.after}" failed.`);
    return failed;
  }
  const { path, problem } = step.browser ? lookForBrowser() : {};
  if (problem) {
    console.error(problem);
    return failed;
  }
  const ok = await execute(step, path ? { RICHSCOPE_CHROMIUM: path } : {});
  if (!step.count || !step.report) return ok ? { passed: 1, failed: 0, skipped: 0 } : failed;
  const counts = step.count(step.report);
  if (counts.passed + counts.failed > 0 && (ok || counts.failed > 0)) return counts;
  console.error(ok ? `"${step.name}" ran no test.` : `"${step.name}" failed outside its tests.`);
  return { ...counts, failed: counts.failed + 1 };
}

/** @param {Result[]} results */
function printSummary(results) {
  console.log('');
  for (const { name, passed, failed, skipped, seconds } of results) {
    const verdict = failed ? 'FAILED' : 'passed';
    const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    console.log(`${verdict}  ${name.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s   ${counts}`);
  }
  /** @param {'passed' | 'failed' | 'skipped'} key */
  const sum = key => results.reduce((total, result) => total + result[key], 0);
  console.log(
    `\n${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}`,
  );
  return sum('failed') === 0;
}

for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]))
  process.once(signal, async () => {
    if (running) await endTree(running);
    rmSync(reports, { recursive: true, force: true });
    process.exit(code);
  });

/** @type {Result[]} */
const results = [];
for (const step of STEPS) {
  console.log(`\n── ${step.name}`);
  const start = performance.now();
  const counts = await runStep(step, results);
  results.push({ name: step.name, ...counts, seconds: (performance.now() - start) / 1000 });
}
process.exitCode = printSummary(results) ? 0 : 1;
rmSync(reports, { recursive: true, force: true });

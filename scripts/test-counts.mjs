// @ts-check
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {string} path @returns {any} The report; undefined where the runner wrote none. */
const readReport = path => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/**
 * Counts of vitest's JSON report. A file that could not be loaded counts as one failure.
 * @param {string} path @returns {Counts}
 */
export function countVitest(path) {
  const report = readReport(path);
  if (!report) return { passed: 0, failed: 0, skipped: 0 };
  const unloadable = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Counts of Playwright's JSON report.
 * @param {string} path @returns {Counts}
 */
export function countPlaywright(path) {
  const stats = readReport(path)?.stats;
  if (!stats) return { passed: 0, failed: 0, skipped: 0 };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countPlaywright, countVitest } from '../../../scripts/test-counts.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'richscope-counts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: object): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

it('counts vitest’s tests, and a file that does not load as a failure', () => {
  const path = report({
    numPassedTests: 7,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] },
    ],
  });
  expect(countVitest(path)).toEqual({ passed: 7, failed: 2, skipped: 3 });
});

it('counts Playwright’s tests, and a flaky one as a failure', () => {
  const path = report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } });
  expect(countPlaywright(path)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

it('counts nothing where the runner wrote no report', () => {
  const nothing = { passed: 0, failed: 0, skipped: 0 };
  expect(countVitest(join(folder, 'none.json'))).toEqual(nothing);
  expect(countPlaywright(join(folder, 'none.json'))).toEqual(nothing);
});

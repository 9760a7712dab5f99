// @ts-check
/** Times a case in NumPy, in a process of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const shared = process.env.RICHSCOPE_SHARED ?? path('../../../shared');
const reference = join(shared, 'reference');

/** Why NumPy cannot be measured here, as a sentence; null where it can. */
export function whyNoNumpy() {
  if (spawnSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' }).status !== 0)
    return 'There is no python3 with NumPy on this machine.';
  if (!existsSync(join(reference, 'reference.py')))
    return 'The reference is not there: set RICHSCOPE_SHARED to the folder that has reference/reference.py.';
  return null;
}

/**
 * @param {string} kind @param {import('./rows').CaseArray[]} arrays
 * @returns {{ ms: number, check: number[], version: string }}
 */
export function timeNumpy(kind, arrays) {
  const folder = mkdtempSync(join(tmpdir(), 'richscope-bench-'));
  try {
    for (const { name, base64 } of arrays) writeFileSync(join(folder, name), Buffer.from(base64, 'base64'));
    const described = arrays.map(({ name, shape, type }) => ({ name, shape, type, file: name }));
    writeFileSync(join(folder, 'case.json'), JSON.stringify({ kind, arrays: described }));
    const { status, stdout, stderr } = spawnSync(
      'python3',
      [path('numpy_times.py'), join(folder, 'case.json'), reference],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`NumPy failed: ${stderr.trim().split('\n').at(-1)}`);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

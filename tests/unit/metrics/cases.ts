import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlainMeasures } from '../../../src/metrics/plain';

const shared = process.env.RICHSCOPE_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));

/** Recordings whose values NumPy computed. */
export const casesFolder = join(shared, 'reference', 'cases');
export const haveCases = existsSync(join(casesFolder, 'expected.json'));
if (!haveCases)
  console.warn(
    `Skipped: no reference cases in ${casesFolder}; set RICHSCOPE_SHARED to the folder that has them.`,
  );

/** Values of each case under its name; none where the cases are missing. */
export const expectedCases: Record<string, PlainMeasures> = haveCases
  ? JSON.parse(readFileSync(join(casesFolder, 'expected.json'), 'utf8'))
  : {};

export function readCase(name: string): Uint8Array {
  return new Uint8Array(readFileSync(casePath(name)));
}

export function casePath(name: string): string {
  return join(casesFolder, `${name}.npz`);
}

/**
 * Names of the values that differ from NumPy's by more than 1e-6 absolute (scalars in [0, 1]) or 1e-4 relative
 * (the rest and curves), or that are a value or of a length in one only. What the reference does not know is left out;
 * what is undefined is absent there or null.
 */
export function disagreements(actual: PlainMeasures, expected: PlainMeasures): string[] {
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  for (const name of BEYOND_REFERENCE) names.delete(name);
  return [...names].filter(name => !agrees(actual[name], expected[name]));
}

/** Measures of ours that `reference.py` does not compute; closed forms hold them. */
const BEYOND_REFERENCE = ['dlrError', 'k95', 'kernelDistance'];

type Value = PlainMeasures[string] | undefined;

function agrees(actual: Value, expected: Value): boolean {
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.length === expected.length && expected.every((value, i) => isNear(actual[i]!, value));
  if (typeof actual !== 'number' || typeof expected !== 'number')
    return (actual ?? null) === (expected ?? null);
  if (expected >= 0 && expected <= 1) return Math.abs(actual - expected) <= 1e-6;
  return isNear(actual, expected);
}

function isNear(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= 1e-4 * Math.abs(expected);
}

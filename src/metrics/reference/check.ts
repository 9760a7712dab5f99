import { measure } from '../measure';
import { type Numerics, plainNumerics } from '../numerics';
import { fingerprint, type ReferenceCase } from './cases';
import { type ComparedValue, compareValues, type ReferenceValues, referenceValues } from './compare';
import expected from './expected.json';

interface Expected {
  /** Fingerprint of the case's arrays. */
  inputs: string;
  values: ReferenceValues;
}

export const EXPECTED: Readonly<Record<string, Expected>> = expected;

/** What came out of measuring one case here. */
export interface CheckedCase {
  name: string;
  samples: number;
  width: number;
  outputs: number;
  /** The inputs made here are those that NumPy measured, to the bit. */
  sameInputs: boolean;
  values: ComparedValue[];
  passed: boolean;
  /** Milliseconds that measuring took. */
  took: number;
}

/** Makes a case, measures it, and compares every value with NumPy's. */
export function checkCase({ name, make }: ReferenceCase, numerics: Numerics = plainNumerics): CheckedCase {
  const known = EXPECTED[name];
  if (!known)
    throw new Error(`There are no expected values of "${name}": run "node scripts/reference-values.mjs".`);
  const arrays = make();
  const start = performance.now();
  const measures = measure(arrays, numerics);
  const took = performance.now() - start;
  const sameInputs = fingerprint(arrays) === known.inputs;
  const values = compareValues(referenceValues(measures), known.values);
  const passed = sameInputs && values.every(value => value.agrees);
  const { samples, width, outputs } = measures;
  return { name, samples, width, outputs, sameInputs, values, passed, took };
}

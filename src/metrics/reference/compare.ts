import type { CurveMeasure, Measures, ScalarMeasure } from '../types';

/** The scalar measures that the NumPy reference knows. */
export const REFERENCE_SCALARS = [
  'dlr',
  'share',
  'participation',
  'rank',
  'effectiveDimension',
  'linearCka',
  'initialSimilarity',
  'targetAlignment',
  'nc1',
  'nc2Norm',
  'nc2Angle',
  'nc3',
  'nc4',
] as const satisfies readonly ScalarMeasure[];

/** Its curves, and the features k at which they are compared: dense where they bend. */
export const REFERENCE_CURVES = [
  'utilisation',
  'quality',
  'relativeEigenvalues',
  'eigenvalues',
] as const satisfies readonly CurveMeasure[];
export const CURVE_PLACES = [1, 2, 3, 5, 8, 13, 21, 34, 55] as const;

/** Values of a case under names such as "dlr" and "quality@5"; null: undefined or not applicable. */
export type ReferenceValues = Record<string, number | null>;

/** Measures, ours or those of the reference, as JSON or typed arrays. */
type AnyMeasures = Partial<Record<keyof Measures, unknown>>;

/** The compared values of some measures, flat. Curves that are shorter than a place have no value there. */
export function referenceValues(measures: AnyMeasures): ReferenceValues {
  const values: ReferenceValues = {};
  for (const name of REFERENCE_SCALARS) values[name] = (measures[name] as number | null | undefined) ?? null;
  for (const name of REFERENCE_CURVES) {
    const curve = measures[name] as ArrayLike<number> | undefined;
    for (const k of CURVE_PLACES) if (curve && k <= curve.length) values[`${name}@${k}`] = curve[k - 1]!;
  }
  return values;
}

/** Greatest difference of scalars in [0, 1]; of everything else, as a share of the expected value. */
export const TOLERANCE = { absolute: 1e-6, relative: 1e-4 };

/** Whether a computed value is the expected one, within the tolerances. */
export function agrees(name: string, computed: number | null, expected: number | null): boolean {
  if (computed === null || expected === null) return computed === expected;
  const difference = Math.abs(computed - expected);
  const isCurve = name.includes('@');
  // A rounding error below 0 is a 0 as well.
  const isShare = !isCurve && expected > -TOLERANCE.absolute && expected <= 1;
  return difference <= (isShare ? TOLERANCE.absolute : TOLERANCE.relative * Math.abs(expected));
}

/** One value of a case beside the one that was expected. */
export interface ComparedValue {
  name: string;
  computed: number | null;
  expected: number | null;
  agrees: boolean;
}

/** All values that either side has, in the order of the expected ones. */
export function compareValues(computed: ReferenceValues, expected: ReferenceValues): ComparedValue[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(computed)])];
  return names.map(name => {
    const [ours, theirs] = [computed[name] ?? null, expected[name] ?? null];
    return { name, computed: ours, expected: theirs, agrees: agrees(name, ours, theirs) };
  });
}

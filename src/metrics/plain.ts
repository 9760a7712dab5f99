import type { Measures } from './types';

/** Measures as JSON holds them: numbers, null and plain arrays, under the same names. */
export type PlainMeasures = Record<string, number | null | number[]>;

/**
 * The values of a probe for printing and JSON, each curve cut to its first `limit` features. The reason in
 * `undefinedBecause` holds sentences, not values, and is left out.
 */
export function plainMeasures(measures: Measures, limit = 64): PlainMeasures {
  const plain: PlainMeasures = {};
  for (const [name, value] of Object.entries(measures) as [string, Measures[keyof Measures]][]) {
    if (value instanceof Float64Array) plain[name] = Array.from(value.subarray(0, limit));
    else if (typeof value === 'number' || value === null) plain[name] = value;
  }
  return plain;
}

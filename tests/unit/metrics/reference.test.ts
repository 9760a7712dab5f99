import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metrics/measure';
import { plainNumerics } from '../../../src/metrics/numerics';
import { plainMeasures } from '../../../src/metrics/plain';
import { readNpz, recordingInput } from '../../../src/recording/npz';
import { disagreements, expectedCases, haveCases, readCase } from './cases';
import { wasmNumerics } from './numerics';

describe.skipIf(!haveCases)('measures agree with the NumPy reference', () => {
  const implementations = ['TypeScript', 'WebAssembly'] as const;
  const cases = implementations.flatMap(one => Object.keys(expectedCases).map(name => [name, one] as const));
  it.each(cases)('%s with %s', async (name, one) => {
    const numerics = one === 'TypeScript' ? plainNumerics : await wasmNumerics();
    const measures = measure(recordingInput(readNpz(readCase(name))), numerics);
    const expected = expectedCases[name]!;
    expect(disagreements(plainMeasures(measures), expected)).toEqual([]);
    expect(measures.undefinedBecause?.dlr === undefined).toBe(expected.dlr !== null);
  });

  it('finds the values that differ', () => {
    const expected = { dlr: 0.5, participation: 10, quality: [0.1, 0.2], nc4: null };
    const actual = { dlr: 0.500002, participation: 10.002, quality: [0.1, 0.20003], nc4: 0, nc3: 1 };
    expect(disagreements(actual, expected).sort()).toEqual(Object.keys(actual).sort());
    expect(disagreements({ ...expected, dlr: 0.5000005, participation: 10.0005 }, expected)).toEqual([]);
  });
});

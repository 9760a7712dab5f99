import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { fingerprint, REFERENCE_CASES } from '../../../src/metrics/reference/cases';
import { checkCase, EXPECTED } from '../../../src/metrics/reference/check';
import { agrees, compareValues, referenceValues } from '../../../src/metrics/reference/compare';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const file = join(root, 'src/metrics/reference/expected.json');
const shared = process.env.RICHSCOPE_SHARED ?? join(root, '..', 'shared');
const haveNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
const haveReference = haveNumpy && existsSync(join(shared, 'reference', 'reference.py'));
if (!haveReference)
  console.warn(
    `Skipped: the stored reference values are not computed anew, which takes python3 with NumPy and ${shared}/reference.`,
  );

describe('reference cases of our own', () => {
  it.each(REFERENCE_CASES.map(({ name }) => name))('%s', name => {
    const checked = checkCase(REFERENCE_CASES.find(known => known.name === name)!);
    expect(checked.sameInputs).toBe(true);
    expect(checked.values.filter(value => !value.agrees)).toEqual([]);
    expect(checked.passed).toBe(true);
  });

  it('are those whose values are stored, in a small file', () => {
    expect(Object.keys(EXPECTED)).toEqual(REFERENCE_CASES.map(({ name }) => name));
    expect(statSync(file).size).toBeLessThan(30_000);
  });

  it('hold what their names promise', () => {
    const value = (name: string, key: string) => EXPECTED[name]!.values[key];
    for (const key of ['dlr', 'nc1', 'nc2Norm', 'nc2Angle', 'nc3', 'nc4'])
      expect(value('collapsed', key)).toBeCloseTo(0, 6);
    // No spread within classes, so all of the variance is used: D_LR is 1 − √(PR / r).
    const evenness = Math.sqrt(value('uneven-simplex', 'participation')! / value('uneven-simplex', 'rank')!);
    expect(value('uneven-simplex', 'dlr')).toBeCloseTo(1 - evenness, 6);
    expect(value('parallel-outputs', 'rank')).toBe(1);
    expect(value('more-outputs', 'rank')).toBe(6);
    for (const name of ['silent-outputs', 'constant-features']) expect(value(name, 'dlr')).toBeNull();
    expect(value('absent-class', 'nc3')).toBeNull();
    expect(value('scalar-regression', 'nc1')).toBeNull();
  });

  it('are the same at every call, and a changed bit shows', () => {
    const { make } = REFERENCE_CASES[3]!;
    const arrays = make();
    expect(fingerprint(make())).toBe(fingerprint(arrays));
    const before = fingerprint(arrays);
    arrays.head!.data[0]! += 1e-6;
    expect(fingerprint(arrays)).not.toBe(before);
  });

  it('notices a value that is off, missing or too many', () => {
    const expected = { dlr: 0.5, participation: 10, nc1: null, 'quality@2': 0.2 };
    const computed = { dlr: 0.500002, participation: 10.002, nc1: 0, 'quality@3': 0.3 };
    const wrong = compareValues(computed, expected).filter(value => !value.agrees);
    expect(wrong.map(({ name }) => name)).toEqual(['dlr', 'participation', 'nc1', 'quality@2', 'quality@3']);
    expect(agrees('dlr', -1e-9, 0)).toBe(true);
    expect(agrees('eigenvalues@1', 2e-8, 1e-8)).toBe(false);
    expect(referenceValues({ quality: [0.1, 0.2] })).toMatchObject({ dlr: null, 'quality@2': 0.2 });
  });
});

describe.skipIf(!haveReference)('the stored values', () => {
  const folder = mkdtempSync(join(tmpdir(), 'richscope-expected-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are those that NumPy computes', { timeout: 120_000 }, () => {
    const again = join(folder, 'expected.json');
    execFileSync(process.execPath, [join(root, 'scripts/reference-values.mjs'), again], {
      env: { ...process.env, RICHSCOPE_SHARED: shared },
    });
    const [computed, stored] = [again, file].map(path => JSON.parse(readFileSync(path, 'utf8')));
    expect(Object.keys(computed)).toEqual(Object.keys(stored));
    for (const [name, { inputs, values }] of Object.entries<(typeof EXPECTED)[string]>(computed)) {
      expect(inputs).toBe(stored[name].inputs);
      expect(compareValues(values, stored[name].values).filter(value => !value.agrees)).toEqual([]);
    }
  });
});

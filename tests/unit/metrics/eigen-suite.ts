import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/experiment/random';
import { type Numerics, plainNumerics } from '../../../src/metrics/numerics';
import { EIGEN_CASES, randomSymmetric, symmetric, withEigenvalues } from './eigen-cases';
import { expectSameValues, expectSolved, frobenius, identity } from './eigen-checks';

const RUNS = { numRuns: 60, seed: 1 };
const seeds = fc.integer({ min: 0, max: 1e6 });
const sizes = fc.integer({ min: 1, max: 40 });

const randomRows = (seed: number, count: number, size: number) => {
  const random = createRandom(seed, 'carried');
  return Float64Array.from({ length: count * size }, () => random.normal());
};

/** Descending eigenvalues by ml-matrix, found once for each matrix. */
const known = new Map<Float64Array, Float64Array>();
function libraryValues(square: Float64Array, size: number): Float64Array {
  const before = known.get(square);
  if (before) return before;
  const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(size, size, square), {
    assumeSymmetric: true,
  });
  const values = Float64Array.from(realEigenvalues).reverse();
  known.set(square, values);
  return values;
}

/** Every promise of `Numerics.eigen`, for one implementation. */
export function describeEigen(name: string, create: () => Promise<Numerics>): void {
  describe(`the symmetric eigenproblem, ${name}`, () => {
    let numerics: Numerics;
    beforeAll(async () => {
      numerics = await create();
    });

    it.each(EIGEN_CASES)('$name', ({ square, size }) => {
      const { values } = expectSolved(numerics, square, size);
      const unit = frobenius(square);
      expectSameValues(values, libraryValues(square, size), unit);
      expectSameValues(values, plainNumerics.eigen(square, size).values, unit);
    });

    it('finds eigenvalues that are known', () => {
      const chosen = [5, 3, 3, 3, 1e-3, 0, 0, -2, -2 - 1e-11];
      expectSameValues(numerics.eigen(withEigenvalues(1, chosen), 9).values, Float64Array.from(chosen), 10);
      const difference = symmetric(50, (i, j) => (i === j ? 2 : i === j + 1 ? -1 : 0));
      const cosines = Float64Array.from({ length: 50 }, (_, k) => 2 + 2 * Math.cos(((k + 1) * Math.PI) / 51));
      expectSameValues(numerics.eigen(difference, 50).values, cosines, frobenius(difference));
    });

    it('carries rows as the eigenvectors say, whatever their number', () => {
      fc.assert(
        fc.property(seeds, sizes, fc.integer({ min: 1, max: 20 }), (seed, size, count) => {
          const square = randomSymmetric(seed, size);
          const rows = randomRows(seed, count, size);
          const all = numerics.eigen(square, size, identity(size));
          const few = numerics.eigen(square, size, rows);
          expect(few.values).toEqual(all.values);
          const unit = frobenius(rows);
          for (let row = 0; row < count; row++)
            for (let k = 0; k < size; k++) {
              let sum = 0;
              for (let j = 0; j < size; j++) sum += rows[row * size + j]! * all.carried[j * size + k]!;
              expect(Math.abs(few.carried[row * size + k]! - sum)).toBeLessThanOrEqual(1e-13 * unit);
            }
        }),
        RUNS,
      );
    });

    it('agrees with its twin on what is carried, up to the sign of each eigenvector', () => {
      fc.assert(
        fc.property(seeds, sizes, (seed, size) => {
          const square = withEigenvalues(
            seed,
            Array.from({ length: size }, (_, k) => k - size / 3),
          );
          const rows = randomRows(seed, 3, size);
          const ours = numerics.eigen(square, size, rows).carried;
          const twin = plainNumerics.eigen(square, size, rows).carried;
          const unit = frobenius(rows) ** 2;
          for (let k = 0; k < size; k++)
            for (const [a, b] of [
              [k, k],
              [k, k + size],
              [k + size, k + 2 * size],
            ] as const)
              expect(Math.abs(ours[a]! * ours[b]! - twin[a]! * twin[b]!)).toBeLessThanOrEqual(1e-11 * unit);
        }),
        RUNS,
      );
    });

    it('does not notice a power of two', () => {
      fc.assert(
        fc.property(seeds, sizes, fc.integer({ min: -900, max: 900 }), (seed, size, exponent) => {
          const square = randomSymmetric(seed, size);
          const rows = randomRows(seed, 2, size);
          const plain = numerics.eigen(square, size, rows);
          const unit = 2 ** exponent;
          const moved = numerics.eigen(
            square.map(value => value * unit),
            size,
            rows.map(value => value / unit),
          );
          expect(moved.values).toEqual(plain.values.map(value => value * unit));
          expect(moved.carried).toEqual(plain.carried.map(value => value / unit));
        }),
        RUNS,
      );
    });

    it.each([1e-300, 1e-150, 1e-20, 1e20, 1e150, 1e300])('solves a matrix of numbers near %f', scale => {
      const size = 33;
      const square = randomSymmetric(3, size);
      const { values, carried } = numerics.eigen(
        square.map(value => value * scale),
        size,
        identity(size),
      );
      const { values: plain } = expectSolved(numerics, square, size);
      expectSameValues(
        values.map(value => value / scale),
        plain,
        frobenius(square),
      );
      expect(frobenius(carried)).toBeCloseTo(Math.sqrt(size), 10);
    });

    it('gives a number for every finite matrix', () => {
      const limit = 1e307;
      const entries = fc.oneof(
        fc.double({ min: -limit, max: limit, noNaN: true }),
        fc.constantFrom(0, -0, 5e-324, -2.3e-308, 1, -1, 1e-160, 1e154, limit, -limit),
      );
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 7 }),
          fc.array(entries, { minLength: 36, maxLength: 36 }),
          (size, draws) => {
            const square = symmetric(size, (i, j) => draws[(i * (i + 1)) / 2 + j]!);
            const { values, carried } = numerics.eigen(square, size, identity(size));
            expect([...values, ...carried].every(Number.isFinite)).toBe(true);
          },
        ),
        { numRuns: 400, seed: 1 },
      );
    });

    it('repeats itself to the bit, whatever came between', () => {
      const square = randomSymmetric(5, 77);
      const rows = randomRows(5, 9, 77);
      const first = numerics.eigen(square, 77, rows);
      numerics.eigen(randomSymmetric(6, 150), 150, identity(150));
      numerics.eigen(
        symmetric(3, () => 1e300),
        3,
        randomRows(1, 30, 3),
      );
      expect(numerics.eigen(square, 77, rows)).toEqual(first);
    });

    it('reads the lower triangle', () => {
      const square = randomSymmetric(2, 10);
      const lower = square.map((value, at) => (at % 10 > Math.floor(at / 10) ? 1e9 : value));
      expect(numerics.eigen(lower, 10).values).toEqual(numerics.eigen(square, 10).values);
    });

    it('refuses what is no symmetric matrix of numbers', () => {
      const bad = [Number.NaN, Number.POSITIVE_INFINITY].map(value => Float64Array.of(1, value, value, 1));
      for (const square of bad) expect(() => numerics.eigen(square, 2)).toThrow(RangeError);
      expect(() => numerics.eigen(identity(2), 2, Float64Array.of(1, Number.NaN))).toThrow(RangeError);
      expect(() => numerics.eigen(new Float64Array(5), 2)).toThrow('size 2');
      expect(() => numerics.eigen(new Float64Array(0), 0)).toThrow('size 0');
      expect(() => numerics.eigen(identity(2), 2, new Float64Array(3))).toThrow('rows of 2');
    });
  });
}

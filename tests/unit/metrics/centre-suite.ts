import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/experiment/random';
import { type Columns, transposed } from '../../../src/metrics/columns';
import { type Numerics, plainNumerics } from '../../../src/metrics/numerics';
import type { Matrix } from '../../../src/metrics/types';

const RUNS = { numRuns: 60, seed: 1 };

interface Shape {
  seed: number;
  rows: number;
  columns: number;
  exponent: number;
  shift: number;
}

const shapes = fc.record<Shape>({
  seed: fc.integer({ min: 0, max: 1e6 }),
  rows: fc.integer({ min: 1, max: 37 }),
  columns: fc.integer({ min: 1, max: 21 }),
  exponent: fc.integer({ min: -120, max: 120 }),
  shift: fc.constantFrom(0, 3, 1e4),
});

function floats(rows: number, columns: number, at: (i: number, j: number) => number): Matrix {
  const data = Float32Array.from({ length: rows * columns }, (_, k) =>
    at(Math.floor(k / columns), k % columns),
  );
  return { rows, columns, data };
}

function random({ seed, rows, columns, exponent, shift }: Shape): Matrix {
  const draws = createRandom(seed, 'centre');
  return floats(rows, columns, () => (draws.normal() + shift) * 2 ** exponent);
}

/** Every promise of `Numerics.centre`, for one implementation. */
export function describeCentre(name: string, create: () => Promise<Numerics>): void {
  describe(`centred columns, ${name}`, () => {
    let numerics: Numerics;
    beforeAll(async () => {
      numerics = await create();
    });

    it('hold the numbers less their means, in any order of rows, and agree with the twin', () => {
      fc.assert(
        fc.property(shapes, fc.boolean(), (shape, isShuffled) => {
          const matrix = random(shape);
          const { rows, columns, data } = matrix;
          const order = isShuffled
            ? Int32Array.from(createRandom(shape.seed, 'order').permutation(rows))
            : undefined;
          const result = numerics.centre(matrix, order)!;
          const twin = plainNumerics.centre(matrix, order)!;
          expect(result).toMatchObject({ rows, columns, scale: twin.scale });
          expect(result.data.length).toBe(twin.data.length);
          const most = [...data].reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
          const rounding = (4 * rows * 2 ** -53 * most) / result.scale;
          for (let j = 0; j < columns; j++) {
            let mean = 0;
            for (let i = 0; i < rows; i++) mean += data[i * columns + j]! / rows;
            expect(Math.abs(result.means![j]! * result.scale - mean)).toBeLessThanOrEqual(
              rounding * result.scale,
            );
            for (let i = 0; i < rows; i++) {
              const expected = (data[(order?.[i] ?? i) * columns + j]! - mean) / result.scale;
              expect(Math.abs(result.data[j * rows + i]! - expected)).toBeLessThanOrEqual(rounding);
              expect(Math.abs(result.data[j * rows + i]! - twin.data[j * rows + i]!)).toBeLessThanOrEqual(
                rounding,
              );
            }
          }
          const largest = result.data.reduce((extent, value) => Math.max(extent, Math.abs(value)), 0);
          expect(largest).toBeLessThanOrEqual(1);
          if (rows > 1) expect(largest).toBeGreaterThan(0.49);
          expect(result.data.subarray(rows * columns).every(value => value === 0)).toBe(true);
        }),
        RUNS,
      );
    });

    it('are exactly zero where a column is constant, whatever its value', () => {
      const values = [0.1, 1e30, -3, 1 / 3, 1e-38];
      const { data, means, scale } = numerics.centre(floats(13, 5, (_, j) => values[j]!))!;
      expect(data.every(value => value === 0)).toBe(true);
      expect(scale).toBe(1);
      expect(means).toEqual(Float64Array.from(values, Math.fround));
    });

    it('are refused where any number is not finite', () => {
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
        for (const [row, column] of [
          [0, 0],
          [0, 6],
          [3, 2],
          [8, 6],
        ] as const) {
          const matrix = floats(9, 7, (i, j) => i - j);
          matrix.data[row * 7 + column] = bad;
          expect(numerics.centre(matrix), `${bad} at ${row}, ${column}`).toBeNull();
        }
    });

    it('are the same to the bit where they are needed briefly only', () => {
      for (const [rows, columns] of [
        [7, 3],
        [256, 5],
        [300, 8],
        [521, 4],
        [1024, 6],
      ] as const) {
        const matrix = random({ seed: rows, rows, columns, exponent: 0, shift: 1 });
        const order = Int32Array.from(createRandom(rows, 'order').permutation(rows));
        const kept = numerics.centre(matrix, order)!;
        const other = numerics.centre(random({ seed: 1, rows, columns: 3, exponent: 2, shift: 0 }))!;
        const results = (columns: Columns) => [
          numerics.gram(columns),
          ...[0, 1, 3, 256].map(from => numerics.gram(columns, Math.min(from, rows), rows)),
          numerics.gram(columns, 0, Math.min(rows, 129)),
          numerics.gramInParts(columns, [0, 2, Math.ceil(rows / 2), rows], other),
          numerics.product(columns, other),
          numerics.product(other, columns, 1, rows - 1),
          numerics.productSingle(columns, other),
          numerics.combine(columns, numerics.combine(transposed(columns), other)),
          [...columns.data],
        ];
        const expected = results(kept);
        const brief = numerics.centre(matrix, order, true)!;
        expect(brief).toMatchObject({ rows, columns, scale: kept.scale, means: kept.means });
        numerics.eigen(Float64Array.of(1, 2, 2, 1), 2);
        expect(results(brief)).toEqual(expected);
      }
    });

    it('come from float64 as well', () => {
      const matrix: Matrix = { rows: 3, columns: 2, data: Float64Array.of(1, 1e150, 2, -1e150, 3, 0) };
      expect(numerics.centre(matrix)).toEqual(plainNumerics.centre(matrix));
      matrix.data[0] = 1e151;
      expect(numerics.centre(matrix)).toBeNull();
    });
  });
}

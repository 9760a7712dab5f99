import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/experiment/random';
import { type Columns, emptyColumns, transposed } from '../../../src/metrics/columns';
import { type Numerics, plainNumerics } from '../../../src/metrics/numerics';
import { norm } from '../../../src/metrics/products';

/** What `Numerics` promises, as shares of Σ |a_ki b_kj|. */
const ROUNDOFF = 2 ** -53;
const SINGLE_ERROR = 68 * 2 ** -24;

const RUNS = { numRuns: 40, seed: 1 };
const shapes = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  rows: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(255, 256, 257, 513, 700)),
  left: fc.integer({ min: 1, max: 19 }),
  right: fc.integer({ min: 1, max: 19 }),
  spread: fc.constantFrom(0, 3, 12),
});

/** Random numbers times powers of two from 2^-spread to 1. */
function randomColumns(seed: number, name: string, rows: number, columns: number, spread = 0): Columns {
  const random = createRandom(seed, name);
  const result = emptyColumns(rows, columns, 8);
  for (let i = 0; i < rows * columns; i++)
    result.data[i] = (2 * random.uniform() - 1) * 2 ** -random.integer(spread + 1);
  return result;
}

/** The same columns less their means. */
function withoutMeans({ rows, columns, data }: Columns): Columns {
  const result = emptyColumns(rows, columns);
  for (let j = 0; j < columns; j++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += data[j * rows + i]! / rows;
    for (let i = 0; i < rows; i++) result.data[j * rows + i] = data[j * rows + i]! - mean;
  }
  return result;
}

/** x·y as a double and what it lacks, by Veltkamp's splitting and Dekker's product. */
function exactProduct(x: number, y: number): [number, number] {
  const split = (value: number) => {
    const large = value * 134_217_729;
    const high = large - (large - value);
    return [high, value - high] as const;
  };
  const [xHigh, xLow] = split(x);
  const [yHigh, yLow] = split(y);
  const product = x * y;
  return [product, xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow)];
}

/** Inner product of two columns in twice float64's precision (Ogita, Rump, Oishi 2005), and Σ |a b|. */
function reference(a: Columns, i: number, b: Columns, j: number, from: number, to: number) {
  let sum = 0;
  let lack = 0;
  let size = 0;
  for (let k = from; k < to; k++) {
    const [product, rest] = exactProduct(a.data[i * a.rows + k]!, b.data[j * b.rows + k]!);
    const next = sum + product;
    const back = next - sum;
    lack += sum - (next - back) + (product - back) + rest;
    sum = next;
    size += Math.abs(product);
  }
  return { sum: sum + lack, size };
}

function expectWithin(
  result: Float64Array,
  a: Columns,
  b: Columns,
  bound: number,
  from = 0,
  to = a.rows,
): void {
  expect(result.length).toBe(a.columns * b.columns);
  for (let i = 0; i < a.columns; i++)
    for (let j = 0; j < b.columns; j++) {
      const { sum, size } = reference(a, i, b, j, from, to);
      const error = Math.abs(result[i * b.columns + j]! - sum);
      expect(error, `entry ${i}, ${j}`).toBeLessThanOrEqual(bound * size);
    }
}

/** Every promise of `Numerics.gram`, `product`, `combine` and `productSingle`, for one implementation. */
export function describeProducts(name: string, create: () => Promise<Numerics>): void {
  describe(`products of columns, ${name}`, () => {
    let numerics: Numerics;
    beforeAll(async () => {
      numerics = await create();
    });

    it('gram, product and productSingle stay within their error', () => {
      fc.assert(
        fc.property(shapes, ({ seed, rows, left, right, spread }) => {
          const a = randomColumns(seed, 'a', rows, left, spread);
          const b = randomColumns(seed, 'b', rows, right, spread);
          expectWithin(numerics.gram(a), a, a, rows * ROUNDOFF);
          expectWithin(numerics.product(a, b), a, b, rows * ROUNDOFF);
          expectWithin(numerics.productSingle(a, b), a, b, SINGLE_ERROR);
        }),
        RUNS,
      );
    });

    it('productSingle stays within its error where all errors point the same way', () => {
      for (const rows of [256, 3_000]) {
        const a = emptyColumns(rows, 3);
        // Just above half a unit in the last place of float32, so that every rounding is upwards.
        for (let i = 0; i < 3 * rows; i++) a.data[i] = (1 + (i % 7) / 8) * (1 + 2 ** -24 + 2 ** -40);
        expectWithin(numerics.productSingle(a, a), a, a, SINGLE_ERROR);
      }
    });

    it('combine stays within its error, and leaves the scales to its result', () => {
      fc.assert(
        fc.property(shapes, ({ seed, rows, left, right, spread }) => {
          const a = randomColumns(seed, 'a', rows, left, spread);
          const weights = { ...randomColumns(seed, 'w', left, right, spread), scale: 4 };
          const result = numerics.combine(a, weights);
          expect(result).toMatchObject({ rows, columns: right, scale: 4 * a.scale });
          // Row i of a is column i of its transposed.
          const rowsOfA = transposed(a);
          const byRow = new Float64Array(rows * right);
          for (let i = 0; i < rows; i++)
            for (let r = 0; r < right; r++) byRow[i * right + r] = result.data[r * rows + i]!;
          expectWithin(byRow, rowsOfA, weights, left * ROUNDOFF);
        }),
        RUNS,
      );
    });

    it('works over any range of rows, as over a matrix of just these', () => {
      fc.assert(
        fc.property(shapes, fc.nat(), fc.nat(), ({ seed, rows, left, right }, start, length) => {
          const from = start % (rows + 1);
          const to = from + (length % (rows + 1 - from));
          const a = randomColumns(seed, 'a', rows, left);
          const b = randomColumns(seed, 'b', rows, right);
          const cut = (matrix: Columns) => {
            const result = emptyColumns(to - from, matrix.columns);
            for (let j = 0; j < matrix.columns; j++)
              result.data.set(matrix.data.subarray(j * rows + from, j * rows + to), j * (to - from));
            return result;
          };
          expect(numerics.gram(a, from, to)).toEqual(numerics.gram(cut(a)));
          expect(numerics.product(a, b, from, to)).toEqual(numerics.product(cut(a), cut(b)));
          expectWithin(numerics.product(a, b, from, to), a, b, rows * ROUNDOFF, from, to);
        }),
        RUNS,
      );
    });

    it('knows what is left of a Gram matrix without a block of rows', () => {
      fc.assert(
        fc.property(
          shapes,
          fc.array(fc.nat(), { maxLength: 7 }),
          ({ seed, rows: some, left, right }, cuts) => {
            const rows = some + 1;
            const a = withoutMeans(randomColumns(seed, 'a', rows, left));
            const edges = [0, 1, ...cuts.map(cut => cut % rows), rows].sort((x, y) => x - y);
            const others = randomColumns(seed, 'others', rows, right);
            const { all, sums, normsWithout, crossed } = numerics.gramInParts(a, edges, others);
            expectWithin(all, a, a, (rows + edges.length) * ROUNDOFF);
            const unit = norm(all);
            edges.slice(1).forEach((to, b) => {
              const from = edges[b]!;
              expectWithin(crossed[b]!, others, a, rows * ROUNDOFF, from, to);
              const rest = emptyColumns(rows - (to - from), left);
              for (let j = 0; j < left; j++) {
                const column = [...a.data.subarray(j * rows, (j + 1) * rows)];
                const sum = column.slice(from, to).reduce((total, value) => total + value, 0);
                expect(Math.abs(sums[b * left + j]! - sum)).toBeLessThanOrEqual(rows * ROUNDOFF * rows);
                rest.data.set([...column.slice(0, from), ...column.slice(to)], j * rest.rows);
              }
              const expected = norm(plainNumerics.gram(withoutMeans(rest)));
              expect(Math.abs(normsWithout[b]! - expected)).toBeLessThanOrEqual(1e-12 * unit);
            });
          },
        ),
        RUNS,
      );
      const a = withoutMeans(randomColumns(9, 'a', 10, 2));
      expect(() => numerics.gramInParts(a, [0, 9], a)).toThrow('cover all');
      expect(() => numerics.gramInParts(a, [0, 5, 4, 10], a)).toThrow('rows 5 to 4');
      expect(() => numerics.gramInParts(a, [0, 10], a)).toThrow('Nothing is left');
    });

    it('gives an exactly symmetric Gram matrix of 150 columns', () => {
      const a = randomColumns(1, 'a', 300, 150);
      const square = numerics.gram(a);
      expectWithin(square, a, a, 300 * ROUNDOFF);
      for (let i = 0; i < 150; i++)
        for (let j = 0; j < i; j++) expect(square[i * 150 + j]).toBe(square[j * 150 + i]);
    });

    it.each([1e-140, 1e-30, 1e30, 1e140])('multiplies numbers near %f in float64', scale => {
      const a = randomColumns(2, 'a', 50, 5);
      for (let i = 0; i < a.data.length; i++) a.data[i]! *= scale;
      expectWithin(numerics.gram(a), a, a, 50 * ROUNDOFF);
    });

    it('makes zeros of no columns and of no rows', () => {
      const a = randomColumns(3, 'a', 20, 3);
      expect(numerics.product(a, emptyColumns(20, 0))).toEqual(new Float64Array(0));
      expect(numerics.productSingle(emptyColumns(20, 0), a)).toEqual(new Float64Array(0));
      expect(numerics.gram(a, 7, 7)).toEqual(new Float64Array(9));
    });

    it('repeats itself to the bit, whatever came between', () => {
      const a = randomColumns(4, 'a', 301, 21);
      const b = randomColumns(4, 'b', 301, 6);
      const weights = randomColumns(4, 'w', 21, 3);
      const all = () => [
        ...[numerics.gram(a), numerics.product(a, b), numerics.productSingle(a, b)],
        numerics.combine(a, weights).data,
      ];
      const first = all();
      const other = randomColumns(5, 'other', 513, 43);
      numerics.gram(other);
      numerics.eigen(numerics.gram(other), 43);
      expect(all()).toEqual(first);
    });

    it('refuses other rows and rows that are not there', () => {
      const a = randomColumns(6, 'a', 20, 3);
      expect(() => numerics.product(a, emptyColumns(19, 3))).toThrow('20 rows with 19 rows');
      expect(() => numerics.productSingle(a, emptyColumns(19, 3))).toThrow('20 rows with 19 rows');
      expect(() => numerics.combine(a, emptyColumns(4, 2))).toThrow('3 columns cannot be combined with 4');
      expect(() => numerics.gram(a, 0, 21)).toThrow('rows 0 to 21');
      expect(() => numerics.gram(a, 5, 4)).toThrow('rows 5 to 4');
      expect(() => numerics.gram(a, 0.5, 4)).toThrow('rows 0.5 to 4');
    });
  });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate, drawBand, drawLine, heightAt } from '../../../src/panels/common/lines';
import { smoothLosses } from '../../../src/panels/loss-curve/smooth';

const height = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const heights = fc.array(height, { minLength: 1, maxLength: 400 });
/** So many points a pixel that most must go. */
const crowded = (count: number) => Float64Array.from({ length: count }, (_, i) => i / 17);
const extremes = (values: readonly number[]) => {
  const defined = values.filter(value => !Number.isNaN(value));
  return [Math.min(...defined), Math.max(...defined)];
};

describe('decimate', () => {
  it('keeps the first, the last, every extreme and every gap of each pixel column', () => {
    fc.assert(
      fc.property(heights, y => {
        const x = crowded(y.length);
        const kept = decimate(x, y);
        for (let column = 0; column <= x.at(-1)!; column++) {
          const all = y.filter((_, i) => Math.floor(x[i]!) === column);
          const left = kept.filter(i => Math.floor(x[i]!) === column).map(i => y[i]!);
          expect(extremes(left)).toEqual(extremes(all));
          expect(left.some(Number.isNaN)).toBe(all.some(Number.isNaN));
          expect([left[0], left.at(-1)]).toEqual([all[0], all.at(-1)]);
        }
      }),
    );
  });

  it('needs at most five points a column, in order', () => {
    const y = Float64Array.from({ length: 5_000 }, (_, i) => Math.sin(i * 7.3));
    const kept = decimate(crowded(5_000), y);
    expect(kept.length).toBeLessThanOrEqual(5 * Math.ceil(5_000 / 17));
    expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
  });
});

describe('drawLine', () => {
  it('breaks at gaps and shows what stands alone', () => {
    const line = drawLine([0, 10, 20, 30, 40, 50], [1, 2, Number.NaN, 4, Number.NaN, 6]);
    expect(line.path).toBe('M0,1L10,2M30,4M50,6');
    expect(line.dots).toEqual([
      { x: 30, y: 4 },
      { x: 50, y: 6 },
    ]);
    expect(line.end).toEqual({ x: 50, y: 6 });
  });

  it('has no end where nothing is defined', () => {
    expect(drawLine([0, 1], [Number.NaN, Number.NaN])).toMatchObject({ path: '', dots: [], end: null });
  });
});

describe('heightAt', () => {
  const line = { x: [0, 10, 20, 30], y: [0, 100, Number.NaN, 50] };

  it('is on the line between its points', () => {
    expect([0, 2.5, 10].map(x => heightAt(line, x))).toEqual([0, 25, 100]);
  });

  it('is undefined in gaps and beyond the ends', () => {
    expect([-1, 15, 25, 31].map(x => heightAt(line, x))).toEqual(Array(4).fill(Number.NaN));
  });
});

describe('drawBand', () => {
  it('goes along the upper edge and back along the lower', () => {
    expect(drawBand([0, 1], [5, 6], [9, 8])).toBe('M0,9L1,8L1,6L0,5Z');
    expect(drawBand([0], [5], [9])).toBe('');
  });
});

describe('smoothLosses', () => {
  it('leaves points that are far apart as they are', () => {
    const { x, y } = smoothLosses([0, 10, 20], [5, 7, 1]);
    expect([x, y]).toEqual([
      [0, 10, 20],
      [5, 7, 1],
    ]);
  });

  it('lies between the extremes within its reach, and its band keeps them all', () => {
    fc.assert(
      fc.property(heights, values => {
        const at = crowded(values.length);
        const { x, y, band } = smoothLosses(at, values);
        x.forEach((place, i) => {
          if (Number.isNaN(y[i]!)) return;
          const [low, high] = extremes(values.filter((_, j) => Math.abs(at[j]! - place) <= 3 + 1e-9));
          expect(y[i]!).toBeGreaterThanOrEqual(low! - 1e-6);
          expect(y[i]!).toBeLessThanOrEqual(high! + 1e-6);
        });
        const columns = new Set(at.map(Math.floor)).size;
        expect(x).toHaveLength(columns);
        if (columns < 2 || y.some(Number.isNaN)) return;
        const drawn = band.match(/,-?[\d.]+/g)!.map(number => Number(number.slice(1)));
        const [low, high] = extremes(values);
        expect(Math.min(...drawn)).toBeCloseTo(low!, 0);
        expect(Math.max(...drawn)).toBeCloseTo(high!, 0);
      }),
    );
  });

  it('ends at the last step, however many share its pixel', () => {
    expect(smoothLosses(crowded(1_000), new Float64Array(1_000)).x.at(-1)).toBe(999 / 17);
  });
});

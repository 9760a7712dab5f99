import { describe, expect, it } from 'vitest';
import { smoothCurve } from '../../../src/panels/common/smooth';

const range = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));

describe('smoothCurve', () => {
  const x = range(101, i => 2 * i);

  it('leaves a straight line as it is, up to its ends', () => {
    const { x: at, y } = smoothCurve(
      x,
      x.map(v => 7 - 0.25 * v),
      9,
    );
    expect(at).toEqual(x);
    y.forEach((height, i) => {
      expect(height).toBeCloseTo(7 - 0.25 * at[i]!, 9);
    });
  });

  it('spreads a spike by the weights of the kernel', () => {
    const y = range(101, i => (i === 50 ? 1 : 0));
    const width = 4;
    const smooth = smoothCurve(x, y, width).y;
    const weight = (i: number) => Math.exp(-0.5 * ((2 * i) / width) ** 2);
    const sum = range(13, i => weight(i - 6)).reduce((a, b) => a + b, 0);
    // Far from the ends the weights are symmetric, so that the line is level at its own place.
    for (const away of [0, 1, 3]) expect(smooth[50 + away]).toBeCloseTo(weight(away) / sum, 12);
    expect(smooth[50 - 3]).toBeCloseTo(smooth[50 + 3]!, 12);
    expect(smooth[50 + 7]).toBe(0);
  });

  it('takes noise out: the mean square falls as white noise under the kernel should', () => {
    let state = 1;
    const noise = () => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647 - 0.5;
    };
    const places = range(4000, i => i);
    const raw = places.map(noise);
    const width = 10;
    const square = (values: readonly number[]) => values.reduce((sum, v) => sum + v * v, 0) / values.length;
    const ratio = square(smoothCurve(places, raw, width).y) / square(raw);
    // ∫ K² of a Gaussian: 1 / (2 √π width).
    expect(ratio).toBeCloseTo(1 / (2 * Math.sqrt(Math.PI) * width), 2);
  });

  it('leaves gaps as gaps, and nothing reaches across one', () => {
    const y = x.map((_, i) => (i >= 40 && i < 45 ? Number.NaN : i < 40 ? 0 : 1));
    const smooth = smoothCurve(x, y, 12);
    const gap = smooth.y.findIndex(Number.isNaN);
    expect(gap).toBe(40);
    expect(smooth.y.slice(0, gap).every(height => Math.abs(height) < 1e-12)).toBe(true);
    expect(smooth.y.slice(gap + 1).every(height => Math.abs(height - 1) < 1e-12)).toBe(true);
    expect(smooth.x[gap + 1]).toBe(x[45]);
  });

  it('in pixels of a logarithmic axis it is a mean of logarithms', () => {
    const values = [1, 100, 1, 100, 1];
    const heights = values.map(Math.log10);
    const middle = smoothCurve([0, 1, 2, 3, 4], heights, 1000).y[2]!;
    expect(middle).toBeCloseTo(heights.reduce((a, b) => a + b, 0) / 5, 4);
    expect(middle).not.toBeCloseTo(Math.log10(values.reduce((a, b) => a + b, 0) / 5), 1);
  });

  it('many points in one pixel column count once each; a lone point stays', () => {
    const { x: at, y } = smoothCurve([0, 0.2, 0.4, 10], [0, 0, 3, 9], 0.5);
    expect(at).toEqual([0, 10]);
    expect(y[1]).toBe(9);
    expect(y[0]).toBeCloseTo(1, 9);
    expect(smoothCurve([5], [2], 3)).toEqual({ x: [5], y: [2] });
    expect(smoothCurve([], [], 3)).toEqual({ x: [], y: [] });
  });
});

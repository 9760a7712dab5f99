import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstAtOrAfter, nearestIndex, Series, StepTable } from '../../../src/recording/series';

describe('a series', () => {
  it('keeps points in order of step, however they arrive', () => {
    const series = new Series(16);
    for (const step of [3, 1, 2, 0, 5]) series.set(step, 10 * step);
    expect([...series.steps]).toEqual([0, 1, 2, 3, 5]);
    expect([...series.values]).toEqual([0, 10, 20, 30, 50]);
  });

  it('replaces the point of a step that comes again', () => {
    const series = new Series(16);
    for (const step of [1, 2, 3]) series.set(step, 0);
    series.set(2, 7);
    expect([...series.values]).toEqual([0, 7, 0]);
  });

  it('agrees with a sorted map while it is not full', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(10_000), fc.double({ noNaN: true })), { maxLength: 400 }),
        points => {
          const series = new Series(400);
          for (const [step, value] of points) series.set(step, value);
          const expected = [...new Map(points)].sort((a, b) => a[0] - b[0]);
          expect([...series.steps]).toEqual(expected.map(point => point[0]));
          expect([...series.values]).toEqual(expected.map(point => point[1]));
        },
      ),
    );
  });

  it('refuses a limit that leaves no room to thin', () => {
    expect(() => new Series(7)).toThrow('at least 8');
  });
});

describe('a full series', () => {
  const filled = (limit: number, count: number) => {
    const series = new Series(limit);
    for (let step = 0; step < count; step++) series.set(step, Math.sqrt(step));
    return series;
  };

  it('stays within its limit, keeps the first and the newest point, and keeps values beside their steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 80 }), fc.integer({ min: 1, max: 3_000 }), (limit, count) => {
        const series = filled(limit, count);
        expect(series.length).toBeLessThanOrEqual(limit);
        expect(series.steps[0]).toBe(0);
        expect(series.steps.at(-1)).toBe(count - 1);
        series.steps.forEach((step, i) => {
          expect(series.values[i]).toBe(Math.sqrt(step));
        });
      }),
    );
  });

  it('stays evenly filled along a linear and along a log axis, start included', () => {
    const limit = 256;
    const count = 200_000;
    const { steps } = filled(limit, count);
    const cells = limit / 8;
    for (let i = 1; i < steps.length; i++) {
      const [before, here] = [steps[i - 1]!, steps[i]!];
      if (here - before === 1) continue;
      expect(here - before).toBeLessThanOrEqual(count / cells);
      expect(Math.log1p(here) - Math.log1p(before)).toBeLessThanOrEqual(Math.log(count) / cells);
    }
    expect([...steps.slice(0, 3)]).toEqual([0, 1, 2]);
  });

  it('still takes a point that arrives late, in its place', () => {
    const series = filled(8, 8);
    series.set(2.5, -1);
    expect(series.values[series.steps.indexOf(2.5)]).toBe(-1);
    expect([...series.steps]).toEqual([...series.steps].sort((a, b) => a - b));
  });
});

describe('a table', () => {
  it('keeps its columns aligned', () => {
    const table = new StepTable(2, 64);
    for (let step = 1_000; step > 0; step--) table.set(step, [step + 0.1, step + 0.2]);
    table.steps.forEach((step, i) => {
      expect(table.column(0)[i]).toBe(step + 0.1);
      expect(table.column(1)[i]).toBe(step + 0.2);
    });
    expect(() => table.column(2)).toThrow('there is no 2');
  });
});

describe('looking up a step', () => {
  const steps = Float64Array.of(0, 10, 20);

  it('finds the first at or after it', () => {
    expect([-1, 0, 1, 10, 20, 21].map(step => firstAtOrAfter(steps, step))).toEqual([0, 0, 1, 1, 2, 3]);
  });

  it('finds the nearest, the earlier of two', () => {
    expect([-5, 4, 5, 6, 15.5, 99].map(step => nearestIndex(steps, step))).toEqual([0, 0, 0, 1, 2, 2]);
    expect(nearestIndex(new Float64Array(0), 3)).toBe(-1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Moments } from '../../../src/recording/moments';

const limits = { count: 32, bytes: 1_000, sizeOf: (value: string) => value.length };
const moments = (over: Partial<typeof limits> = {}) => new Moments<string>({ ...limits, ...over });

describe('a record of moments', () => {
  it('keeps them in order of step, each once, whatever the order in which they come', () => {
    const kept = moments();
    for (const step of [5, 0, 9, 5, 2]) kept.set(step, `at ${step}`);
    expect([...kept.steps]).toEqual([0, 2, 5, 9]);
    expect(kept.get(5)).toBe('at 5');
    expect(kept.get(4)).toBeNull();
    expect(kept.isThinned).toBe(false);
  });

  it('puts a second one of the same step in the place of the first', () => {
    const kept = moments();
    kept.set(3, 'long ago');
    kept.set(3, 'now');
    expect(kept.get(3)).toBe('now');
    expect([kept.length, kept.bytes]).toEqual([1, 3]);
  });

  it('finds the nearest, the earlier of two equally near', () => {
    const kept = moments();
    expect(kept.nearest(3)).toBeNull();
    for (const step of [0, 10, 20]) kept.set(step, `at ${step}`);
    expect([-4, 5, 6, 14, 99].map(step => kept.nearest(step))).toEqual([
      ...['at 0', 'at 0', 'at 10', 'at 10', 'at 20'],
    ]);
  });

  it('stays within its count and its bytes, and keeps the first and the newest', () => {
    const run = fc.uniqueArray(fc.nat(1_000_000), { minLength: 3, maxLength: 300 });
    const size = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(run, size, (steps, bytes) => {
        const kept = moments();
        for (const step of steps) {
          kept.set(step, 'x'.repeat(bytes));
          expect(kept.length).toBeLessThanOrEqual(limits.count);
          expect(kept.bytes).toBeLessThanOrEqual(limits.bytes);
          expect(kept.bytes).toBe(kept.length * bytes);
        }
        expect(kept.steps[0]).toBe(Math.min(...steps));
        expect(kept.steps.at(-1)).toBe(Math.max(...steps));
        expect([...kept.steps]).toEqual([...kept.steps].sort((a, b) => a - b));
        expect(kept.isThinned).toBe(kept.length < steps.length);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps two that are larger than all room', () => {
    const kept = moments({ bytes: 10 });
    for (const step of [0, 1, 2, 3]) kept.set(step, 'x'.repeat(9));
    expect([...kept.steps]).toEqual([0, 3]);
  });

  it('of a million steps fills a linear and a log axis evenly', () => {
    const kept = moments({ count: 256, bytes: 1e9 });
    for (let step = 0; step <= 1_000_000; step += Math.max(1, Math.floor(step / 200))) kept.set(step, '');
    for (let step = 1_000_000; step <= 1_100_000; step += 50) kept.set(step, '');
    const steps = [...kept.steps];
    const gap = (places: number[]) =>
      Math.max(...places.slice(1).map((at, i) => at - places[i]!)) / (places.at(-1)! - places[0]!);
    expect(gap(steps)).toBeLessThan(1 / 14);
    expect(gap(steps.map(Math.log1p))).toBeLessThan(1 / 14);
  });
});

import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../src/engine/pacer';

/** Steps in each burst, where a step takes `each(step)` milliseconds on the device. */
function bursts(pacer: Pacer, each: (burst: number) => number, count: number): number[] {
  const sizes: number[] = [];
  let now = 0;
  for (let burst = 0; burst < count; burst++) {
    let steps = 1;
    // Queueing takes no time; waiting for the queue does.
    while (!pacer.stepDone(now)) steps++;
    now += steps * each(burst);
    pacer.burstDone(now);
    sizes.push(steps);
  }
  return sizes;
}

describe('Pacer', () => {
  it('reads every loss at once where the device works at once', () => {
    const pacer = new Pacer(false);
    expect([pacer.stepDone(0), pacer.stepDone(1)]).toEqual([true, true]);
  });

  it('lets bursts grow to half a frame, and not beyond', () => {
    const sizes = bursts(new Pacer(true), () => 1, 8);
    expect(sizes).toEqual([1, 2, 4, 8, 8, 8, 8, 8]);
  });

  it('shrinks at once where steps become slower', () => {
    expect(bursts(new Pacer(true), burst => (burst < 5 ? 1 : 4), 8)).toEqual([1, 2, 4, 8, 8, 8, 2, 2]);
  });

  it('never goes below one step', () => {
    expect(bursts(new Pacer(true), () => 500, 3)).toEqual([1, 1, 1]);
  });

  it('fills the queue at full speed', () => {
    const pacer = new Pacer(true);
    pacer.pace = 'full';
    expect(bursts(pacer, () => 2, 8).at(-1)).toBe(50);
  });
});

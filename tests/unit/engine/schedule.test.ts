import { describe, expect, it } from 'vitest';
import { BatchOrder } from '../../../src/engine/batches';
import { ProbeSchedule } from '../../../src/engine/schedule';

describe('BatchOrder', () => {
  it('sees every picture once an epoch, but for the ragged rest, in an order of the seed', () => {
    const order = new BatchOrder(10, 3, 5);
    const epoch = [order.take(), order.take(), order.take()].flatMap(batch => [...batch]);
    expect(new Set(epoch).size).toBe(9);
    expect(epoch.every(i => i >= 0 && i < 10)).toBe(true);
    const second = [order.take(), order.take(), order.take()].flatMap(batch => [...batch]);
    expect(new Set(second).size).toBe(9);
    expect(second).not.toEqual(epoch);
    const again = new BatchOrder(10, 3, 5);
    expect([again.take(), again.take(), again.take()].flatMap(batch => [...batch])).toEqual(epoch);
    expect([...new BatchOrder(10, 3, 6).take()]).not.toEqual(epoch.slice(0, 3));
  });

  it('keeps the order of a full batch, and refuses one larger than the data', () => {
    const order = new BatchOrder(4, 4, 1);
    expect([...order.take(), ...order.take()]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(() => new BatchOrder(4, 5, 1)).toThrow('does not fit');
  });
});

describe('ProbeSchedule', () => {
  const stepsOf = (schedule: ProbeSchedule, cost: number, perStep: number, steps: number) => {
    const due: number[] = [];
    let now = 0;
    for (let step = 1; step <= steps; step++) {
      now += perStep;
      if (!schedule.isDue(step, now)) continue;
      due.push(step);
      schedule.done(step, now, now + cost);
      now += cost;
    }
    return due;
  };

  it('unpaced: log-spaced, whatever the clock says', () => {
    const fast = stepsOf(new ProbeSchedule(10, false), 1, 1, 10_000);
    expect(stepsOf(new ProbeSchedule(10, false), 500, 3, 10_000)).toEqual(fast);
    expect(fast.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
    const decade = fast.filter(step => step > 1_000 && step <= 10_000);
    expect(decade.length).toBeGreaterThanOrEqual(9);
    expect(decade.length).toBeLessThanOrEqual(11);
  });

  it('paced: probing takes at most a fifth of the time', () => {
    const due = stepsOf(new ProbeSchedule(24, true), 40, 2, 5_000);
    expect(due.length * 40).toBeLessThanOrEqual(1_500 + 0.21 * (due.length * 40 + 5_000 * 2));
  });

  it('paced: the first steps are all probed where that takes at most a second and a half', () => {
    const log = stepsOf(new ProbeSchedule(24, false), 0, 1, 100);
    expect(stepsOf(new ProbeSchedule(24, true), 25, 1, 100)).toEqual(log);
    const dear = stepsOf(new ProbeSchedule(24, true), 400, 1, 100);
    expect(dear.slice(0, 4)).toEqual(log.slice(0, 4));
    expect(dear.length).toBeLessThan(log.length / 2);
  });

  it('paced: however dear probes are, no stretch is left without one that is wider than a quarter of a decade', () => {
    for (const [cost, perStep] of [
      [130, 7],
      [400, 1],
      [5_000, 0.5],
    ] as const) {
      const due = [0, ...stepsOf(new ProbeSchedule(24, true), cost, perStep, 20_000)];
      const gaps = due.slice(1).map((step, i) => (1 + step) / (1 + due[i]!));
      // Whole steps: the first ones cannot lie closer than one apart.
      const beyondFirst = gaps.filter((_, i) => due[i + 1]! - due[i]! > 1);
      expect(Math.max(...beyondFirst), `${cost} ms`).toBeLessThanOrEqual(10 ** 0.25 * (1 + 1 / 4));
      const late = gaps.filter((_, i) => due[i]! > 100);
      expect(Math.max(...late), `${cost} ms`).toBeLessThanOrEqual(10 ** 0.25 * 1.01);
    }
  });

  it('asks to keep enough probes that a slow measurement leaves no wider stretch either', () => {
    const schedule = new ProbeSchedule(24, true);
    const kept = [0];
    let now = 0;
    for (let step = 1; step <= 5_000; step++) {
      now += 2;
      if (!schedule.isDue(step, now)) continue;
      if (schedule.isNeeded(step)) kept.push(step);
      schedule.done(step, now, now + 30);
      now += 30;
    }
    const gaps = kept.slice(1).map((step, i) => (1 + step) / (1 + kept[i]!));
    expect(Math.max(...gaps.filter((_, i) => kept[i]! > 100))).toBeLessThanOrEqual(10 ** 0.25 * 1.01);
    expect(kept.length).toBeLessThan(20);
  });

  it('goes on after a checkpoint as if the last probe had been at the newest step that it can have been', () => {
    const schedule = new ProbeSchedule(24, true);
    schedule.goOn(1_000, 1_100);
    expect(schedule.isNeeded(1_600)).toBe(false);
    expect(schedule.isNeeded(1_700)).toBe(true);
    expect(schedule.nextStep).toBe(1_100);
  });

  it('paced: at least one a second, also late in a long run', () => {
    const due = stepsOf(new ProbeSchedule(5, true), 5, 10, 20_000);
    const late = due.filter(step => step > 5_000);
    const gaps = late.slice(1).map((step, i) => step - late[i]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(102);
  });
});

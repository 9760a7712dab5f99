import { describe, expect, it } from 'vitest';
import { LatestSlots } from '../../../src/metrics/latest';

function takeAll<T>(slots: LatestSlots<T>): T[] {
  const taken: T[] = [];
  for (let next = slots.take(); next !== undefined; next = slots.take()) taken.push(next);
  return taken;
}

describe('LatestSlots', () => {
  it('keeps only the newest waiting value of a key', () => {
    const slots = new LatestSlots<string>();
    slots.offer('a', 'a1', false);
    slots.offer('b', 'b1', false);
    slots.offer('a', 'a2', false);
    expect(slots.size).toBe(2);
    expect(takeAll(slots)).toEqual(['a2', 'b1']);
    expect(slots.take()).toBeUndefined();
  });

  it('takes kept values first, in order, and never drops them', () => {
    const slots = new LatestSlots<string>();
    slots.offer('a', 'a1', true);
    slots.offer('b', 'b1', false);
    slots.offer('a', 'a2', false);
    slots.offer('a', 'a3', false);
    slots.offer('b', 'b2', true);
    expect(takeAll(slots)).toEqual(['a1', 'b2', 'a3']);
  });

  it('lets each key have its turn when all offer faster than one is taken', () => {
    const slots = new LatestSlots<string>();
    const turns: string[] = [];
    for (let round = 0; round < 6; round++) {
      for (const key of ['a', 'b', 'c']) slots.offer(key, key, false);
      turns.push(slots.take()!);
    }
    expect(turns).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('is empty after clear', () => {
    const slots = new LatestSlots<number>();
    slots.offer('a', 1, true);
    slots.offer('a', 2, false);
    slots.clear();
    expect(slots.size).toBe(0);
    expect(slots.take()).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { grownBetween, type Memory, SCRIPT_SLACK } from '../../../bench/engine/hours';

const warm: Memory = { tensors: 0, deviceBytes: 4_096, wasmBytes: 65_536, scriptBytes: 2_000_000 };

it('memory that stays or shrinks has not grown', () => {
  expect(grownBetween(warm, warm)).toEqual([]);
  expect(grownBetween(warm, { ...warm, scriptBytes: 1_000_000 })).toEqual([]);
});

it.each(['tensors', 'deviceBytes', 'wasmBytes'] as const)('%s may not grow by one', key => {
  expect(grownBetween(warm, { ...warm, [key]: warm[key] + 1 })).toEqual([key]);
});

it('script may grow by its slack and no more', () => {
  const end = { ...warm, scriptBytes: warm.scriptBytes + SCRIPT_SLACK };
  expect(grownBetween(warm, end)).toEqual([]);
  expect(grownBetween(warm, { ...end, scriptBytes: end.scriptBytes + 1 })).toEqual(['scriptBytes']);
});

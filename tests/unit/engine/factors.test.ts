import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../../../src/engine/program/program';
import { rateGroups } from '../../../src/engine/program/rate';
import { nodeDevice } from './devices';
import { FACTOR_RULES, FACTORED, factorErrors } from './factor-cases';

let runtimes: Record<'cpu' | 'wasm', Runtime>;
beforeAll(async () => {
  runtimes = { cpu: (await nodeDevice('cpu')).runtime, wasm: (await nodeDevice('wasm')).runtime };
});

describe.each(['cpu', 'wasm'] as const)('learning rates of single parameters on %s', device => {
  for (const rule of FACTOR_RULES)
    it.each(FACTORED)(`${rule.kind}, %s: each moves as in a network with its rate`, async name => {
      const { off, apart } = await factorErrors(runtimes[device], name, rule);
      expect(off).toBe(0);
      expect(apart).toBeGreaterThan(0.1);
    });
});

it('parameters side by side with one factor are updated together', () => {
  const parameter = (offset: number, sgd: number, trained = true) => ({
    ...{ name: `at ${offset}`, shape: [3], size: 3, offset, trained },
    learningRateFactor: { sgd, adamw: 1 },
  });
  // In another order than they lie in, and one that is not trained behind them.
  const parameters = [
    parameter(4, 2),
    parameter(0, 2),
    parameter(8, 1),
    parameter(12, 2),
    parameter(16, 2, false),
  ];
  expect(rateGroups({ parameters, trainedSize: 16 }, 'sgd')).toEqual([
    { offset: 0, size: 8, factor: 2 },
    { offset: 8, size: 4, factor: 1 },
    { offset: 12, size: 4, factor: 2 },
  ]);
  expect(rateGroups({ parameters, trainedSize: 16 }, 'adamw')).toEqual([{ offset: 0, size: 16, factor: 1 }]);
});

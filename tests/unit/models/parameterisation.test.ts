import { describe, expect, it } from 'vitest';
import { createPlan } from '../../../src/engine/program/plan';
import type { Settings } from '../../../src/experiment/schema';
import { built, parameterOf, rms } from './shape';

const SHAPE = [16, 16, 3] as const;
const factors = (model: Partial<Settings['model']>) =>
  Object.fromEntries(
    built({ parameterisation: 'mup', ...model }, SHAPE).parameters.map(p => [p.name, p.learningRateFactor]),
  );

describe('maximal update', () => {
  it('multiplies learning rates as table 3 says, m = 4 times the base width', () => {
    expect(factors({ width: 512 })).toEqual({
      'hidden0/weights': { sgd: 4, adamw: 1 },
      'hidden0/bias': { sgd: 4, adamw: 1 },
      'hidden1/weights': { sgd: 1, adamw: 1 / 4 },
      'hidden1/bias': { sgd: 4, adamw: 1 },
      'head/weights': { sgd: 1 / 4, adamw: 1 / 4 },
      'head/bias': { sgd: 1, adamw: 1 },
    });
    expect(factors({ kind: 'deep-cnn', widthMultiplier: 0.125, batchNorm: true })).toMatchObject({
      'conv0/weights': { sgd: 1 / 2, adamw: 1 },
      'conv0/scale': { sgd: 1 / 2, adamw: 1 },
      'conv7/weights': { sgd: 1, adamw: 2 },
      'head/weights': { sgd: 2, adamw: 2 },
    });
  });

  it('starts the last layer at 1/m, the others as the standard does', () => {
    for (const width of [32, 512]) {
      const [standard, mup] = (['standard', 'mup'] as const).map(parameterisation =>
        built({ width, parameterisation }, SHAPE),
      );
      for (const name of ['hidden0/weights', 'hidden1/weights'])
        expect(parameterOf(mup!, name).start).toEqual(parameterOf(standard!, name).start);
      const [a, b] = [standard!, mup!].map(network => rms(parameterOf(network, 'head/weights').start));
      expect(b! / a!).toBeCloseTo(Math.sqrt(128 / width), 5);
    }
  });

  it.each(['mlp', 'quadratic', 'cnn', 'deep-cnn', 'vgg16', 'resnet18'] as const)(
    '%s: is the standard at the default width',
    kind => {
      expect(built({ kind, parameterisation: 'mup' }, SHAPE)).toEqual(built({ kind }, SHAPE));
    },
  );

  it('transformer: is the standard at the default width', () => {
    const shape = [1, 14, 1] as const;
    expect(built({ kind: 'transformer', parameterisation: 'mup' }, shape, 7)).toEqual(
      built({ kind: 'transformer' }, shape, 7),
    );
  });

  it('reaches the plan', () => {
    const plan = createPlan(built({ width: 256, parameterisation: 'mup', batchNorm: true }, SHAPE), {
      ...{ batch: 4, probe: 4, headOnly: false, pieceFlops: 1e9 },
    });
    const [, , , hidden] = plan.parameters;
    expect(hidden).toMatchObject({ name: 'hidden1/weights', learningRateFactor: { sgd: 1, adamw: 0.5 } });
    for (const { name, learningRateFactor } of plan.parameters)
      if (name.includes('/scale/')) expect(learningRateFactor).toEqual({ sgd: 1, adamw: 1 });
  });
});

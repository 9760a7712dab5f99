import { describe, expect, it } from 'vitest';
import { parameterCount } from '../../../src/models/spec';
import { built, parameterOf, rms, tapShapes } from './shape';

const pairs = (modulus: number) => [1, 2 * modulus, 1] as const;

describe('the quadratic network', () => {
  it('is 62 → 128 → square → 128 → 31 at modulus 31, without a bias', () => {
    const network = built({ kind: 'quadratic' }, pairs(31), 31);
    expect(network.parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['square/weights', [62, 128]],
      ['linear/weights', [128, 128]],
      ['head/weights', [128, 31]],
    ]);
    expect(network.layers.map(layer => 'activation' in layer && layer.activation)).toEqual([
      'square',
      null,
      null,
    ]);
    expect(parameterCount(network)).toBe(62 * 128 + 128 ** 2 + 128 * 31);
    expect(tapShapes(network)).toEqual([
      ['square', [1, 1, 128]],
      ['linear', [1, 1, 128]],
    ]);
  });

  it.each([
    [31, 128, 1],
    [97, 256, 4],
  ])('modulus %i, width %i, starts ×%i: deviations as experiments.md states them', (p, width, initScale) => {
    const network = built({ kind: 'quadratic', width, initScale }, pairs(p), p);
    const wanted = {
      square: (3 * 0.5) / (2 * width) ** (1 / 3),
      linear: 1 / Math.sqrt(width),
      head: 3 / Math.sqrt(width),
    };
    for (const [name, deviation] of Object.entries(wanted))
      expect(rms(parameterOf(network, `${name}/weights`).start) / (initScale * deviation)).toBeCloseTo(1, 1);
  });

  it('starts the first layer smaller where all inputs count, by √(2 / inputs)', () => {
    const start = (shape: readonly [number, number, number]) =>
      rms(parameterOf(built({ kind: 'quadratic' }, shape), 'square/weights').start);
    expect(start([28, 28, 1]) / start(pairs(392))).toBeCloseTo(Math.sqrt(2 / 784), 2);
  });

  it('has neither biases nor batch norm nor another activation, whatever the settings say', () => {
    const other = { bias: true, batchNorm: true, activation: 'tanh' } as const;
    expect(built({ kind: 'quadratic', ...other }, pairs(7), 7)).toEqual(
      built({ kind: 'quadratic', bias: false }, pairs(7), 7),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { type Settings, settingsSchema } from '../../../src/experiment/schema';
import { buildNetwork, ModelError } from '../../../src/models/build';
import { headParameters, layerFlops, parameterCount, shapesOf } from '../../../src/models/spec';

const shape = [9, 8, 2] as const;

function settings(model: Partial<Settings['model']>): Settings {
  return settingsSchema.parse({ model: { width: 6, channels: 3, ...model } });
}

const flopsOf = (model: Partial<Settings['model']>, input: readonly [number, number, number]) => {
  const network = buildNetwork(settings(model), input, 3);
  const shapes = shapesOf(network);
  return network.layers.map((layer, i) => layerFlops(network, layer, shapes[i]!));
};

describe('buildNetwork', () => {
  it('gives features of the width, outputs of the classes, and one tap a block', () => {
    const network = buildNetwork(settings({ kind: 'cnn', depth: 2 }), shape, 3);
    const shapes = shapesOf(network);
    expect(network.taps.map(({ layer }) => shapes[layer + 1])).toEqual([
      [4, 4, 3],
      [2, 2, 6],
      [1, 1, 6],
    ]);
    expect(shapes.at(-1)).toEqual([1, 1, 3]);
    expect(headParameters(network).map(index => network.parameters[index]!.shape)).toEqual([[6, 3], [3]]);
    const weights = 9 * 2 * 3 + 3 + 9 * 3 * 6 + 6 + 24 * 6 + 6 + 6 * 3 + 3;
    expect(parameterCount(network)).toBe(weights);
  });

  it('names the taps by their kind', () => {
    const names = (model: Partial<Settings['model']>) =>
      buildNetwork(settings(model), shape, 3).taps.map(({ name }) => name);
    expect(names({ kind: 'cnn', depth: 2 })).toEqual(['conv 1', 'conv 2', 'dense 1']);
    expect(names({ depth: 3 })).toEqual(['dense 1', 'dense 2', 'dense 3']);
  });

  it('leaves biases out', () => {
    const network = buildNetwork(settings({ bias: false }), shape, 3);
    expect(network.parameters.map(parameter => parameter.shape)).toEqual([
      [144, 6],
      [6, 6],
      [6, 3],
    ]);
  });

  it('puts batch norm between each hidden layer and its activation, in place of the bias', () => {
    const { layers, parameters, taps } = buildNetwork(
      settings({ kind: 'cnn', depth: 1, batchNorm: true, activation: 'tanh' }),
      shape,
      3,
    );
    expect(layers.map(({ kind }) => kind)).toEqual([
      'conv',
      'batchNorm',
      'maxPool',
      'dense',
      'batchNorm',
      'dense',
    ]);
    expect(taps.map(({ layer }) => layer)).toEqual([2, 4]);
    expect(layers.map(layer => ('activation' in layer ? layer.activation : undefined))).toEqual([
      null,
      'tanh',
      undefined,
      null,
      'tanh',
      null,
    ]);
    expect(parameters.map(({ name }) => name)).toEqual([
      ...['conv0/weights', 'conv0/scale', 'conv0/shift', 'dense/weights', 'dense/scale', 'dense/shift'],
      ...['head/weights', 'head/bias'],
    ]);
    expect(parameters[1]!.start).toEqual(Float32Array.of(1, 1, 1));
  });

  it('starts alike for the same seed, with the standard deviation that the start names', () => {
    const start = (seed: number, model: Partial<Settings['model']>) => {
      const own = { ...settings({ width: 200, depth: 1, ...model }), seed };
      const { parameters } = buildNetwork(own, [20, 20, 1], 10);
      return { values: parameters[0]!.start, head: parameters.at(-2)!.start };
    };
    expect(start(3, {}).values).toEqual(start(3, { zeroHead: true }).values);
    expect(start(3, {}).values).not.toEqual(start(4, {}).values);
    expect(start(3, { zeroHead: true }).head.every(w => w === 0)).toBe(true);
    const deviation = (v: ArrayLike<number>) =>
      Math.sqrt(Array.from(v).reduce((s, x) => s + x * x, 0) / v.length);
    expect(deviation(start(3, {}).values)).toBeCloseTo(Math.sqrt(2 / 400), 3);
    expect(deviation(start(3, { init: 'lecun', initScale: 3 }).values)).toBeCloseTo(
      3 * Math.sqrt(1 / 400),
      2,
    );
  });

  it('says when pictures are too small for the blocks', () => {
    expect(() => buildNetwork(settings({ kind: 'cnn', depth: 4 }), shape, 3)).toThrow(ModelError);
    expect(() => buildNetwork(settings({ kind: 'cnn', depth: 4 }), shape, 3)).toThrow(
      'at most 3 convolution',
    );
  });

  it('counts the arithmetic of each layer', () => {
    expect(flopsOf({ depth: 2, width: 10 }, [4, 4, 1])).toEqual([2 * 16 * 10, 2 * 10 * 10, 2 * 10 * 3]);
    const cnn = flopsOf({ kind: 'cnn', depth: 1, channels: 2, width: 10 }, [4, 4, 1]);
    expect(cnn).toEqual([2 * 16 * 9 * 2, 3 * 8, 2 * 8 * 10, 2 * 10 * 3]);
  });
});

// The union package registers tfjs's own gradients, against which the hand-written ones are checked.
import '@tensorflow/tfjs';
import {
  memory,
  type Scalar,
  setBackend,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tensor4d,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { lossSum, outputGradient } from '../../../src/engine/losses';
import { createRandom } from '../../../src/experiment/random';
import { type Settings, settingsSchema } from '../../../src/experiment/schema';
import { buildNetwork, forwardFlops, ModelError } from '../../../src/models/build';
import { nodeDevice } from '../engine/devices';

const shape = [9, 8, 2] as const;
const classes = 3;
const samples = 5;
const random = createRandom(11, 'network tests');

function draw(count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}

function settings(model: Partial<Settings['model']>, training: Partial<Settings['training']> = {}): Settings {
  return settingsSchema.parse({ model: { width: 6, channels: 3, ...model }, training });
}

const inputs = draw(samples * 9 * 8 * 2);
const targets = draw(samples * classes).map(Math.abs);

const cases: [string, Settings][] = [
  ['mlp, relu', settings({ depth: 3 })],
  ['mlp, tanh', settings({ activation: 'tanh' })],
  ['mlp, square, no bias', settings({ activation: 'square', bias: false, initScale: 0.5 })],
  ['mlp, cross-entropy', settings({}, { loss: 'cross-entropy' })],
  ['cnn, relu', settings({ kind: 'cnn', depth: 2 })],
  [
    'cnn, tanh, cross-entropy',
    settings({ kind: 'cnn', depth: 3, activation: 'tanh' }, { loss: 'cross-entropy' }),
  ],
  ['cnn, square, no bias', settings({ kind: 'cnn', depth: 1, activation: 'square', bias: false })],
];

beforeAll(async () => {
  await nodeDevice('wasm');
});

function closeTo(actual: ArrayLike<number>, expected: ArrayLike<number>) {
  expect(actual.length).toBe(expected.length);
  const scale = Array.from(expected).reduce((m, x) => Math.max(m, Math.abs(x)), 1e-6);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThan(1e-4 * scale);
}

describe.each(['cpu', 'wasm'])('backward pass on %s', backend => {
  it.each(cases)('%s: as tfjs’s tape on cpu', async (_, arm) => {
    const { loss } = arm.training;
    await setBackend('cpu');
    const reference = buildNetwork(arm, shape, classes);
    const upload = () =>
      [tensor4d(inputs, [samples, ...shape]), tensor2d(targets, [samples, classes])] as [Tensor4D, Tensor2D];
    const tape = variableGrads(() => {
      const [x, y] = upload();
      return tidy(() => lossSum(loss, reference.forward(x).outputs, y).div(samples)) as Scalar;
    }, [...reference.parameters]);
    const expected = await Promise.all(reference.parameters.map(p => tape.grads[p.name]!.data()));
    const head = await Promise.all(reference.head.parameters.map(p => tape.grads[p.name]!.data()));
    reference.dispose();

    await setBackend(backend);
    const network = buildNetwork(arm, shape, classes);
    const backward = (headOnly: boolean) =>
      tidy(() => {
        const [x, y] = upload();
        const { gradients } = network.backward(x, o => outputGradient(loss, o, y, samples), headOnly);
        return gradients as Tensor[];
      });
    const all = backward(false);
    expect(all.map(g => g.shape)).toEqual(network.parameters.map(p => p.shape));
    for (const [i, gradient] of all.entries()) closeTo(await gradient.data(), expected[i]!);
    const last = backward(true);
    expect(last).toHaveLength(network.head.parameters.length);
    for (const [i, gradient] of last.entries()) closeTo(await gradient.data(), head[i]!);
    for (const tensor of [...all, ...last]) tensor.dispose();
    network.dispose();
  });
});

describe('buildNetwork', () => {
  it('gives features of the width, outputs of the classes, and one tap a block', async () => {
    await setBackend('wasm');
    const network = buildNetwork(settings({ kind: 'cnn', depth: 2 }), shape, classes);
    const shapes = tidy(() => {
      const { features, outputs, taps } = network.forward(tensor4d(inputs, [samples, ...shape]));
      return [features.shape, outputs.shape, ...taps.map(tap => tap.shape)];
    });
    expect(shapes).toEqual([
      [samples, 6],
      [samples, classes],
      [samples, 4, 4, 3],
      [samples, 2, 2, 6],
      [samples, 6],
    ]);
    network.dispose();
  });

  it('starts alike for the same seed, with the standard deviation that the start names', async () => {
    await setBackend('wasm');
    const start = (seed: number, model: Partial<Settings['model']>) => {
      const network = buildNetwork(
        { ...settings({ width: 200, depth: 1, ...model }), seed },
        [20, 20, 1],
        10,
      );
      const values = network.parameters[0]!.dataSync().slice();
      const head = network.head.weights.dataSync().slice();
      network.dispose();
      return { values, head };
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

  it('frees every tensor', async () => {
    await setBackend('wasm');
    const before = memory().numTensors;
    buildNetwork(settings({ kind: 'cnn' }), shape, classes).dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('says when pictures are too small for the blocks', () => {
    expect(() => buildNetwork(settings({ kind: 'cnn', depth: 4 }), shape, classes)).toThrow(ModelError);
    expect(() => buildNetwork(settings({ kind: 'cnn', depth: 4 }), shape, classes)).toThrow(
      'at most 3 convolution',
    );
  });

  it('counts the arithmetic of a forward pass', () => {
    expect(forwardFlops(settings({ depth: 2, width: 10 }), [4, 4, 1], 3)).toBe(
      2 * (16 * 10 + 10 * 10 + 10 * 3),
    );
    const cnn = settings({ kind: 'cnn', depth: 1, channels: 2, width: 10 });
    expect(forwardFlops(cnn, [4, 4, 1], 3)).toBe(2 * (16 * 9 * 2 + 8 * 10 + 10 * 3));
  });
});

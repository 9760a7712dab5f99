import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../src/models/build';
import { parameterCount, shapesOf } from '../../../src/models/spec';
import { built, tapShapes } from './shape';

const CIFAR = [32, 32, 3] as const;
const convs = [64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512];

/** Trained values of the thirteen convolutions alone. */
const convolutional = (network: ReturnType<typeof built>) =>
  network.parameters
    .filter(({ name }) => name.startsWith('conv'))
    .reduce((sum, { start }) => sum + start.length, 0);

describe('VGG16', () => {
  it('has the parameters of the literature at width 1', () => {
    // 14,714,688: VGG16 without its dense layers, weights and biases.
    const plain = built({ kind: 'vgg16', widthMultiplier: 1 }, CIFAR);
    expect(convolutional(plain)).toBe(14_714_688);
    expect(parameterCount(plain)).toBe(14_714_688 + 512 * 10 + 10);
    // Batch norm's scale and shift in place of each bias.
    const normed = built({ kind: 'vgg16', widthMultiplier: 1, batchNorm: true }, CIFAR);
    expect(convolutional(normed)).toBe(14_714_688 + 4_224);
    expect(built({ kind: 'vgg16', widthMultiplier: 1 }, CIFAR, 100).parameters.at(-1)!.shape).toEqual([100]);
  });

  it.each([0.125, 0.25])('width × %d widens each convolution', widthMultiplier => {
    const network = built({ kind: 'vgg16', widthMultiplier }, CIFAR);
    const shapes = network.parameters.filter(({ name }) => /^conv\d+\/weights/.test(name));
    expect(shapes.map(({ shape }) => shape[3])).toEqual(convs.map(channels => channels * widthMultiplier));
  });

  it('halves 32×32 five times, to 512 features, with a tap at each convolution', () => {
    const taps = tapShapes(built({ kind: 'vgg16', widthMultiplier: 1 }, CIFAR));
    expect(taps.map(([name]) => name)).toEqual(convs.map((_, i) => `conv ${i + 1}`));
    expect(taps.map(([, [height]]) => height)).toEqual([32, 16, 16, 8, 8, 8, 4, 4, 4, 2, 2, 2, 1]);
    expect(taps.at(-1)![1]).toEqual([1, 1, 512]);
  });

  it('takes digits of 28×28, whose last pool has nothing left to halve, and refuses what is smaller than 16', () => {
    const network = built({ kind: 'vgg16', widthMultiplier: 0.125 }, [28, 28, 1]);
    expect(tapShapes(network).at(-1)).toEqual(['conv 13', [1, 1, 64]]);
    expect(shapesOf(network).at(-1)).toEqual([1, 1, 10]);
    expect(() => built({ kind: 'vgg16' }, [15, 20, 1])).toThrow(ModelError);
    expect(() => built({ kind: 'vgg16' }, [1, 62, 1])).toThrow(
      'VGG16 needs pictures of at least 16×16, and these inputs are 1×62: choose other data',
    );
  });
});

describe('the deep convolutional network', () => {
  it('has eight convolutions of equal width', () => {
    const network = built({ kind: 'deep-cnn', widthMultiplier: 1, batchNorm: true }, [28, 28, 1]);
    expect(tapShapes(network)).toEqual([
      ...[14, 14, 7, 7, 3, 3, 3, 3].map((side, i) => [`conv ${i + 1}`, [side, side, 64]]),
    ]);
    const weights = 9 * 64 + 7 * 9 * 64 * 64 + 8 * 2 * 64 + 3 * 3 * 64 * 10 + 10;
    expect(parameterCount(network)).toBe(weights);
    expect(() => built({ kind: 'deep-cnn' }, [7, 9, 1])).toThrow('at least 8×8');
  });
});

it('a perceptron has up to eight hidden layers', () => {
  const network = built({ depth: 8, width: 64, batchNorm: true }, [8, 8, 1]);
  expect(network.taps).toHaveLength(8);
});

it('a convolutional network refuses pairs of numbers', () => {
  expect(() => built({ kind: 'cnn' }, [1, 62, 1])).toThrow('are no pictures');
});

import { describe, expect, it } from 'vitest';
import { allLayers, layerFlops, parameterCount } from '../../../src/models/spec';
import { built, parameterOf, tapShapes } from './shape';

const CIFAR = [32, 32, 3] as const;

describe('ResNet18', () => {
  it('has the parameters of the literature at width 1', () => {
    // 11,173,962 for ten classes, 11,220,132 for a hundred: the CIFAR stem, with batch norm.
    const network = built({ kind: 'resnet18', widthMultiplier: 1, batchNorm: true }, CIFAR);
    expect(parameterCount(network)).toBe(11_173_962);
    expect(parameterCount(network) + 90 * 513).toBe(11_220_132);
    expect(parameterOf(network, 'block1.0/shortcut/weights').shape).toEqual([1, 1, 64, 128]);
    // 0.56 · 10⁹ products, each a multiplication and an addition.
    const flops = [...allLayers(network)]
      .filter(({ layer }) => layer.kind === 'conv' || layer.kind === 'dense')
      .reduce((sum, { layer, input }) => sum + layerFlops(network, layer, input), 0);
    expect(flops / 2 / 1e9).toBeCloseTo(0.5554, 4);
  });

  it('has a tap at the stem, at each block and at the features', () => {
    const network = built({ kind: 'resnet18', widthMultiplier: 0.125 }, CIFAR, 100);
    expect(tapShapes(network)).toEqual([
      ['stem', [32, 32, 8]],
      ['block 1.1', [32, 32, 8]],
      ['block 1.2', [32, 32, 8]],
      ['block 2.1', [16, 16, 16]],
      ['block 2.2', [16, 16, 16]],
      ['block 3.1', [8, 8, 32]],
      ['block 3.2', [8, 8, 32]],
      ['block 4.1', [4, 4, 64]],
      ['block 4.2', [4, 4, 64]],
      ['mean pool', [1, 1, 64]],
    ]);
    expect(network.parameters.at(-1)!.shape).toEqual([100]);
  });

  it('adds up before the activation, and passes the input on where its shape fits', () => {
    const { layers } = built({ kind: 'resnet18', widthMultiplier: 0.125, batchNorm: true }, CIFAR);
    const blocks = layers.filter(layer => layer.kind === 'residual');
    expect(blocks.map(({ shortcut }) => shortcut.length)).toEqual([0, 0, 2, 0, 2, 0, 2, 0]);
    for (const { body, activation } of blocks) {
      expect(body.map(({ kind }) => kind)).toEqual(['conv', 'batchNorm', 'conv', 'batchNorm']);
      expect(body.map(part => 'activation' in part && part.activation)).toEqual([null, 'relu', null, null]);
      expect(activation).toBe('relu');
    }
  });

  it('takes pictures of 28×28, and refuses what is smaller than 8×8', () => {
    const taps = tapShapes(built({ kind: 'resnet18', widthMultiplier: 0.125 }, [28, 28, 1]));
    expect(taps.at(-2)).toEqual(['block 4.2', [4, 4, 64]]);
    expect(() => built({ kind: 'resnet18' }, [1, 62, 1])).toThrow('ResNet18 needs pictures of at least 8×8');
  });
});

import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../src/models/build';
import { allLayers, embeddingParameter, parameterCount } from '../../../src/models/spec';
import { built, parameterOf, rms, tapShapes } from './shape';

const pairs = (modulus: number) => [1, 2 * modulus, 1] as const;

describe('the transformer', () => {
  it('has the parameters of the grokking literature: 4·d² and 8·d² a layer, a vocabulary of p + 1', () => {
    const [p, d] = [97, 128];
    const network = built({ kind: 'transformer', bias: false }, pairs(p), p);
    expect(parameterCount(network)).toBe((p + 1) * d + 3 * d + 2 * 12 * d ** 2 + d * p);
    const biased = built({ kind: 'transformer' }, pairs(p), p);
    // Of the perceptrons and the outputs; attention has none.
    expect(parameterCount(biased) - parameterCount(network)).toBe(2 * (4 * d + d) + p);
    expect(parameterOf(network, 'embedding/weights').shape).toEqual([1, 1, p, d]);
  });

  it('looks its numbers up in the embedding', () => {
    const network = built({ kind: 'transformer', width: 16 }, pairs(7), 7);
    expect(network.parameters[embeddingParameter(network)!]!.name).toBe('embedding/weights');
    const square = built({ kind: 'quadratic', width: 16 }, pairs(7), 7);
    expect(square.parameters[embeddingParameter(square)!]!.shape).toEqual([14, 16]);
    expect(embeddingParameter(built({ kind: 'cnn' }, [28, 28, 1]))).toBeNull();
  });

  it('reads two tokens of p values, and gives what "=" holds as features', () => {
    const network = built({ kind: 'transformer', width: 16, depth: 3 }, pairs(7), 7);
    expect(network.input).toEqual([1, 2, 7]);
    expect(tapShapes(network)).toEqual([
      ['embedding', [1, 3, 16]],
      ['attention 1', [1, 3, 16]],
      ['MLP 1', [1, 3, 16]],
      ['attention 2', [1, 3, 16]],
      ['MLP 2', [1, 3, 16]],
      ['attention 3', [1, 3, 16]],
      ['MLP 3', [1, 1, 16]],
    ]);
  });

  it('starts with 1/√d for embeddings, 1/√inputs elsewhere, times the start scale', () => {
    const network = built({ kind: 'transformer', initScale: 3, batchNorm: true, init: 'he' }, pairs(97), 97);
    const wanted = {
      'embedding/weights': 1 / 128,
      'embedding/positions': 1 / 128,
      'attention0/in/weights': 1 / 128,
      'attention1/out/weights': 1 / 128,
      'mlp1/in/weights': 1 / 128,
      'mlp1/out/weights': 1 / 512,
      'head/weights': 1 / 128,
    };
    for (const [name, variance] of Object.entries(wanted))
      expect(rms(parameterOf(network, name).start) / (3 * Math.sqrt(variance))).toBeCloseTo(1, 1);
    expect([...allLayers(network)].some(({ layer }) => layer.kind === 'batchNorm')).toBe(false);
  });

  it('under maximal update keeps embeddings of one size and looks with 1/n', () => {
    const network = built({ kind: 'transformer', width: 512, parameterisation: 'mup' }, pairs(97), 97);
    expect(rms(parameterOf(network, 'embedding/weights').start)).toBeCloseTo(1 / Math.sqrt(128), 2);
    expect(parameterOf(network, 'embedding/positions').learningRateFactor).toEqual({ sgd: 4, adamw: 1 });
    expect(parameterOf(network, 'mlp0/out/weights').learningRateFactor).toEqual({ sgd: 1, adamw: 0.25 });
    const scales = [...allLayers(network)].flatMap(({ layer }) =>
      layer.kind === 'attention' ? [layer.scale] : [],
    );
    expect(scales).toHaveLength(2);
    for (const scale of scales) expect(scale).toBeCloseTo(Math.sqrt(32) / 128, 10);
  });

  it('refuses pictures, and widths that four heads cannot share, each with what to do', () => {
    const width = (value: number) => () => built({ kind: 'transformer', width: value }, pairs(7), 7);
    expect(width(130)).toThrow(ModelError);
    expect(width(130)).toThrow('130 is no multiple of 4: use 132.');
    expect(() => built({ kind: 'transformer' }, [28, 28, 1])).toThrow(
      'The transformer reads pairs of numbers, and these inputs are 28×28×1: choose modular arithmetic',
    );
    expect(() => built({ kind: 'transformer' }, [1, 7, 1])).toThrow(ModelError);
  });
});

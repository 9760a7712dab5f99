import { describe, expect, it } from 'vitest';
import { createPlan } from '../../../src/engine/program/plan';
import type { LayerSpec, NetworkSpec } from '../../../src/models/spec';

const INPUT = [6, 6, 2] as const;

/** Weights without values: a plan asks for none. */
class Parts {
  readonly parameters: { name: string; shape: number[]; start: Float32Array }[] = [];

  parameter(...shape: number[]): number {
    const start = new Float32Array(shape.reduce((a, b) => a * b, 1));
    return this.parameters.push({ name: `p${this.parameters.length}`, shape, start }) - 1;
  }

  conv(size: number, activation: 'relu' | null = null): LayerSpec {
    return { kind: 'conv', weights: this.parameter(size, size, 2, 2), bias: null, stride: 1, activation };
  }

  norm(): LayerSpec {
    return { kind: 'batchNorm', scale: this.parameter(2), shift: this.parameter(2), activation: null };
  }
}

/** A plan of a residual layer between a convolution and a head. */
function planOf(parts: Parts, body: LayerSpec[], shortcut: LayerSpec[]) {
  const head = { bias: null, activation: null, weights: parts.parameter(72, 3) };
  const layers: LayerSpec[] = [
    parts.conv(1),
    { kind: 'residual', body, shortcut, activation: 'relu' },
    { kind: 'dense', ...head },
  ];
  const network: NetworkSpec = { input: INPUT, layers, parameters: parts.parameters, taps: [] };
  return createPlan(network, { batch: 4, probe: 4, headOnly: false, pieceFlops: 1e9 });
}

describe('a residual layer', () => {
  it('adds up forward, and adds up gradients where its ways part', () => {
    const parts = new Parts();
    const { forward, backward } = planOf(parts, [parts.conv(3, 'relu'), parts.conv(3)], []);
    expect(forward.map(({ kind }) => kind)).toEqual(['gather', 'conv', 'conv', 'conv', 'add', 'dense']);
    expect(backward.map(({ kind }) => kind)).toEqual([
      ...['loss', 'denseGradient', 'denseInputGradient', 'addGradients'],
      ...['convGradient', 'convInputGradient', 'convGradient', 'convInputGradient', 'addGradients'],
      'convGradient',
    ]);
  });

  it('refuses an activation before the sum', () => {
    const parts = new Parts();
    expect(() => planOf(parts, [parts.conv(3, 'relu')], [])).toThrow('no activation of its own');
  });

  it('refuses ways that read one value in two layouts, at either end', () => {
    const parts = new Parts();
    expect(() => planOf(parts, [parts.conv(3)], [parts.norm(), parts.conv(1)])).toThrow(
      'Two ways into a residual layer',
    );
    const others = new Parts();
    expect(() => planOf(others, [others.conv(1), others.norm()], [others.conv(3)])).toThrow(
      'Two ways out of a residual layer',
    );
  });

  it('refuses a convolution over tokens that is not 1×1', () => {
    const parts = new Parts();
    const network: NetworkSpec = {
      input: [1, 3, 2],
      layers: [
        parts.conv(1),
        { kind: 'sequence', token: parts.parameter(2), positions: parts.parameter(4, 2) },
        parts.conv(3),
        { kind: 'dense', weights: parts.parameter(8, 3), bias: null, activation: null },
      ],
      parameters: parts.parameters,
      taps: [],
    };
    const options = { batch: 4, probe: 4, headOnly: false, pieceFlops: 1e9 };
    expect(() => createPlan(network, options)).toThrow('A convolution over tokens must be 1×1.');
  });
});

it('pieces are as large as the costliest layer allows, also inside of a residual layer', () => {
  const parts = new Parts();
  const body = [parts.conv(5), parts.conv(3)];
  const head = { kind: 'dense', weights: parts.parameter(72, 3), bias: null, activation: null } as const;
  const network: NetworkSpec = {
    input: INPUT,
    layers: [{ kind: 'residual', body, shortcut: [], activation: null }, head],
    parameters: parts.parameters,
    taps: [],
  };
  const most = 2 * 25 * 2 * 72;
  const pieceOf = (pieceFlops: number) =>
    createPlan(network, { batch: 12, probe: 4, headOnly: false, pieceFlops }).piece;
  expect([pieceOf(3 * most), pieceOf(3 * most - 1), pieceOf(1)]).toEqual([3, 2, 1]);
});

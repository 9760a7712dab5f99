import { createPlan, type PlanOptions } from '../../../src/engine/program/plan';
import type { ProgramOptions, Runtime, UpdateRule } from '../../../src/engine/program/program';
import { createRandom, type Random } from '../../../src/experiment/random';
import { type Settings, settingsSchema } from '../../../src/experiment/schema';
import { buildNetwork } from '../../../src/models/build';
import type { Activation, InputShape, LayerSpec, NetworkSpec, ParameterSpec } from '../../../src/models/spec';

export const SHAPE = [9, 8, 2] as const;
export const CLASSES = 3;
export const SAMPLES = 10;

const random = createRandom(11, 'network tests');
const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());

export const INPUTS = draw(SAMPLES * 9 * 8 * 2);
export const TARGETS = draw(SAMPLES * CLASSES).map(Math.abs);

const built = (model: Partial<Settings['model']>, shape: InputShape = SHAPE) =>
  buildNetwork(settingsSchema.parse({ model: { width: 6, channels: 3, ...model } }), shape, CLASSES);

/** The same values as a pair of vectors, one behind the other. */
const PAIRS = [1, 9 * 8 * 2, 1] as const;

/** Makes the layers of networks that the settings do not offer. */
class Maker {
  readonly parameters: ParameterSpec[] = [];
  private readonly from: Random;

  constructor(from: Random) {
    this.from = from;
  }

  parameter(shape: number[], one = false): number {
    const count = shape.reduce((a, b) => a * b, 1);
    const deviation = Math.sqrt(shape.at(-1)! / count);
    const start = Float32Array.from({ length: count }, () => (one ? 1 : 0) + deviation * this.from.normal());
    return this.parameters.push({ name: `p${this.parameters.length}`, shape, start }) - 1;
  }

  norm(channels: number, activation: Activation | null): LayerSpec {
    const [scale, shift] = [this.parameter([channels], true), this.parameter([channels])];
    return { kind: 'batchNorm', scale, shift, activation };
  }

  conv(shape: number[], stride: number, activation: Activation | null = null): LayerSpec {
    return { kind: 'conv', weights: this.parameter(shape), bias: null, stride, activation };
  }

  dense(inputs: number, outputs: number, activation: Activation | null = null): LayerSpec {
    const [weights, bias] = [this.parameter([inputs, outputs]), this.parameter([outputs])];
    return { kind: 'dense', weights, bias, activation };
  }

  /** @param tapped layers that are looked at */
  finish(layers: LayerSpec[], tapped: number[]): NetworkSpec {
    const taps = tapped.map((layer, i) => ({ layer, name: `block ${i + 1}` }));
    return { input: SHAPE, layers, parameters: this.parameters, taps };
  }
}

/** A chain with strides, batch norm, other filters. */
function stranger(from: Random): NetworkSpec {
  const make = new Maker(from);
  const layers: LayerSpec[] = [
    make.conv([3, 3, 2, 5], 1),
    make.norm(5, 'tanh'),
    make.conv([5, 2, 5, 4], 2),
    make.norm(4, 'tanh'),
    { kind: 'maxPool' },
    make.dense(2 * 2 * 4, 7, 'square'),
    make.dense(7, CLASSES),
  ];
  return make.finish(layers, [1, 4, 5]);
}

/** Residual layers of every kind: at the input, with and without a shortcut, one inside another. */
function residual(from: Random, normed: boolean): NetworkSpec {
  const make = new Maker(from);
  const conv = (shape: number[], stride = 1, activation: Activation | null = null): LayerSpec[] =>
    normed
      ? [make.conv(shape, stride), make.norm(shape[3]!, activation)]
      : [make.conv(shape, stride, activation)];
  const layers: LayerSpec[] = [
    {
      kind: 'residual',
      body: [...conv([3, 3, 2, 4], 2, 'tanh'), ...conv([3, 3, 4, 4])],
      shortcut: conv([1, 1, 2, 4], 2),
      activation: 'tanh',
    },
    {
      kind: 'residual',
      body: [
        ...conv([3, 3, 4, 4], 1, 'tanh'),
        { kind: 'residual', body: conv([3, 3, 4, 4]), shortcut: [], activation: 'square' },
        ...conv([3, 3, 4, 4]),
      ],
      shortcut: [],
      activation: 'square',
    },
    {
      kind: 'residual',
      body: [{ kind: 'maxPool' }, ...conv([3, 3, 4, 5])],
      shortcut: [...conv([1, 1, 4, 5]), { kind: 'maxPool' }],
      activation: null,
    },
    { kind: 'meanPool' },
    { kind: 'residual', body: [make.dense(5, 5, 'tanh'), make.dense(5, 5)], shortcut: [], activation: null },
    make.dense(5, CLASSES),
  ];
  return make.finish(layers, [0, 1, 2, 4]);
}

export const NETWORKS: [string, NetworkSpec, 'mse' | 'cross-entropy'][] = [
  ['mlp, relu', built({ depth: 3 }), 'mse'],
  ['mlp, tanh', built({ activation: 'tanh' }), 'mse'],
  ['mlp, square, no bias', built({ activation: 'square', bias: false, initScale: 0.5 }), 'mse'],
  ['mlp, cross-entropy', built({}), 'cross-entropy'],
  ['cnn, relu', built({ kind: 'cnn', depth: 2 }), 'mse'],
  ['cnn, tanh, cross-entropy', built({ kind: 'cnn', depth: 3, activation: 'tanh' }), 'cross-entropy'],
  ['cnn, square, no bias', built({ kind: 'cnn', depth: 1, activation: 'square', bias: false }), 'mse'],
  ['strides and batch norm', stranger(random), 'mse'],
  ['transformer', built({ kind: 'transformer', width: 8, initScale: 0.5 }, PAIRS), 'cross-entropy'],
  [
    'transformer, tanh, no bias',
    built({ kind: 'transformer', width: 12, depth: 1, activation: 'tanh', bias: false }, PAIRS),
    'mse',
  ],
  ['residual', residual(random, false), 'mse'],
  ['residual, batch norm', residual(random, true), 'cross-entropy'],
  ['mlp, batch norm', built({ batchNorm: true }), 'mse'],
  ['deep cnn', built({ kind: 'deep-cnn', widthMultiplier: 0.125 }), 'mse'],
  ['deep cnn, batch norm', built({ kind: 'deep-cnn', widthMultiplier: 0.125, batchNorm: true }), 'mse'],
  ['quadratic', built({ kind: 'quadratic' }), 'mse'],
  ['cnn, batch norm, tanh', built({ kind: 'cnn', depth: 2, batchNorm: true, activation: 'tanh' }), 'mse'],
];

/** Networks of the settings that are deep. */
export const DEEP: typeof NETWORKS = [false, true].map(batchNorm => {
  const { model, seed } = settingsSchema.parse({ model: { kind: 'resnet18', batchNorm } });
  // Narrower than the settings allow, so that TensorFlow.js's tape takes less than a second.
  const network = buildNetwork({ model: { ...model, widthMultiplier: 1 / 24 }, seed }, SHAPE, CLASSES);
  return [`ResNet18${batchNorm ? ', batch norm' : ''}`, network, 'mse'];
});

/** With momentum, the velocity after the first step is the gradient itself. */
export const GRADIENT_RULE: UpdateRule = { kind: 'sgd', learningRate: 1e-3, momentum: 0.9, weightDecay: 0 };

/** A program of one of these networks on a runtime, with all samples uploaded. */
export async function createProgram(
  runtime: Runtime,
  network: NetworkSpec,
  changes: Partial<ProgramOptions> & Partial<PlanOptions> = {},
) {
  const { batch = SAMPLES, headOnly = false, pieceFlops = runtime.pieceFlops } = changes;
  const { probeStatistics = 'running', ...rest } = changes;
  const inputs = await runtime.upload(INPUTS, SAMPLES, () => {});
  const plan = createPlan(network, { batch, probe: SAMPLES, headOnly, pieceFlops, probeStatistics });
  const options = { plan, loss: 'mse', rule: GRADIENT_RULE, inputs, targets: TARGETS, ...rest } as const;
  const program = await runtime.createProgram(options);
  return {
    plan,
    program,
    inputs,
    dispose() {
      program.dispose();
      inputs.dispose();
    },
  };
}

export const ALL = Int32Array.from({ length: SAMPLES }, (_, i) => i);

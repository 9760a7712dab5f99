import { createPlan, type PlanOptions } from '../../../src/engine/program/plan';
import type { ProgramOptions, Runtime, UpdateRule } from '../../../src/engine/program/program';
import { createRandom, type Random } from '../../../src/experiment/random';
import { type Settings, settingsSchema } from '../../../src/experiment/schema';
import { buildNetwork } from '../../../src/models/build';
import type { LayerSpec, NetworkSpec, ParameterSpec } from '../../../src/models/spec';

export const SHAPE = [9, 8, 2] as const;
export const CLASSES = 3;
export const SAMPLES = 10;

const random = createRandom(11, 'network tests');
const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());

export const INPUTS = draw(SAMPLES * 9 * 8 * 2);
export const TARGETS = draw(SAMPLES * CLASSES).map(Math.abs);

const built = (model: Partial<Settings['model']>) =>
  buildNetwork(settingsSchema.parse({ model: { width: 6, channels: 3, ...model } }), SHAPE, CLASSES);

/** A chain with what the settings do not offer yet: strides, batch norm, other filters. */
function stranger(from: Random): NetworkSpec {
  const parameters: ParameterSpec[] = [];
  const parameter = (shape: number[], one = false) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const deviation = Math.sqrt(shape.at(-1)! / count);
    const start = Float32Array.from({ length: count }, () => (one ? 1 : 0) + deviation * from.normal());
    return parameters.push({ name: `p${parameters.length}`, shape, start }) - 1;
  };
  const norm = (channels: number, activation: 'relu' | 'tanh' | null): LayerSpec => ({
    kind: 'batchNorm',
    scale: parameter([channels], true),
    shift: parameter([channels]),
    activation,
  });
  const conv = (shape: number[], stride: number): LayerSpec => ({
    kind: 'conv',
    weights: parameter(shape),
    bias: null,
    stride,
    activation: null,
  });
  const layers: LayerSpec[] = [
    conv([3, 3, 2, 5], 1),
    norm(5, 'tanh'),
    conv([5, 2, 5, 4], 2),
    norm(4, 'tanh'),
    { kind: 'maxPool' },
    { kind: 'dense', weights: parameter([2 * 2 * 4, 7]), bias: parameter([7]), activation: 'square' },
    { kind: 'dense', weights: parameter([7, CLASSES]), bias: null, activation: null },
  ];
  return { input: SHAPE, layers, parameters, taps: [1, 4, 5] };
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
  ['mlp, batch norm', built({ batchNorm: true }), 'mse'],
  ['cnn, batch norm, tanh', built({ kind: 'cnn', depth: 2, batchNorm: true, activation: 'tanh' }), 'mse'],
];

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

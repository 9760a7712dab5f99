import { tensor, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { createRandom } from '../experiment/random';
import type { Settings } from '../experiment/schema';
import { ConvBlock, Dense, Flatten, type Layer } from './layers';
import { Network } from './network';

export type InputShape = readonly [height: number, width: number, channels: number];

type ModelSettings = Pick<Settings, 'model' | 'seed'>;

/** A model that cannot be built on these inputs, as one sentence for people. */
export class ModelError extends Error {
  override name = 'ModelError';
}

/** Floats of one layer's weights: standard normal × √(gain / inputs) × scale, from the seed and the layer's name. */
function startingWeights(
  settings: ModelSettings,
  name: string,
  shape: number[],
  inputs: number,
): Float32Array {
  const { init, initScale } = settings.model;
  const deviation = Math.sqrt((init === 'he' ? 2 : 1) / inputs) * initScale;
  const random = createRandom(settings.seed, `weights/${name}`);
  const count = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length: count }, () => deviation * random.normal());
}

function parameter(values: Float32Array, shape: number[]): Variable {
  return tidy(() => variable(tensor(values, shape)));
}

function parameters(settings: ModelSettings, name: string, shape: number[], zero = false) {
  const inputs = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const outputs = shape.at(-1)!;
  const count = inputs * outputs;
  const start = zero ? new Float32Array(count) : startingWeights(settings, name, shape, inputs);
  return {
    weights: parameter(start, shape),
    bias: settings.model.bias ? parameter(new Float32Array(outputs), [outputs]) : null,
  };
}

function dense(settings: ModelSettings, name: string, inputs: number, outputs: number): Dense {
  const { weights, bias } = parameters(settings, name, [inputs, outputs]);
  return new Dense(weights, bias, settings.model.activation);
}

function perceptron(settings: ModelSettings, [height, width, channels]: InputShape): Layer[] {
  const blocks: Layer[] = [new Flatten()];
  let inputs = height * width * channels;
  for (let i = 0; i < settings.model.depth; i++) {
    blocks.push(dense(settings, `hidden${i}`, inputs, settings.model.width));
    inputs = settings.model.width;
  }
  return blocks;
}

function convolutional(settings: ModelSettings, [height, width, channels]: InputShape): Layer[] {
  const { depth, activation } = settings.model;
  if (Math.min(height, width) >> depth < 1)
    throw new ModelError(
      `Pictures of ${height}×${width} cannot be halved ${depth} times: use at most ${Math.floor(Math.log2(Math.min(height, width)))} convolution blocks.`,
    );
  const blocks: Layer[] = [];
  let [inputs, rows, columns] = [channels, height, width];
  for (let i = 0; i < depth; i++) {
    const outputs = settings.model.channels * 2 ** i;
    const { weights, bias } = parameters(settings, `conv${i}`, [3, 3, inputs, outputs]);
    blocks.push(new ConvBlock(weights, bias, activation));
    [inputs, rows, columns] = [outputs, rows >> 1, columns >> 1];
  }
  return [...blocks, new Flatten(), dense(settings, 'dense', rows * columns * inputs, settings.model.width)];
}

/**
 * The network of one arm, with its starting weights. Same seed and settings, same weights; arms of one seed
 * that share a layer's shape share its start.
 * @throws ModelError
 */
export function buildNetwork(settings: ModelSettings, shape: InputShape, classes: number): Network {
  const blocks = settings.model.kind === 'mlp' ? perceptron(settings, shape) : convolutional(settings, shape);
  const { weights, bias } = parameters(
    settings,
    'head',
    [settings.model.width, classes],
    settings.model.zeroHead,
  );
  return new Network(blocks, new Dense(weights, bias, null));
}

/** Multiplications and additions of one forward pass over one picture. */
export function forwardFlops(settings: Pick<Settings, 'model'>, shape: InputShape, classes: number): number {
  const { kind, depth, width, channels } = settings.model;
  let [height, columns, inputs] = shape;
  let flops = 0;
  if (kind === 'cnn') {
    for (let i = 0; i < depth; i++) {
      const outputs = channels * 2 ** i;
      flops += 2 * height * columns * 9 * inputs * outputs;
      [height, columns, inputs] = [height >> 1, columns >> 1, outputs];
    }
  }
  let size = height * columns * inputs;
  for (let i = 0; i < (kind === 'cnn' ? 1 : depth); i++) {
    flops += 2 * size * width;
    size = width;
  }
  return flops + 2 * size * classes;
}

import { createRandom } from '../experiment/random';
import type { Settings } from '../experiment/schema';
import type { Activation, InputShape, LayerSpec, NetworkSpec, ParameterSpec } from './spec';

type ModelSettings = Pick<Settings, 'model' | 'seed'>;

/** A model that cannot be built on these inputs, as one sentence for people. */
export class ModelError extends Error {
  override name = 'ModelError';
}

/** Puts a network together, layer by layer; its starting weights come from the seed and the layers' names. */
class Builder {
  readonly layers: LayerSpec[] = [];
  readonly parameters: ParameterSpec[] = [];
  readonly taps: number[] = [];
  private readonly settings: ModelSettings;

  constructor(settings: ModelSettings) {
    this.settings = settings;
  }

  dense(name: string, inputs: number, outputs: number, activation: Activation): void {
    const weights = this.weights(name, [inputs, outputs], inputs, false);
    this.layers.push({ kind: 'dense', weights, ...this.end(name, outputs, activation) });
    this.norm(name, outputs, activation);
  }

  conv(name: string, inputs: number, outputs: number, activation: Activation): void {
    const weights = this.weights(name, [3, 3, inputs, outputs], 9 * inputs, false);
    this.layers.push({ kind: 'conv', weights, stride: 1, ...this.end(name, outputs, activation) });
    this.norm(name, outputs, activation);
  }

  /** The last linear layer. */
  head(inputs: number, outputs: number): void {
    const weights = this.weights('head', [inputs, outputs], inputs, this.settings.model.zeroHead);
    this.layers.push({ kind: 'dense', weights, bias: this.bias('head', outputs), activation: null });
  }

  /** What ends a product. Before batch norm nothing does: its shift takes the place of a bias. */
  private end(name: string, outputs: number, activation: Activation) {
    return this.settings.model.batchNorm
      ? { bias: null, activation: null }
      : { bias: this.bias(name, outputs), activation };
  }

  /** Batch norm with scale 1 and shift 0, then the activation, where the settings ask for it. */
  private norm(name: string, channels: number, activation: Activation): void {
    if (!this.settings.model.batchNorm) return;
    const parameter = (part: string, value: number) =>
      this.parameters.push({
        name: `${name}/${part}`,
        shape: [channels],
        start: new Float32Array(channels).fill(value),
      }) - 1;
    this.layers.push({
      kind: 'batchNorm',
      scale: parameter('scale', 1),
      shift: parameter('shift', 0),
      activation,
    });
  }

  maxPool(): void {
    this.layers.push({ kind: 'maxPool' });
  }

  /** The newest layer's output ends a block. */
  tap(): void {
    this.taps.push(this.layers.length - 1);
  }

  /** Standard normal × √(gain / inputs) × scale. */
  private weights(name: string, shape: number[], inputs: number, zero: boolean): number {
    const { init, initScale } = this.settings.model;
    const count = shape.reduce((product, size) => product * size, 1);
    const deviation = Math.sqrt((init === 'he' ? 2 : 1) / inputs) * initScale;
    const random = createRandom(this.settings.seed, `weights/${name}`);
    const start = zero
      ? new Float32Array(count)
      : Float32Array.from({ length: count }, () => deviation * random.normal());
    return this.parameters.push({ name: `${name}/weights`, shape, start }) - 1;
  }

  private bias(name: string, outputs: number): number | null {
    if (!this.settings.model.bias) return null;
    const start = new Float32Array(outputs);
    return this.parameters.push({ name: `${name}/bias`, shape: [outputs], start }) - 1;
  }
}

/** @returns the length of the features */
function addPerceptron(builder: Builder, settings: ModelSettings, shape: InputShape): number {
  const { depth, width, activation } = settings.model;
  let inputs = shape[0] * shape[1] * shape[2];
  for (let i = 0; i < depth; i++) {
    builder.dense(`hidden${i}`, inputs, width, activation);
    builder.tap();
    inputs = width;
  }
  return inputs;
}

/** @returns the length of the features */
function addConvolutional(builder: Builder, settings: ModelSettings, [height, width, channels]: InputShape) {
  const { model } = settings;
  const most = Math.floor(Math.log2(Math.min(height, width)));
  if (model.depth > most)
    throw new ModelError(
      `Pictures of ${height}×${width} cannot be halved ${model.depth} times: use at most ${most} convolution blocks.`,
    );
  let [inputs, rows, columns] = [channels, height, width];
  for (let i = 0; i < model.depth; i++) {
    const outputs = model.channels * 2 ** i;
    builder.conv(`conv${i}`, inputs, outputs, model.activation);
    builder.maxPool();
    builder.tap();
    [inputs, rows, columns] = [outputs, rows >> 1, columns >> 1];
  }
  builder.dense('dense', rows * columns * inputs, model.width, model.activation);
  builder.tap();
  return model.width;
}

/**
 * The network of one arm, with its starting weights. Same seed and settings, same weights; arms of one seed
 * that share a layer's shape share its start.
 * @throws ModelError
 */
export function buildNetwork(settings: ModelSettings, shape: InputShape, classes: number): NetworkSpec {
  const builder = new Builder(settings);
  const add = settings.model.kind === 'mlp' ? addPerceptron : addConvolutional;
  const features = add(builder, settings, shape);
  builder.head(features, classes);
  const { layers, parameters, taps } = builder;
  return { input: shape, layers, parameters, taps };
}

import { createRandom } from '../../src/experiment/random';
import type {
  Activation,
  InputShape,
  LayerSpec,
  NetworkSpec,
  ParameterSpec,
  TapSpec,
} from '../../src/models/spec';

const PICTURE_CLASSES = 10;

/** Puts a network together, layer by layer. */
class Builder {
  private readonly input: InputShape;
  private readonly layers: LayerSpec[] = [];
  private readonly parameters: ParameterSpec[] = [];
  private readonly taps: TapSpec[] = [];

  constructor(input: InputShape) {
    this.input = input;
  }

  /** @param options `deviation` of the starting weights: He's where it is left out */
  dense(
    inputs: number,
    outputs: number,
    activation: Activation | null,
    options: { deviation?: number; bias?: boolean } = {},
  ): this {
    const { deviation = Math.sqrt(2 / inputs), bias = true } = options;
    const weights = this.normal([inputs, outputs], deviation);
    this.layers.push({ kind: 'dense', weights, bias: bias ? this.constant(outputs, 0) : null, activation });
    return this.tap();
  }

  conv(inputs: number, outputs: number, activation: Activation): this {
    const weights = this.filter(inputs, outputs);
    this.layers.push({ kind: 'conv', weights, bias: this.constant(outputs, 0), stride: 1, activation });
    return this.tap();
  }

  /** Convolution without a bias, then batch norm and ReLU. */
  normedConv(inputs: number, outputs: number): this {
    const weights = this.filter(inputs, outputs);
    this.layers.push({ kind: 'conv', weights, bias: null, stride: 1, activation: null });
    const scale = this.constant(outputs, 1);
    const shift = this.constant(outputs, 0);
    this.layers.push({ kind: 'batchNorm', scale, shift, activation: 'relu' });
    return this.tap();
  }

  maxPool(): this {
    this.layers.push({ kind: 'maxPool' });
    return this;
  }

  /** @returns the network; its last layer is the head, which is no tap */
  build(): NetworkSpec {
    const { input, layers, parameters, taps } = this;
    return { input, layers, parameters, taps: taps.slice(0, -1) };
  }

  private tap(): this {
    this.taps.push({ layer: this.layers.length - 1, name: `layer ${this.layers.length}` });
    return this;
  }

  private filter(inputs: number, outputs: number): number {
    return this.normal([3, 3, inputs, outputs], Math.sqrt(2 / (9 * inputs)));
  }

  private normal(shape: number[], deviation: number): number {
    const name = `parameter${this.parameters.length}`;
    const random = createRandom(3, `bench ${name}`);
    const length = shape.reduce((product, size) => product * size, 1);
    const start = Float32Array.from({ length }, () => deviation * random.normal());
    return this.parameters.push({ name, shape, start }) - 1;
  }

  private constant(length: number, value: number): number {
    const name = `parameter${this.parameters.length}`;
    return this.parameters.push({ name, shape: [length], start: new Float32Array(length).fill(value) }) - 1;
  }
}

export const cnn = (): NetworkSpec =>
  new Builder([28, 28, 1])
    .conv(1, 16, 'relu')
    .maxPool()
    .conv(16, 32, 'relu')
    .maxPool()
    .dense(7 * 7 * 32, 64, 'relu')
    .dense(64, PICTURE_CLASSES, null)
    .build();

export const mlp = (): NetworkSpec =>
  new Builder([28, 28, 1])
    .dense(784, 256, 'relu')
    .dense(256, 256, 'relu')
    .dense(256, PICTURE_CLASSES, null)
    .build();

/** Starts of the set-up that is known to grok: shared/experiments.md. */
export const grokkingNet = (modulus: number): NetworkSpec =>
  new Builder([1, 1, 2 * modulus])
    .dense(2 * modulus, 128, 'square', { deviation: 1.5 / 256 ** (1 / 3), bias: false })
    .dense(128, 128, null, { deviation: 1 / Math.sqrt(128), bias: false })
    .dense(128, modulus, null, { deviation: 3 / Math.sqrt(128), bias: false })
    .build();

export const batchNormCnn = (): NetworkSpec =>
  new Builder([32, 32, 3])
    .normedConv(3, 16)
    .normedConv(16, 16)
    .maxPool()
    .normedConv(16, 32)
    .normedConv(32, 32)
    .maxPool()
    .normedConv(32, 64)
    .normedConv(64, 64)
    .maxPool()
    .dense(4 * 4 * 64, PICTURE_CLASSES, null)
    .build();

import { createRandom } from '../experiment/random';
import type { Settings } from '../experiment/schema';
import type { Fans } from './parameterisation';
import type { Activation, LayerSpec, TapSpec } from './spec';

export type ModelSettings = Pick<Settings, 'model' | 'seed'>;

/** A model that cannot be built on these inputs, as one sentence for people. */
export class ModelError extends Error {
  override name = 'ModelError';
}

/** A parameter before its values are drawn. */
export interface Draft {
  name: string;
  shape: number[];
  fans: Fans;
  /** Standard deviation of a normal start without the setting's scale, or the one value of all. */
  start: { deviation: number } | { value: number };
}

/** What a convolution may have beside its sizes. */
interface ConvOptions {
  /** Height and width of the filter. */
  size?: number;
  stride?: number;
  activation: Activation | null;
  /** False: none, whatever the setting. */
  bias?: boolean;
  /** Of the starting weights, where it is not the setting's. */
  deviation?: number;
}

/** Puts a network together, layer by layer. */
export class Builder {
  readonly drafts: Draft[] = [];
  readonly taps: TapSpec[] = [];
  /** Where the next layer goes. */
  layers: LayerSpec[] = [];
  private readonly model: Settings['model'];

  constructor(model: Settings['model']) {
    this.model = model;
  }

  /** @param deviation of the starting weights, where it is not the setting's */
  dense(
    name: string,
    inputs: number,
    outputs: number,
    activation: Activation | null,
    deviation = this.deviation(inputs),
  ): void {
    const weights = this.weights(name, [inputs, outputs], inputs, { deviation });
    this.layers.push({ kind: 'dense', weights, ...this.end(name, outputs, activation) });
    this.norm(name, outputs, activation);
  }

  /** 3×3 with stride 1 unless told otherwise. */
  conv(
    name: string,
    inputs: number,
    outputs: number,
    { size = 3, stride = 1, activation, bias = true, deviation }: ConvOptions,
  ): void {
    const fanIn = size * size * inputs;
    // Of one-hot inputs a unit takes in one.
    const fans = deviation === undefined ? fanIn : 1;
    const weights = this.weights(name, [size, size, inputs, outputs], fans, {
      deviation: deviation ?? this.deviation(fanIn),
    });
    const end = bias ? this.end(name, outputs, activation) : { bias: null, activation };
    this.layers.push({ kind: 'conv', weights, stride, ...end });
    if (bias) this.norm(name, outputs, activation);
  }

  /** The last linear layer. */
  head(inputs: number, outputs: number, deviation = this.deviation(inputs)): void {
    const start = this.model.zeroHead ? { value: 0 } : { deviation };
    const weights = this.weights('head', [inputs, outputs], inputs, start);
    this.layers.push({ kind: 'dense', weights, bias: this.bias('head', outputs), activation: null });
  }

  /** @param activation of the sum of what the two ways build */
  residual(activation: Activation | null, addBody: () => void, addShortcut: () => void = () => {}): void {
    const [body, shortcut] = [addBody, addShortcut].map(add => this.collect(add)) as [
      LayerSpec[],
      LayerSpec[],
    ];
    this.layers.push({ kind: 'residual', body, shortcut, activation });
  }

  /** The layers that this adds, which go nowhere else. */
  private collect(add: () => void): LayerSpec[] {
    const outside = this.layers;
    this.layers = [];
    add();
    const inside = this.layers;
    this.layers = outside;
    return inside;
  }

  /** A learned token behind the others, and positions of all `tokens`. */
  sequence(tokens: number, channels: number, deviation: number): void {
    const fans = { in: 1, out: channels };
    const learned = (name: string, shape: number[]) =>
      this.drafts.push({ name, shape, fans, start: { deviation } }) - 1;
    const token = learned('embedding/equals', [channels]);
    const positions = learned('embedding/positions', [tokens, channels]);
    this.layers.push({ kind: 'sequence', token, positions });
  }

  attention(heads: number, scale: number): void {
    this.layers.push({ kind: 'attention', heads, scale });
  }

  lastToken(): void {
    this.layers.push({ kind: 'lastToken' });
  }

  meanPool(): void {
    this.layers.push({ kind: 'meanPool' });
  }

  maxPool(): void {
    this.layers.push({ kind: 'maxPool' });
  }

  /** The newest layer's output ends a block, which people call by this name. */
  tap(name: string): void {
    this.taps.push({ layer: this.layers.length - 1, name });
  }

  /** √(gain / inputs), the gain being the setting's. */
  private deviation(inputs: number): number {
    return Math.sqrt((this.model.init === 'he' ? 2 : 1) / inputs);
  }

  /** What ends a product. Before batch norm nothing does: its shift takes the place of a bias. */
  private end(name: string, outputs: number, activation: Activation | null) {
    return this.model.batchNorm
      ? { bias: null, activation: null }
      : { bias: this.bias(name, outputs), activation };
  }

  /** Batch norm with scale 1 and shift 0, then the activation, where the settings ask for it. */
  private norm(name: string, channels: number, activation: Activation | null): void {
    if (!this.model.batchNorm) return;
    this.layers.push({
      kind: 'batchNorm',
      scale: this.vector(`${name}/scale`, channels, 1),
      shift: this.vector(`${name}/shift`, channels, 0),
      activation,
    });
  }

  private bias(name: string, outputs: number): number | null {
    return this.model.bias ? this.vector(`${name}/bias`, outputs, 0) : null;
  }

  /** One value a unit, all alike. */
  private vector(name: string, size: number, value: number): number {
    return this.drafts.push({ name, shape: [size], fans: { in: 1, out: size }, start: { value } }) - 1;
  }

  /** @returns the parameter's index */
  private weights(name: string, shape: number[], fanIn: number, start: Draft['start']): number {
    const fans = { in: fanIn, out: shape.at(-1)! };
    return this.drafts.push({ name: `${name}/weights`, shape, fans, start }) - 1;
  }
}

/** Draws a parameter's start, from the seed and its name: standard normal × deviation × `scale`. */
export function startOf({ name, shape, start }: Draft, seed: number, scale: number): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if ('value' in start) return new Float32Array(count).fill(start.value);
  const deviation = start.deviation * scale;
  const random = createRandom(seed, name.endsWith('/weights') ? `weights/${name.slice(0, -8)}` : name);
  return Float32Array.from({ length: count }, () => deviation * random.normal());
}

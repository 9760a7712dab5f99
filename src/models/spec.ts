import type { LearningRateFactor } from './parameterisation';

/** Height, width, channels of a picture; a flat vector is [1, 1, length]. */
export type InputShape = readonly [height: number, width: number, channels: number];

export type Activation = 'relu' | 'tanh' | 'square';

/** One trainable array of a network, with its starting values. */
export interface ParameterSpec {
  name: string;
  shape: readonly number[];
  start: Float32Array;
  /** Absent: 1 for every optimiser. */
  learningRateFactor?: LearningRateFactor;
}

/** A layer whose output is looked at, and what people call it: "conv 3". */
export interface TapSpec {
  /** Index of the layer. */
  layer: number;
  name: string;
}

/** A layer's arrays, as indices into the network's parameters. */
interface Weighted {
  weights: number;
  bias: number | null;
}

/** x (inputs) → activation(x · W + b) (outputs), W (inputs, outputs). */
export interface DenseSpec extends Weighted {
  kind: 'dense';
  activation: Activation | null;
}

/** "Same" convolution, then activation; filter (fh, fw, channels in, channels out). */
export interface ConvSpec extends Weighted {
  kind: 'conv';
  stride: number;
  activation: Activation | null;
}

/** Each channel less its mean over the batch, over its standard deviation, · scale + shift, then activation. */
export interface BatchNormSpec {
  kind: 'batchNorm';
  scale: number;
  shift: number;
  activation: Activation | null;
}

/** 2×2 max pooling with stride 2; a last odd row or column is left out. */
export interface MaxPoolSpec {
  kind: 'maxPool';
}

/** Mean of each channel over the picture, [1, 1, channels]. */
export interface MeanPoolSpec {
  kind: 'meanPool';
}

/**
 * activation(body(x) + shortcut(x)); an empty shortcut passes x on. Both give one shape, and the last layer of
 * either has no activation of its own.
 */
export interface ResidualSpec {
  kind: 'residual';
  body: readonly LayerSpec[];
  shortcut: readonly LayerSpec[];
  activation: Activation | null;
}

/**
 * Tokens lie side by side, [1, tokens, channels]. One more, which is learned, goes behind them: y = [x; token] + positions,
 * token (channels), positions (tokens + 1, channels).
 */
export interface SequenceSpec {
  kind: 'sequence';
  token: number;
  positions: number;
}

/**
 * Causal self-attention, [1, tokens, 3·channels] → [1, tokens, channels] (Vaswani et al., arXiv 1706.03762): the input is
 * queries, keys and values, each cut into `heads` equal parts; softmax(`scale` · q·k) over a token and those before it.
 */
export interface AttentionSpec {
  kind: 'attention';
  heads: number;
  scale: number;
}

/** The last token alone, [1, 1, channels]. */
export interface LastTokenSpec {
  kind: 'lastToken';
}

export type LayerSpec =
  | DenseSpec
  | ConvSpec
  | BatchNormSpec
  | MaxPoolSpec
  | MeanPoolSpec
  | ResidualSpec
  | SequenceSpec
  | AttentionSpec
  | LastTokenSpec;

/**
 * A network as a description: a feature map and a linear head, f̂(x) = W Φ(x) + b. The last layer is the head,
 * and what enters it are the features Φ. It knows no device; `engine/program` turns it into work for one.
 */
export interface NetworkSpec {
  input: InputShape;
  layers: readonly LayerSpec[];
  parameters: readonly ParameterSpec[];
  /** One a block, from the first to the features. */
  taps: readonly TapSpec[];
}

/** Shape that a layer gives, channels last; dense layers give [1, 1, outputs]. */
export function layerShape(spec: NetworkSpec, layer: LayerSpec, [h, w, c]: InputShape): InputShape {
  switch (layer.kind) {
    case 'dense':
      return [1, 1, spec.parameters[layer.weights]!.shape[1]!];
    case 'conv':
      return [
        Math.ceil(h / layer.stride),
        Math.ceil(w / layer.stride),
        spec.parameters[layer.weights]!.shape[3]!,
      ];
    case 'batchNorm':
      return [h, w, c];
    case 'maxPool':
      return [h >> 1, w >> 1, c];
    case 'meanPool':
    case 'lastToken':
      return [1, 1, c];
    case 'sequence':
      return [h, w + 1, c];
    case 'attention':
      return [h, w, c / 3];
    case 'residual':
      return layer.body.reduce((shape, part) => layerShape(spec, part, shape), [h, w, c] as InputShape);
  }
}

/** Shapes along the network: the input's, then the output of each layer. */
export function shapesOf(spec: NetworkSpec): InputShape[] {
  const shapes: InputShape[] = [spec.input];
  for (const layer of spec.layers) shapes.push(layerShape(spec, layer, shapes.at(-1)!));
  return shapes;
}

/** All layers with the shape that enters each, those inside of residual ones before the residual one itself. */
export function* allLayers(
  spec: NetworkSpec,
  layers = spec.layers,
  input = spec.input,
): Generator<{ layer: LayerSpec; input: InputShape }> {
  let shape = input;
  for (const layer of layers) {
    if (layer.kind === 'residual')
      for (const part of [layer.body, layer.shortcut]) yield* allLayers(spec, part, shape);
    yield { layer, input: shape };
    shape = layerShape(spec, layer, shape);
  }
}

/** True where a network, or a part of it, normalises over its batch. */
export const hasBatchNorm = (spec: NetworkSpec): boolean =>
  [...allLayers(spec)].some(({ layer }) => layer.kind === 'batchNorm');

/** Indices of the parameters that one layer has, with those of the layers inside it. */
export function parametersOf(layer: LayerSpec): number[] {
  switch (layer.kind) {
    case 'dense':
    case 'conv':
      return layer.bias === null ? [layer.weights] : [layer.weights, layer.bias];
    case 'batchNorm':
      return [layer.scale, layer.shift];
    case 'maxPool':
    case 'meanPool':
    case 'attention':
    case 'lastToken':
      return [];
    case 'sequence':
      return [layer.token, layer.positions];
    case 'residual':
      return [...layer.body, ...layer.shortcut].flatMap(parametersOf);
  }
}

/** Number of values in one sample of this shape. */
export const sizeOf = ([height, width, channels]: InputShape): number => height * width * channels;

export const parameterCount = (spec: NetworkSpec): number =>
  spec.parameters.reduce((sum, { start }) => sum + start.length, 0);

/** The head's parameters, in order. */
export function headParameters(spec: NetworkSpec): number[] {
  const head = spec.layers.at(-1) as DenseSpec;
  return head.bias === null ? [head.weights] : [head.weights, head.bias];
}

/**
 * The weights of which a one-hot input picks a row, (rows, width): those of a dense layer or of a 1×1 convolution that
 * the inputs enter. @returns the parameter's index; null where they enter otherwise
 */
export function embeddingParameter({ layers, parameters }: NetworkSpec): number | null {
  const [first] = layers;
  if (first?.kind === 'dense') return first.weights;
  if (first?.kind !== 'conv') return null;
  const [height, width] = parameters[first.weights]!.shape;
  return height === 1 && width === 1 ? first.weights : null;
}

/** Multiplications and additions of one layer's forward pass over one sample; of a residual layer, its sum alone. */
export function layerFlops(spec: NetworkSpec, layer: LayerSpec, input: InputShape): number {
  const output = layerShape(spec, layer, input);
  switch (layer.kind) {
    case 'dense':
      return 2 * sizeOf(input) * output[2];
    case 'conv': {
      const [height, width, channels] = spec.parameters[layer.weights]!.shape as [number, number, number];
      return 2 * sizeOf(output) * height * width * channels;
    }
    case 'batchNorm':
      return 4 * sizeOf(input);
    case 'maxPool':
      return 3 * sizeOf(output);
    case 'meanPool':
      return sizeOf(input);
    case 'residual':
      return 2 * sizeOf(output);
    case 'sequence':
    case 'lastToken':
      return sizeOf(output);
    case 'attention':
      return 4 * output[1] * sizeOf(output);
  }
}

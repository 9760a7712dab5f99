/** Height, width, channels of a picture; a flat vector is [1, 1, length]. */
export type InputShape = readonly [height: number, width: number, channels: number];

export type Activation = 'relu' | 'tanh' | 'square';

/** One trainable array of a network, with its starting values. */
export interface ParameterSpec {
  name: string;
  shape: readonly number[];
  start: Float32Array;
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

export type LayerSpec = DenseSpec | ConvSpec | BatchNormSpec | MaxPoolSpec;

/**
 * A network as a description: a feature map and a linear head, f̂(x) = W Φ(x) + b. The last layer is the head,
 * and what enters it are the features Φ. It knows no device; `engine/program` turns it into work for one.
 */
export interface NetworkSpec {
  input: InputShape;
  layers: readonly LayerSpec[];
  parameters: readonly ParameterSpec[];
  /** Layers whose outputs are looked at, one a block, from the first to the features. */
  taps: readonly number[];
}

/** What people call the taps, in order: "conv 1", "conv 2", "dense 1". */
export function tapNames({ layers, taps }: NetworkSpec): string[] {
  const counts = { conv: 0, dense: 0 };
  return taps.map((layer, i) => {
    const block = layers.slice(i === 0 ? 0 : taps[i - 1]! + 1, layer + 1);
    const kind = block.some(part => part.kind === 'conv') ? 'conv' : 'dense';
    counts[kind]++;
    return `${kind} ${counts[kind]}`;
  });
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
  }
}

/** Shapes along the network: the input's, then the output of each layer. */
export function shapesOf(spec: NetworkSpec): InputShape[] {
  const shapes: InputShape[] = [spec.input];
  for (const layer of spec.layers) shapes.push(layerShape(spec, layer, shapes.at(-1)!));
  return shapes;
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

/** Multiplications and additions of one layer's forward pass over one sample. */
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
  }
}

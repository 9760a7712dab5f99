import { lax, nn, numpy as np } from '@jax-js/jax';
import {
  type Activation,
  type InputShape,
  type LayerSpec,
  type NetworkSpec,
  type ParameterSpec,
  shapesOf,
} from '../../../src/models/spec';
import { NORM_EPSILON } from '../cases';

// jax-js has channels first, and every use of an array but the last one is written `array.ref`.

const vector = (values: Float32Array, shape: number[]): np.Array => np.array(values.slice(), { shape });

/** Rows of a dense layer's weights in the order of a flattened (channels, height, width). */
function rowsChannelsFirst({ start, shape }: ParameterSpec, [height, width, channels]: InputShape): np.Array {
  const outputs = shape[1]!;
  return vector(start, [height, width, channels, outputs])
    .transpose([2, 0, 1, 3])
    .reshape([height * width * channels, outputs]);
}

/** The network's starting values, turned channels first once. */
export function createParameters(network: NetworkSpec): np.Array[] {
  const arrays = network.parameters.map(({ start, shape }) => vector(start, [...shape]));
  const replace = (index: number, array: np.Array) => {
    arrays[index]!.dispose();
    arrays[index] = array;
  };
  const shapes = shapesOf(network);
  network.layers.forEach((layer, i) => {
    if (layer.kind === 'dense')
      replace(layer.weights, rowsChannelsFirst(network.parameters[layer.weights]!, shapes[i]!));
    if (layer.kind === 'conv') {
      const { start, shape } = network.parameters[layer.weights]!;
      replace(layer.weights, vector(start, [...shape]).transpose([3, 2, 0, 1]));
    }
    for (const index of layer.kind === 'conv' ? [layer.bias] : norms(layer))
      if (index !== null) replace(index, arrays[index]!.ref.reshape([-1, 1, 1]));
  });
  return arrays;
}

const norms = (layer: LayerSpec) => (layer.kind === 'batchNorm' ? [layer.scale, layer.shift] : []);

function activate(x: np.Array, activation: Activation | null): np.Array {
  switch (activation) {
    case null:
      return x;
    case 'relu':
      return nn.relu(x);
    case 'tanh':
      return np.tanh(x);
    case 'square':
      return np.square(x);
  }
}

function applyLayer(layer: LayerSpec, parameters: readonly np.Array[], x: np.Array): np.Array {
  switch (layer.kind) {
    case 'dense': {
      const flat = x.ndim === 2 ? x : x.reshape([x.shape[0]!, -1]);
      const product = np.dot(flat, parameters[layer.weights]!);
      return activate(layer.bias === null ? product : product.add(parameters[layer.bias]!), layer.activation);
    }
    case 'conv': {
      const strides = [layer.stride, layer.stride];
      const product = lax.convGeneralDilated(x, parameters[layer.weights]!, strides, 'SAME');
      return activate(layer.bias === null ? product : product.add(parameters[layer.bias]!), layer.activation);
    }
    case 'batchNorm': {
      const standard = nn.standardize(x, [0, 2, 3], { epsilon: NORM_EPSILON });
      const scaled = standard.mul(parameters[layer.scale]!).add(parameters[layer.shift]!);
      return activate(scaled, layer.activation);
    }
    case 'maxPool':
      return lax.reduceWindow(x, np.max, [2, 2], [2, 2]);
    default:
      throw new Error(`No network of the bench has a layer of the kind "${layer.kind}".`);
  }
}

/** Outputs (batch, classes) of the network; takes the arrays as its own. */
export function applyNetwork(network: NetworkSpec, parameters: readonly np.Array[], inputs: np.Array) {
  return network.layers.reduce((x, layer) => applyLayer(layer, parameters, x), inputs);
}

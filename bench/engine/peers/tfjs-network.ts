import * as tf from '@tensorflow/tfjs';
import type { Activation, LayerSpec, NetworkSpec } from '../../../src/models/spec';
import { NORM_EPSILON } from '../cases';

export const createParameters = (network: NetworkSpec): tf.Variable[] =>
  network.parameters.map(({ start, shape }) => tf.tidy(() => tf.variable(tf.tensor(start, [...shape]))));

function activate(x: tf.Tensor, activation: Activation | null): tf.Tensor {
  switch (activation) {
    case null:
      return x;
    case 'relu':
      return tf.relu(x);
    case 'tanh':
      return tf.tanh(x);
    case 'square':
      return tf.square(x);
  }
}

/** ReLU and bias go into the fused operation, as in the layers of TensorFlow.js. */
function fuse(bias: tf.Variable | undefined, activation: Activation | null) {
  return {
    activation: activation === 'relu' ? ('relu' as const) : ('linear' as const),
    ...(bias && { bias }),
  };
}

function normalise(x: tf.Tensor4D, scale: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, shift, scale, NORM_EPSILON);
}

function applyLayer(layer: LayerSpec, parameters: readonly tf.Variable[], x: tf.Tensor): tf.Tensor {
  const unfused = (activation: Activation | null) => (activation === 'relu' ? null : activation);
  switch (layer.kind) {
    case 'dense': {
      const a = x.rank === 2 ? (x as tf.Tensor2D) : (tf.reshape(x, [x.shape[0]!, -1]) as tf.Tensor2D);
      const b = parameters[layer.weights] as tf.Tensor as tf.Tensor2D;
      const bias = layer.bias === null ? undefined : parameters[layer.bias];
      return activate(tf.fused.matMul({ a, b, ...fuse(bias, layer.activation) }), unfused(layer.activation));
    }
    case 'conv': {
      const filter = parameters[layer.weights] as tf.Tensor as tf.Tensor4D;
      const bias = layer.bias === null ? undefined : parameters[layer.bias];
      const options = { strides: layer.stride, pad: 'same' as const, ...fuse(bias, layer.activation) };
      return activate(
        tf.fused.conv2d({ x: x as tf.Tensor4D, filter, ...options }),
        unfused(layer.activation),
      );
    }
    case 'batchNorm': {
      const [scale, shift] = [parameters[layer.scale]!, parameters[layer.shift]!] as tf.Tensor[];
      const normed = normalise(x as tf.Tensor4D, scale as tf.Tensor1D, shift as tf.Tensor1D);
      return activate(normed, layer.activation);
    }
    case 'maxPool':
      return tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid');
    default:
      throw new Error(`No network of the bench has a layer of the kind "${layer.kind}".`);
  }
}

/** Outputs (batch, classes) of the network. */
export function applyNetwork(
  network: NetworkSpec,
  parameters: readonly tf.Variable[],
  inputs: tf.Tensor,
): tf.Tensor {
  return network.layers.reduce((x, layer) => applyLayer(layer, parameters, x), inputs);
}

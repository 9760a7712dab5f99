import * as tf from '@tensorflow/tfjs-core';
import { NORM_EPSILON } from '../../../src/engine/program/ops';
import type { Plan } from '../../../src/engine/program/plan';
import type { NetworkSpec } from '../../../src/models/spec';

function activated(z: tf.Tensor, activation: 'relu' | 'tanh' | 'square' | null): tf.Tensor {
  if (activation === null) return z;
  const { relu, tanh, square } = tf;
  return { relu, tanh, square }[activation](z);
}

/** Mean and variance of a layer's batch norm. */
export type MomentsOf = (layer: number) => { mean: tf.Tensor; variance: tf.Tensor };

/**
 * The network as a user of tfjs would write it.
 * @param running what batch norms take in place of their batch's moments
 */
export function outputsOf(
  network: NetworkSpec,
  parameters: tf.Tensor[],
  x: tf.Tensor,
  running?: MomentsOf,
): tf.Tensor2D {
  let value = x;
  for (const [index, layer] of network.layers.entries()) {
    if (layer.kind === 'maxPool') value = tf.maxPool(value as tf.Tensor4D, 2, 2, 'valid');
    else if (layer.kind === 'batchNorm') {
      const axes = [...value.shape.keys()].slice(0, -1);
      const { mean, variance } = running ? running(index) : tf.moments(value, axes);
      const normal = tf.mul(tf.sub(value, mean), tf.rsqrt(tf.add(variance, NORM_EPSILON)));
      value = activated(
        tf.add(tf.mul(normal, parameters[layer.scale]!), parameters[layer.shift]!),
        layer.activation,
      );
    } else {
      const weights = parameters[layer.weights]!;
      const z =
        layer.kind === 'conv'
          ? tf.conv2d(value as tf.Tensor4D, weights as tf.Tensor4D, layer.stride, 'same')
          : tf.matMul(tf.reshape(value, [value.shape[0]!, -1]) as tf.Tensor2D, weights as tf.Tensor2D);
      value = activated(layer.bias === null ? z : tf.add(z, parameters[layer.bias]!), layer.activation);
    }
  }
  return value as tf.Tensor2D;
}

/** The parameters of the network among all that a plan lays out, and the running moments, as tensors. */
export function tensorsOf({ network, parameters }: Plan, values: Float32Array) {
  const tensors = parameters.map(({ offset, size, shape }) =>
    tf.tensor(values.slice(offset, offset + size), [...shape]),
  );
  const byName = (name: string) => tensors[parameters.findIndex(parameter => parameter.name === name)]!;
  return {
    parameters: tensors.slice(0, network.parameters.length),
    running: (layer: number) => ({
      mean: byName(`norm${layer}/mean`),
      variance: byName(`norm${layer}/variance`),
    }),
  };
}

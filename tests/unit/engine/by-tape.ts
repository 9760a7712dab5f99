// The union package registers tfjs's own gradients, against which the hand-written ones are checked.
import '@tensorflow/tfjs';
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

/** The tangent kernel of the trained parameters by tfjs's tape, products in float64. */
export async function kernelByTape(
  plan: Plan,
  values: Float32Array,
  inputs: tf.Tensor,
  samples: number,
): Promise<Float64Array> {
  const { network, classes } = plan;
  const { parameters, running } = tensorsOf(plan, values);
  const kernel = new Float64Array(samples ** 2);
  for (let c = 0; c < classes; c++) {
    const rows: Float32Array[][] = [];
    for (let i = 0; i < samples; i++) {
      const x = tf.slice(inputs, i, 1);
      const gradients = tf.grads((...own: tf.Tensor[]) =>
        tf.sum(tf.slice(outputsOf(network, own, x, running), [0, c], [1, 1])),
      )(parameters);
      const trained = gradients.filter((_, index) => plan.parameters[index]!.trained);
      rows.push(await Promise.all(trained.map(gradient => gradient.data<'float32'>())));
    }
    for (let i = 0; i < samples; i++)
      for (let j = 0; j < samples; j++)
        kernel[i * samples + j]! += rows[i]!.reduce(
          (sum, part, k) => sum + part.reduce((s, value, m) => s + value * rows[j]![k]![m]!, 0),
          0,
        );
  }
  return kernel;
}

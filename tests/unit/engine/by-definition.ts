import * as tf from '@tensorflow/tfjs-core';
import { NORM_EPSILON } from '../../../src/engine/program/ops';
import type { Plan } from '../../../src/engine/program/plan';
import type { AttentionSpec, BatchNormSpec, LayerSpec, NetworkSpec } from '../../../src/models/spec';

function activated(z: tf.Tensor, activation: 'relu' | 'tanh' | 'square' | null): tf.Tensor {
  if (activation === null) return z;
  const { relu, tanh, square } = tf;
  return { relu, tanh, square }[activation](z);
}

/** Causal self-attention, head by head and token by token. */
function attended(x: tf.Tensor4D, { heads, scale }: AttentionSpec): tf.Tensor {
  const [samples, , tokens, all] = x.shape;
  const channels = all / 3;
  const width = channels / heads;
  const part = (token: number, start: number) =>
    tf.reshape(tf.slice(x, [0, 0, token, start], [samples, 1, 1, width]), [samples, width]);
  const rows = Array.from({ length: tokens }, (_, t) => {
    const seen = Array.from({ length: t + 1 }, (_, s) => s);
    const byHead = Array.from({ length: heads }, (_, head) => {
      const query = part(t, head * width);
      const scores = seen.map(s => tf.sum(tf.mul(query, part(s, channels + head * width)), 1));
      const weights = tf.softmax(tf.mul(tf.stack(scores, 1), scale));
      const values = tf.stack(
        seen.map(s => part(s, 2 * channels + head * width)),
        1,
      );
      return tf.sum(tf.mul(tf.expandDims(weights, 2), values), 1);
    });
    return tf.concat(byHead, 1);
  });
  return tf.reshape(tf.stack(rows, 1), [samples, 1, tokens, channels]);
}

/** Mean and variance of a layer's batch norm. */
export type MomentsOf = (layer: BatchNormSpec) => { mean: tf.Tensor; variance: tf.Tensor };

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
  const product = (layer: Extract<LayerSpec, { weights: number }>, value: tf.Tensor) => {
    const weights = parameters[layer.weights]!;
    return layer.kind === 'conv'
      ? tf.conv2d(value as tf.Tensor4D, weights as tf.Tensor4D, layer.stride, 'same')
      : tf.matMul(tf.reshape(value, [value.shape[0]!, -1]) as tf.Tensor2D, weights as tf.Tensor2D);
  };
  const apply = (value: tf.Tensor, layer: LayerSpec): tf.Tensor => {
    switch (layer.kind) {
      case 'dense':
      case 'conv': {
        const z = product(layer, value);
        return activated(layer.bias === null ? z : tf.add(z, parameters[layer.bias]!), layer.activation);
      }
      case 'batchNorm': {
        const axes = [...value.shape.keys()].slice(0, -1);
        const { mean, variance } = running ? running(layer) : tf.moments(value, axes);
        const normal = tf.mul(tf.sub(value, mean), tf.rsqrt(tf.add(variance, NORM_EPSILON)));
        const scaled = tf.mul(normal, parameters[layer.scale]!);
        return activated(tf.add(scaled, parameters[layer.shift]!), layer.activation);
      }
      case 'maxPool':
        return tf.maxPool(value as tf.Tensor4D, 2, 2, 'valid');
      case 'meanPool':
        return tf.mean(value, [1, 2]);
      case 'sequence': {
        const [samples, , , channels] = value.shape as [number, number, number, number];
        const token = tf.tile(tf.reshape(parameters[layer.token]!, [1, 1, 1, channels]), [samples, 1, 1, 1]);
        return tf.add(tf.concat([value, token], 2), parameters[layer.positions]!);
      }
      case 'attention':
        return attended(value as tf.Tensor4D, layer);
      case 'lastToken':
        return tf.slice(value, [0, 0, value.shape[2]! - 1, 0], [-1, 1, 1, -1]);
      case 'residual': {
        const [body, shortcut] = [layer.body, layer.shortcut].map(part => part.reduce(apply, value));
        return activated(tf.add(body!, shortcut!), layer.activation);
      }
    }
  };
  return network.layers.reduce(apply, x) as tf.Tensor2D;
}

/** The parameters of the network among all that a plan lays out, and the running moments, as tensors. */
export function tensorsOf({ network, parameters }: Plan, values: Float32Array) {
  const tensors = parameters.map(({ offset, size, shape }) =>
    tf.tensor(values.slice(offset, offset + size), [...shape]),
  );
  const byName = (name: string) => tensors[parameters.findIndex(parameter => parameter.name === name)]!;
  return {
    parameters: tensors.slice(0, network.parameters.length),
    running: ({ scale }: BatchNormSpec) => ({
      mean: byName(`${network.parameters[scale]!.name}/mean`),
      variance: byName(`${network.parameters[scale]!.name}/variance`),
    }),
  };
}

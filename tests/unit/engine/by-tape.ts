// The union package registers tfjs's own gradients, against which the hand-written ones are checked.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import type { Plan } from '../../../src/engine/program/plan';
import { outputsOf, tensorsOf } from './by-definition';

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

import { keep, type Tensor, tensor, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { runOp, type Values } from '../../../src/engine/kernels/tfjs/ops';
import type { OpCase, OpResult } from './op-cases';

/** Runs a case by tfjs's own functions on the backend that is set. */
export function runOnTfjs({ op, rows, places, parameters, values, weights, gradients }: OpCase): OpResult {
  if (op.kind === 'loss' || op.kind === 'gather') throw new Error('Not an op of its own.');
  const held: Tensor[] = places.map(({ shape }, i) => tensor(values[i]!, [rows, ...shape]));
  const variables = (arrays: Float32Array[]): Variable[] =>
    arrays.map((array, i) => tidy(() => variable(tensor(array, [...parameters[i]!.shape]))));
  const [parameterValues, gradientValues] = [variables(weights), variables(gradients)];
  const access: Values = {
    get: ({ id }) => held[id]!,
    parameter: index => parameterValues[index]!,
    gradient: index => gradientValues[index]!,
    inputs: held[0] as never,
    indices: held[0]!,
    moves: null,
  };
  tidy(() => {
    const written = runOp(op, access);
    if (written) held[written[0].id] = keep(written[1]);
  });
  const read = (tensors: Tensor[]) => tensors.map(t => t.dataSync<'float32'>().slice());
  return { values: read(held), weights: read(parameterValues), gradients: read(gradientValues) };
}

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../../../src/engine/program/program';
import { hasBatchNorm, type NetworkSpec } from '../../../src/models/spec';
import { outputsOf, tensorsOf } from './by-definition';
import { ALL, createProgram, INPUTS, NETWORKS, SAMPLES, SHAPE } from './networks';

/** Networks with batch norm. */
export const NORM_NETWORKS = NETWORKS.filter(([, network]) => hasBatchNorm(network)).map(
  ([name, network]) => [name, network] as const,
);

const still = () => {};

/**
 * Trains a little, probes with these statistics, and trains on.
 * @returns the probe's outputs, what they should be, and the losses before and after it
 */
export async function probeNorms(
  runtime: Runtime,
  network: NetworkSpec,
  statistics: 'running' | 'batch' | null,
) {
  const { program, plan, inputs, dispose } = await createProgram(runtime, network, {
    ...(statistics && { probeStatistics: statistics }),
  });
  for (let i = 0; i < 3; i++) await program.step(ALL, still);
  const values = await program.parameters();
  const outputs = statistics && (await program.probe(inputs, SAMPLES, still)).outputs;
  for (let i = 0; i < 3; i++) await program.step(ALL, still);
  const [losses, after] = [await program.losses(), await program.parameters()];
  dispose();
  const backend = tf.getBackend();
  await tf.setBackend('cpu');
  const { parameters, running } = tensorsOf(plan, values);
  const x = tf.tensor(INPUTS, [SAMPLES, ...SHAPE]);
  const expected = outputsOf(network, parameters, x, statistics === 'running' ? running : undefined);
  const byHand = await expected.data<'float32'>();
  await tf.setBackend(backend);
  return { outputs, byHand, losses, after };
}

/** Largest difference, relative to the largest magnitude. */
export function farthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const [a, b] = [Array.from(actual), Array.from(expected)];
  const scale = Math.max(...b.map(Math.abs));
  return Math.max(...b.map((value, i) => Math.abs(value - a[i]!))) / scale;
}

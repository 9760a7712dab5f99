import type { Runtime, UpdateRule } from '../../../src/engine/program/program';
import { sumOfSquares } from '../../../src/engine/program/sizes';
import { ALL, createProgram, GRADIENT_RULE, NETWORKS } from './networks';

const still = () => {};
const named = new Map(NETWORKS.map(network => [network[0], network]));

/** Names of networks with dense layers, convolutions whose gradients come in parts, and norms. */
export const CLIPPED = ['mlp, relu', 'cnn, tanh, cross-entropy', 'strides and batch norm'] as const;

const ADAMW: UpdateRule = {
  ...({ kind: 'adamw', learningRate: 1e-3, epsilon: 1e-8, weightDecay: 0 } as const),
  ...{ beta1: 0.5, beta2: 0.75 },
};

/**
 * What is left of one update's gradient, of length ‖g‖, where it may be `share` · ‖g‖ long.
 * @returns the unclipped gradient, and the clipped one as SGD's velocity and as AdamW's first moment have it
 */
export async function clippedGradients(runtime: Runtime, name: (typeof CLIPPED)[number], share: number) {
  const [, network, loss] = named.get(name)!;
  const run = async (rule: UpdateRule, clipNorm: number | null, pieceFlops = runtime.pieceFlops) => {
    const { program, dispose } = await createProgram(runtime, network, { loss, rule, clipNorm, pieceFlops });
    await program.step(ALL, still);
    const { slots } = await program.save();
    dispose();
    return slots[0]!;
  };
  const gradient = await run(GRADIENT_RULE, null);
  const clipNorm = share * Math.sqrt(sumOfSquares(gradient));
  return {
    gradient,
    sgd: await run(GRADIENT_RULE, clipNorm),
    // In several pieces, of which only the last is followed by the update.
    pieces: await run(GRADIENT_RULE, clipNorm, 30_000),
    adamw: (await run(ADAMW, clipNorm)).map(moment => moment / (1 - 0.5)),
  };
}

/** Largest difference from `factor` · gradient, relative to the largest element. */
export function errorOf(actual: Float32Array, gradient: Float32Array, factor: number): number {
  const scale = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * factor;
  return (
    actual.reduce((most, value, i) => Math.max(most, Math.abs(value - factor * gradient[i]!)), 0) / scale
  );
}

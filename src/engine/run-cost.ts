/** What one network needs. */
export interface ArmCost {
  /** Numbers that make up the network, without the running statistics of batch norms, and those of them that are trained. */
  parameters: number;
  trained: number;
  /** On its device: activations, parameters, gradients and the optimiser's values. */
  bytes: number;
  /** Floating-point operations on one sample, of products alone: in training, and in a probe. */
  flops: { training: number; probe: number };
}

/** What a run needs, known before its first step. */
export interface RunCost {
  arms: readonly Omit<ArmCost, 'flops'>[];
  /** On the device: inputs, which all arms share. */
  inputBytes: number;
  /** Seconds that one step of all arms takes, as the probe at step 0 lets expect; null where there are no products by which to tell. */
  secondsPerStep: number | null;
}

/**
 * Seconds of a step of all arms: as long a time for each floating-point operation as in a probe that took `seconds`.
 * null where a network has no products by which to tell.
 * @param probed samples that each arm was probed on
 * @param batch samples of a step
 */
export function secondsPerStep(
  arms: readonly ArmCost[],
  { seconds, probed, batch }: { seconds: number; probed: number; batch: number },
): number | null {
  const sum = (of: 'training' | 'probe') => arms.reduce((flops, arm) => flops + arm.flops[of], 0);
  const inProbe = sum('probe') * probed;
  return inProbe > 0 ? (seconds * sum('training') * batch) / inProbe : null;
}

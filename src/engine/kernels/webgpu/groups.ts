/** Floating-point operations between two breaths: what a GPU does in some 10 ms. */
export const PIECE_FLOPS = 4e9;

/**
 * Passes in order, in groups whose products stay below a piece where they can: a batch that must stay whole, for the
 * sake of batch norm, would else be one long submission that nothing else on the GPU can interrupt.
 */
export function grouped<One>(
  works: readonly { passes: readonly One[]; flops: number }[],
  pieceFlops: number,
): One[][] {
  const groups: One[][] = [[]];
  let sum = 0;
  for (const { passes, flops } of works) {
    if (sum > 0 && sum + flops > pieceFlops) {
      groups.push([]);
      sum = 0;
    }
    groups.at(-1)!.push(...passes);
    sum += flops;
  }
  return groups;
}

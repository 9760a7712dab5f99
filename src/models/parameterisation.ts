/**
 * How starts and learning rates of a network's arrays change with its width.
 *
 * Standard: starts by the inputs of each unit, one learning rate for all. Maximal update (µP): Yang et al., "Tensor
 * Programs V", arXiv 2203.03466, table 3, with each size counted in that of the same array at the base width,
 * at which both are the same. So features move as much at any width, and a learning rate serves all of them.
 */

/** What one unit of an array takes in, and how many units there are. A vector or an embedding takes in one value. */
export interface Fans {
  in: number;
  out: number;
}

/** What one array's learning rate is multiplied by, for each optimiser. */
export interface LearningRateFactor {
  sgd: number;
  adamw: number;
}

/** Of an array whose learning rate is the setting's. */
export const WHOLE_RATE: LearningRateFactor = { sgd: 1, adamw: 1 };

/**
 * Factors of one array under maximal update, relative to the standard ones. With m_in and m_out the ratios to its
 * sizes at the base width, the rate is × m_out/m_in for SGD and × 1/m_in for Adam, which makes m, 1 for arrays
 * that only widen to their outputs, 1, 1/m for those between, and 1/m, 1/m for the last. The starts of the last,
 * and of any array whose outputs do not widen, are × 1/√m_in on top of what their inputs ask for.
 */
export function maximalUpdate(fans: Fans, base: Fans): { start: number; rate: LearningRateFactor } {
  const [into, out] = [fans.in / base.in, fans.out / base.out];
  return {
    start: out === 1 ? 1 / Math.sqrt(into) : 1,
    rate: { sgd: out / into, adamw: 1 / into },
  };
}

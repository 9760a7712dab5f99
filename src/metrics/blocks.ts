/** Blocks of samples of which the jackknife leaves one out at a time. */
export const BLOCKS = 8;
/** With fewer samples than this, leaving out a block says nothing about the error. */
export const FEWEST_SAMPLES = 2 * BLOCKS;

let known = new Int32Array(0);

/**
 * A fixed shuffled order of n samples (not to be written to), so that blocks of neighbours are drawn at random even where a file is sorted by
 * class: Fisher–Yates with a multiplicative congruential generator modulo 2³¹ − 1.
 */
export function blockOrder(n: number): Int32Array {
  if (known.length === n) return known;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  let state = 20_240_964;
  for (let i = n - 1; i > 0; i--) {
    state = (state * 48_271) % 2_147_483_647;
    const j = state % (i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  known = order;
  return order;
}

/** First sample of each block, and n: BLOCKS + 1 numbers. The blocks differ by at most one sample. */
export const blockEdges = (n: number): number[] =>
  Array.from({ length: BLOCKS + 1 }, (_, b) => Math.floor((b * n) / BLOCKS));

/** How one picture is changed on its way into the network: mirrored left to right where `flip`, then shifted. */
export interface Move {
  /** Pixels to the right and down; negative: to the left and up. What comes in at the edge is zero. */
  dx: number;
  dy: number;
  flip: boolean;
}

/** Pixels that a move may shift by, at the most. */
export const LARGEST_SHIFT = 127;

/** A move as one word for a device: dx + 128 in the lowest 8 bits, dy + 128 in the next 8, then `flip`. */
export function packMove({ dx, dy, flip }: Move): number {
  if (Math.max(Math.abs(dx), Math.abs(dy)) > LARGEST_SHIFT)
    throw new RangeError(`A picture can be shifted by at most ${LARGEST_SHIFT} pixels, not by ${dx}, ${dy}.`);
  return (dx + 128) | ((dy + 128) << 8) | (Number(flip) << 16);
}

export function unpackMove(word: number): Move {
  return { dx: (word & 255) - 128, dy: ((word >> 8) & 255) - 128, flip: word >> 16 !== 0 };
}

/** @throws RangeError unless there is one move a sample where the plan has moves, and none where it has none */
export function checkMoves(moved: boolean, samples: number, moves: Int32Array | null): void {
  if ((moves?.length ?? 0) !== (moved ? samples : 0))
    throw new RangeError(
      `A batch of ${samples} came with ${moves?.length ?? 0} moves, and its plan takes ${moved ? 'one each' : 'none'}.`,
    );
}

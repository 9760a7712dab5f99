/** A label that wants to stand at `at` and is `size` high, in pixels. */
export interface Wish {
  at: number;
  size: number;
}

/**
 * Centres for labels on one line so that none overlap: each is as near to its wish as the others allow, in the
 * order of the wishes, inside [low, high] where they fit.
 * @returns centres in the order of the wishes given
 */
export function spread(wishes: readonly Wish[], low: number, high: number): number[] {
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]!.at - wishes[b]!.at || a - b);
  const placed = new Array<number>(wishes.length).fill(0);
  // Blocks of touching labels, each centred on the mean of what its labels want (pool adjacent violators).
  const blocks: { members: number[]; size: number; wanted: number }[] = [];
  for (const i of order) {
    let block = { members: [i], size: wishes[i]!.size, wanted: wishes[i]!.at - wishes[i]!.size / 2 };
    for (
      let before = blocks.at(-1);
      before && startOf(before) + before.size > startOf(block);
      before = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        members: [...before.members, ...block.members],
        size: before.size + block.size,
        wanted: before.wanted + block.wanted - before.size * block.members.length,
      };
    }
    blocks.push(block);
  }
  function startOf(block: { members: number[]; size: number; wanted: number }): number {
    const start = block.wanted / block.members.length;
    return Math.max(low, Math.min(start, high - block.size));
  }
  for (const block of blocks) {
    let from = startOf(block);
    for (const i of block.members) {
      placed[i] = from + wishes[i]!.size / 2;
      from += wishes[i]!.size;
    }
  }
  return placed;
}

/** Width of a short label in pixels; only needs to be near, and errs on the wide side. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * 0.58;
}

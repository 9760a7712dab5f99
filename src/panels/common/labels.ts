import { heightAt, type Line } from './lines';
import { FONT } from './palette';
import type { Plot } from './scales';
import { textWidth } from './text';

/** A label that wants to stand at `at` and is `size` high, in pixels. */
export interface Wish {
  at: number;
  size: number;
}

interface Block {
  members: number[];
  size: number;
  /** Sum over members of where the block would start if that member had its wish. */
  wanted: number;
}

/**
 * Centres for labels on one line so that none overlap: each is as near to its wish as the others allow, in the
 * order of the wishes, inside [low, high] where they fit.
 * @returns centres in the order of the wishes given
 */
export function spread(wishes: readonly Wish[], low: number, high: number): number[] {
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]!.at - wishes[b]!.at || a - b);
  const startOf = (block: Block) =>
    Math.max(low, Math.min(block.wanted / block.members.length, high - block.size));
  // Blocks of touching labels, each centred on the mean of what its labels want (pool adjacent violators).
  const blocks: Block[] = [];
  for (const i of order) {
    const { at, size } = wishes[i]!;
    let block: Block = { members: [i], size, wanted: at - size / 2 };
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
  const placed = new Array<number>(wishes.length).fill(0);
  for (const block of blocks) {
    let from = startOf(block);
    for (const i of block.members) {
      placed[i] = from + wishes[i]!.size / 2;
      from += wishes[i]!.size;
    }
  }
  return placed;
}

/** A label that wants to stand to the right of a point. */
export interface LabelWish {
  x: number;
  y: number;
  text: string;
  colour: string;
  strong: boolean;
}

/** A label in its place: left edge and middle. */
export type Label = LabelWish;

export const LABEL_HEIGHT = 16;
/** Pixels between a line's end and its label. */
export const LABEL_GAP = 10;
/** Pixels that a label keeps from a curve. */
const CLEARANCE = 2;
/** How far a label goes to be clear of curves. */
const FARTHEST = 64;

const widthOf = (label: LabelWish) => textWidth(label.text, FONT, label.strong);

/** Whether some curve runs through a label. */
function isCrossed(label: Label, curves: readonly Pick<Line, 'x' | 'y'>[]): boolean {
  const reach = LABEL_HEIGHT / 2 + CLEARANCE;
  for (let x = label.x - 2; x <= label.x + widthOf(label); x += 4)
    if (curves.some(curve => Math.abs(heightAt(curve, x) - label.y) < reach)) return true;
  return false;
}

/** Whether two labels overlap. */
export function overlap(a: Label, b: Label): boolean {
  const apart = a.x >= b.x + widthOf(b) || b.x >= a.x + widthOf(a);
  return !apart && Math.abs(a.y - b.y) < LABEL_HEIGHT - 1e-6;
}

/** The label, moved as little as it takes to be clear of curves and other labels; where it was if there is no place. */
function cleared(
  label: Label,
  curves: readonly Pick<Line, 'x' | 'y'>[],
  others: readonly Label[],
  plot: Plot,
): Label {
  for (let away = 0; away <= FARTHEST; away += 2)
    for (const y of [label.y - away, label.y + away]) {
      const moved = { ...label, y };
      const inside = y >= plot.top && y <= plot.bottom - LABEL_HEIGHT / 4;
      if (inside && !others.some(other => overlap(moved, other)) && !isCrossed(moved, curves)) return moved;
    }
  return label;
}

/**
 * Labels to the right of their points, moved up or down until none overlap. Those inside the plot also keep clear
 * of curves where they can.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  plot: Plot,
  curves: readonly Pick<Line, 'x' | 'y'>[],
): Label[] {
  const placed: Label[] = [];
  for (const group of neighbours(wishes)) {
    const centres = spread(
      group.map(wish => ({ at: wish.y, size: LABEL_HEIGHT })),
      plot.top - LABEL_HEIGHT / 2,
      plot.bottom + LABEL_HEIGHT / 4,
    );
    const spreadOut = group.map((wish, i) => ({ ...wish, x: wish.x + LABEL_GAP, y: centres[i]! }));
    spreadOut.forEach((label, i) => {
      const others = [...placed, ...spreadOut.slice(i + 1)];
      placed.push(label.x < plot.right ? cleared(label, curves, others, plot) : label);
    });
  }
  return placed;
}

/** Labels that could meet, from right to left; one far to the left of the others is in nobody's way. */
function neighbours(wishes: readonly LabelWish[]): LabelWish[][] {
  const groups: LabelWish[][] = [];
  for (const wish of [...wishes].sort((a, b) => b.x - a.x)) {
    const group = groups.at(-1);
    if (group && wish.x + LABEL_GAP + widthOf(wish) > group.at(-1)!.x) group.push(wish);
    else groups.push([wish]);
  }
  return groups;
}

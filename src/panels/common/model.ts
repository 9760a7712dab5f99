import type { ArmRecording } from '../../recording/recording';
import { spread, textWidth, type Wish } from './labels';
import type { Line } from './lines';
import type { Plot, Scale } from './scales';

/** Smallest text in a picture, in pixels. */
export const FONT = 12.5;
const LABEL_HEIGHT = 17;
/** Pixels between a line's end and its label. */
const LABEL_GAP = 10;

/** One arm's curve, ready to draw. */
export interface ArmLine extends Line {
  arm: number;
  /** Faint lines stay behind the strong ones and carry no label. */
  faint: boolean;
  /** The update at which the arm stopped because its loss was no longer finite. */
  diverged: boolean;
}

export interface Label {
  x: number;
  y: number;
  text: string;
  colour: string;
  strong: boolean;
}

/** Everything that a picture over steps consists of, in pixels; drawn by `LineChart`. */
export interface LineModel {
  width: number;
  height: number;
  plot: Plot;
  steps: Scale;
  values: Scale;
  lines: ArmLine[];
  /** Dotted reference lines. */
  references: { y: number; colour: string }[];
  labels: Label[];
  /** Colours up the value axis, offset 0 at the top; null where the axis does not carry the scale. */
  colourBar: { offset: number; colour: string }[] | null;
  /** What stands in the place of the curves while there are none. */
  empty: string | null;
  /** The newest values as one sentence. */
  summary: string;
  /** What is read at a step: that of the nearest probe, and a text for each arm. */
  readAt(step: number): Reading | null;
  /** Steps that the arrow keys walk through. */
  stops: Float64Array;
}

export interface Reading {
  step: number;
  rows: { arm: number; text: string; y: number | null; colour: string }[];
}

/** Room for axes and end labels around the plot. */
export function plotOf(width: number, height: number, left: number, right: number): Plot {
  return { left, right: Math.max(left + 40, width - right), top: 10, bottom: Math.max(50, height - 38) };
}

/** A label that wants to stand beside a point. */
export interface LabelWish {
  x: number;
  y: number;
  text: string;
  colour: string;
  strong: boolean;
}

/**
 * Labels to the right of their points, moved up or down until none overlap. Labels far to the left of the others
 * are in nobody's way and are placed by themselves.
 */
export function placeLabels(wishes: readonly LabelWish[], plot: Plot): Label[] {
  const order = [...wishes].sort((a, b) => b.x - a.x);
  const groups: LabelWish[][] = [];
  for (const wish of order) {
    const group = groups.at(-1);
    const leftmost = group && Math.min(...group.map(member => member.x));
    if (group && wish.x + LABEL_GAP + textWidth(wish.text, FONT) > leftmost!) group.push(wish);
    else groups.push([wish]);
  }
  return groups.flatMap(group => {
    const centres = spread(
      group.map((wish): Wish => ({ at: wish.y, size: LABEL_HEIGHT })),
      plot.top - 8,
      plot.bottom + 6,
    );
    return group.map((wish, i) => ({ ...wish, x: wish.x + LABEL_GAP, y: centres[i]! }));
  });
}

/** The value of a column at the probe nearest to a step; NaN where there is none. */
export function valueNear(arm: ArmRecording, column: ArrayLike<number>, step: number): number {
  const index = arm.frameIndexAt(step);
  return index < 0 ? Number.NaN : column[index]!;
}

/** Steps of the arm with the most probes. */
export function probeSteps(arms: readonly ArmRecording[]): Float64Array {
  return arms.reduce<Float64Array>(
    (most, arm) => (arm.frameSteps.length > most.length ? arm.frameSteps : most),
    new Float64Array(0),
  );
}

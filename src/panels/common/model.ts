import type { ArmRecording } from '../../recording/recording';
import type { Absence, CurveProps } from '../types';
import type { Label } from './labels';
import type { Line } from './lines';
import { type ColourStop, richnessStops } from './richness';
import { formatStep, type Plot, type Scale, stepScale } from './scales';

export { probeSteps } from '../../recording/moment';

/** What the geometry of a picture over steps is made from. */
export type CurveInput = Pick<
  CurveProps,
  'recording' | 'theme' | 'probe' | 'stepAxis' | 'width' | 'height' | 'absence' | 'behind'
>;

/** One arm's curve, ready to draw. */
export interface ArmLine extends Line {
  arm: number;
  /** Faint lines stay behind the strong ones and carry no marker. */
  faint: boolean;
  /** Colours along x, each offset a share of the plot's width. */
  stops: ColourStop[];
  /** The area between the lowest and the highest value near each place; empty for none. */
  band: string;
  /** The arm stopped because its loss was no longer finite. */
  diverged: boolean;
}

/** Everything that a picture over steps consists of, in pixels; drawn by `LineChart`. */
export interface LineModel {
  width: number;
  height: number;
  /** Name of the picture, written above it; absent where the page names it. */
  heading?: string;
  /** The steps are labelled in the picture below: here there are marks alone. */
  bare?: boolean;
  plot: Plot;
  steps: Scale;
  values: Scale;
  lines: ArmLine[];
  /** Heights of the dotted reference lines. */
  references: number[];
  labels: Label[];
  /** The colour scale beside the value axis, with its two ends named; null where the axis does not carry it. */
  colourBar: { stops: ColourStop[]; names: { y: number; text: string; colour: string }[] } | null;
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

/** "Step 120: A 0.31; B 0.52". */
export const readingSentence = ({ step, rows }: Reading): string =>
  `Step ${formatStep(step)}: ${rows.map(row => row.text).join('; ')}`;

/**
 * Said in the place of what has not been recorded.
 * @param comes when it comes: "the first value comes at step 0."
 */
export function nothingYet(absence: Absence = 'unasked', comes: string): string {
  if (absence === 'failed') return 'Nothing was recorded: the run could not start.';
  return absence === 'loading' ? `Getting ready: ${comes}` : `Press play: ${comes}`;
}

/** When there is a value of what is probed. */
export const AT_STEP_0 = 'the first value comes at step 0.';

/**
 * Where the data of a picture over steps are drawn. The same margins in all of them, so that steps stand below
 * each other where pictures do: room for value labels on the left, for end labels on the right.
 */
export function plotOf(width: number, height: number): Plot {
  return { left: 50, right: Math.max(120, width - 80), top: 9, bottom: Math.max(50, height - 25) };
}

/** The step axis of an experiment. */
export function stepsOf({ recording, stepAxis }: CurveInput, plot: Plot): Scale {
  return stepScale(stepAxis, recording.experiment.stop.steps, [plot.left, plot.right]);
}

/**
 * A line as the curve of an arm, in the colours of its D_LR on the probe inputs, whatever the curve shows.
 * @param more what it has beside: it is strong and without a band unless told
 */
export function armLine(
  arm: ArmRecording,
  line: Line,
  { probe, theme }: CurveInput,
  steps: Scale,
  plot: Plot,
  more: Partial<Pick<ArmLine, 'faint' | 'band'>> = {},
): ArmLine {
  const room = plot.right - plot.left;
  const stops = richnessStops(
    arm.frameSteps.map(step => (steps(step) - plot.left) / room),
    arm.column(probe, 'dlr'),
    theme,
  );
  const { index, divergedAt } = arm;
  return { ...line, arm: index, faint: false, stops, band: '', diverged: divergedAt !== null, ...more };
}

/** The value of a column at the probe nearest to a step; NaN where there is none. */
export function valueNear(arm: ArmRecording, column: ArrayLike<number>, step: number): number {
  const index = arm.frameIndexAt(step);
  return index < 0 ? Number.NaN : column[index]!;
}

/** The probe nearest to a step, as all arms are read at it; null before the first. */
export function nearestProbe(arms: readonly ArmRecording[], step: number): number | null {
  const measured = arms.filter(arm => arm.frameIndexAt(step) >= 0);
  const near = measured.map(arm => arm.frameSteps[arm.frameIndexAt(step)]!);
  return near.length
    ? near.reduce((best, at) => (Math.abs(at - step) < Math.abs(best - step) ? at : best))
    : null;
}

/** "…, diverged at step 60" where the arm did. */
export function withDivergence(arm: ArmRecording, text: string): string {
  return arm.divergedAt === null ? text : `${text}, diverged at step ${arm.divergedAt}`;
}

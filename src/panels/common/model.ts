import type { ArmRecording } from '../../recording/recording';
import type { Absence, CurveProps } from '../types';
import { LABEL_GAP, type Label, type LabelWish, placeLabels } from './labels';
import { drawLine, type Line } from './lines';
import { type ColourStop, richnessStops, richnessTextColour } from './richness';
import { formatStep, type Plot, type Scale, type StepScale, stepScale } from './scales';
import { KERNEL_WIDTHS, smoothCurve } from './smooth';
import { endsOf } from './zoom';

export { probeSteps } from '../../recording/moment';

/** What the geometry of a picture over steps is made from. */
export type CurveInput = Pick<
  CurveProps,
  | 'recording'
  | 'theme'
  | 'probe'
  | 'stepAxis'
  | 'zoom'
  | 'smoothing'
  | 'width'
  | 'height'
  | 'absence'
  | 'behind'
>;

/** One arm's curve, ready to draw. */
export interface ArmLine extends Line {
  arm: number;
  /** Faint lines stay behind the strong ones and carry no marker. */
  faint: boolean;
  /** Where the curve is smoothed: as it was measured. */
  raw?: Pick<Line, 'path' | 'dots'>;
  /** Colours along x, each offset a share of the whole step axis. */
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
  steps: StepScale;
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
export function stepsOf({ recording, stepAxis, zoom }: CurveInput, plot: Plot): StepScale {
  const last = recording.experiment.stop.steps;
  return stepScale(stepAxis, last, [plot.left, plot.right], endsOf(zoom, last));
}

/**
 * A line as the curve of an arm, in the colours of its D_LR on the probe inputs, whatever the curve shows.
 * @param more what it has beside: it is strong and without a band unless told; sparse, it is not smoothed
 */
export function armLine(
  arm: ArmRecording,
  line: Line,
  { probe, theme, smoothing = 'none' }: CurveInput,
  steps: StepScale,
  plot: Plot,
  { sparse = false, ...more }: Partial<Pick<ArmLine, 'faint' | 'band'>> & { sparse?: boolean } = {},
): ArmLine {
  const [from, to] = steps.whole;
  const stops = richnessStops(
    arm.frameSteps.map(step => (steps(step) - from) / (to - from)),
    arm.column(probe, 'dlr'),
    theme,
  );
  const { index, divergedAt } = arm;
  const width = KERNEL_WIDTHS[smoothing] * (plot.right - plot.left);
  const smooth = width > 0 && !sparse ? smoothed(line, width) : line;
  return { ...smooth, arm: index, faint: false, stops, band: '', diverged: divergedAt !== null, ...more };
}

/** A curve smoothed, with the raw one behind it; its end, which is labelled with what was measured, stays. */
function smoothed(line: Line, width: number): Line & Pick<ArmLine, 'raw'> {
  const { path, dots } = line;
  const { x, y } = smoothCurve(line.x, line.y, width);
  const drawn = drawLine(x, y);
  return { ...line, path: drawn.path, dots: drawn.dots, raw: { path, dots } };
}

/** The value of a column at the probe nearest to a step; NaN where there is none. */
export function valueNear(arm: ArmRecording, column: ArrayLike<number>, step: number): number {
  const index = arm.frameIndexAt(step);
  return index < 0 ? Number.NaN : column[index]!;
}

/** The probe nearest to a step, as all arms are read at it; null before the first. */
export function nearestProbe(arms: readonly ArmRecording[], step: number): number | null {
  const measured = arms.filter(arm => arm.frameCount);
  const near = measured.map(arm => arm.frameSteps[arm.frameIndexAt(step)]!);
  return near.length
    ? near.reduce((best, at) => (Math.abs(at - step) < Math.abs(best - step) ? at : best))
    : null;
}

/** "…, diverged at step 60" where the arm did. */
export function withDivergence(arm: ArmRecording, text: string): string {
  return arm.divergedAt === null ? text : `${text}, diverged at step ${arm.divergedAt}`;
}

/**
 * What is left of a picture that shows a part of the run: ends and labels beyond its edges are not, and arms are named
 * at the edge with what is read there.
 */
export function inView(model: LineModel, { recording, probe, theme }: CurveInput): LineModel {
  const { plot, steps, lines, labels } = model;
  if (!steps.isZoomed) return model;
  const isShown = ({ x }: { x: number }) => x >= plot.left - 1 && x <= plot.right + 1;
  const edge = Math.round(steps.invert(plot.right));
  const reading = model.readAt(edge);
  const cut = lines.filter(line => !line.faint && line.end && line.end.x > plot.right + 1);
  const wishes = cut.flatMap(({ arm }): LabelWish[] => {
    const row = reading?.rows.find(other => other.arm === arm);
    if (!row || row.y === null) return [];
    const { [arm]: of } = recording.arms;
    const colour = richnessTextColour(valueNear(of!, of!.column(probe, 'dlr'), edge), theme);
    // Of several values the first is that of the strong line.
    return [{ x: plot.right, y: row.y, text: row.text.split(',')[0]!, colour, strong: true }];
  });
  const kept = labels.filter(({ x }) => isShown({ x: x - LABEL_GAP }) && x - LABEL_GAP >= plot.left);
  return {
    ...model,
    lines: lines.map(line => (line.end && !isShown(line.end) ? { ...line, end: null } : line)),
    labels: placeLabels([...kept.map(label => ({ ...label, x: label.x - LABEL_GAP })), ...wishes], plot, []),
  };
}

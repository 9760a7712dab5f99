import type { ArmRecording } from '../../recording/recording';
import { formatShare } from '../accuracy-curve/geometry';
import { LABEL_GAP, LABEL_HEIGHT, type Label, placeLabels } from '../common/labels';
import { tenth } from '../common/lines';
import {
  AT_STEP_0,
  type CurveInput,
  nothingYet,
  probeSteps,
  valueNear,
  withDivergence,
} from '../common/model';
import { FONT } from '../common/palette';
import { richnessColour, richnessTextColour } from '../common/richness';
import {
  formatStep,
  linearScale,
  type Plot,
  roundValues,
  type Scale,
  stepScale,
  type Tick,
} from '../common/scales';
import { KERNEL_WIDTHS, smoothCurve } from '../common/smooth';
import { textWidth } from '../common/text';
import { endsOf } from '../common/zoom';
import { valueScale } from '../rivals/geometry';
import type { PairSeries } from './series';

export interface PairInput extends Omit<CurveInput, 'behind'> {
  x: PairSeries;
  y: PairSeries;
  /** Step of the past moment that is shown: what came later is faded; null: the newest. */
  shownStep: number | null;
}

/** A stretch of an arm's way in one colour. */
export interface WayPiece {
  path: string;
  colour: string;
  /** Where it begins along the way, in pixels, so that its dashes go on. */
  from: number;
  /** It lies outside the steps that are shown, or behind the moment that is. */
  dim: boolean;
}

/** A probe in the picture. */
export interface WayPoint {
  step: number;
  x: number;
  y: number;
}

/** The way of one arm. */
export interface Way {
  arm: number;
  pieces: WayPiece[];
  /** As it was measured, where the pieces are smoothed; empty elsewhere. */
  raw: string;
  points: WayPoint[];
  /** Its two ends; null where nothing was measured. */
  start: WayPoint | null;
  end: WayPoint | null;
  endColour: string;
  diverged: boolean;
}

export interface PairModel {
  width: number;
  height: number;
  plot: Plot;
  xTitle: string;
  yTitle: string;
  x: Scale;
  y: Scale;
  ways: Way[];
  labels: Label[];
  empty: string | null;
  summary: string;
  /** Steps of the probes, ascending. */
  stops: Float64Array;
  /** What is read at a step: a row for each arm, with its place; null before the first probe. */
  readAt(step: number): PairReading | null;
  /** The step of the point that is nearest to a place; null where there is none. */
  nearest(x: number, y: number): number | null;
}

export interface PairReading {
  step: number;
  rows: { arm: number; text: string; place: WayPoint | null; colour: string }[];
}

/** Colours along a way are cut into so many steps of D_LR. */
const SHADES_PER_UNIT = 60;
/** Shorter than this, in pixels, two points are one. */
const SAME = 0.4;

const plotOf = (width: number, height: number): Plot => ({
  ...{ left: 54, right: width - 40, top: 34, bottom: height - 44 },
});

function scaleOf(series: PairSeries, input: PairInput, [low, high]: readonly [number, number]): Scale {
  const { recording, probe, stepAxis, zoom } = input;
  const { steps } = recording.experiment.stop;
  if (series.axis === 'step') return stepScale(stepAxis, steps, [low, high], endsOf(zoom, steps));
  // Laid out upright, as all axes of values are, and turned where it lies.
  const length = Math.abs(high - low);
  const columns = recording.arms.map(arm => series.column(arm, probe));
  const upright = { bottom: length, top: 0 };
  const axis = series.axis === 'log' && stepAxis === 'linear' ? 'number' : series.axis;
  const scale =
    axis === 'percent'
      ? linearScale([0, 1], [length, 0], formatShare, roundValues(1, length))
      : valueScale(axis, columns, upright);
  const sign = Math.sign(high - low);
  const turn = (place: number) => low + sign * (length - place);
  return Object.assign((value: number) => turn(scale(value)), {
    invert: (place: number) => scale.invert(length - sign * (place - low)),
    ticks: scale.ticks.map(({ at, label }) => ({ at: tenth(turn(at)), label })),
    marks: [],
  });
}

/** Pixels from the end of a way within which its name must not lie on it. */
const NEAR_END = 24;

/** Where the name of an arm is wished: on the side of its end to which its way does not go. */
function besideEnd(end: WayPoint, points: readonly WayPoint[], plot: Plot): Pick<WayPoint, 'x' | 'y'> {
  const before = points.findLast(({ x, y }) => Math.hypot(x - end.x, y - end.y) > NEAR_END) ?? end;
  if (before.x <= end.x) return end;
  const left = end.x - 2 * LABEL_GAP - LABEL_HEIGHT / 2;
  return left + LABEL_GAP >= plot.left - LABEL_GAP
    ? { x: left, y: end.y }
    : { x: end.x - LABEL_GAP, y: end.y - LABEL_HEIGHT };
}

/** Of labels side by side, those that have room. */
function withRoom(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = [];
  const half = ({ label }: Tick) => textWidth(label, FONT) / 2 + 4;
  for (const tick of ticks)
    if (kept.every(other => Math.abs(other.at - tick.at) >= half(other) + half(tick))) kept.push(tick);
  return kept;
}

/** Whether a value has a place on an axis. */
const hasPlace = (value: number, { axis }: PairSeries, isLog: boolean) =>
  Number.isFinite(value) && (axis !== 'log' || !isLog || value > 0);

/** One series against another: the way of each arm from its start, in the colour of its D_LR at each moment. */
export function pairModel(input: PairInput): PairModel {
  const { recording, theme, probe, width, height, x: seriesX, y: seriesY } = input;
  const { arms } = recording;
  const plot = plotOf(width, height);
  const y = scaleOf(seriesY, input, [plot.bottom, plot.top]);
  const along = scaleOf(seriesX, input, [plot.left, plot.right]);
  const x = Object.assign((value: number) => along(value), { ...along, ticks: withRoom(along.ticks) });
  const ways = arms.map(arm => wayOf(arm, input, x, y, plot));
  const wishes = ways.flatMap(({ arm, end, points }) => {
    if (!end || !isInside(end, plot)) return [];
    const colour = richnessTextColour(arms[arm]!.column(probe, 'dlr').at(-1) ?? Number.NaN, theme);
    return [{ ...besideEnd(end, points, plot), text: arms[arm]!.id, colour, strong: true }];
  });
  const rowOf = (arm: ArmRecording, step: number) => {
    const read = (series: PairSeries) => series.format(valueNear(arm, series.column(arm, probe), step));
    const at = arm.frameSteps[arm.frameIndexAt(step)];
    return {
      arm: arm.index,
      text: `${arm.id} ${read(seriesX)}, ${read(seriesY)}`,
      place: ways[arm.index]!.points.find(point => point.step === at) ?? null,
      colour: richnessColour(valueNear(arm, arm.column(probe, 'dlr'), step), theme),
    };
  };
  const stops = probeSteps(arms);
  return {
    ...{ width, height, plot, x, y, ways, stops },
    xTitle: seriesX.title,
    yTitle: seriesY.title,
    labels: placeLabels(wishes, plot, []),
    empty: ways.some(({ end }) => end) ? null : whyEmpty(input),
    summary: arms
      .map(arm =>
        withDivergence(arm, arm.latest ? rowOf(arm, arm.latest.step).text : `${arm.id} not measured yet`),
      )
      .join('; '),
    readAt: step =>
      stops.length ? { step, rows: arms.filter(arm => arm.frameCount).map(arm => rowOf(arm, step)) } : null,
    nearest: (atX, atY) => nearestStep(ways, atX, atY),
  };
}

function nearestStep(ways: readonly Way[], x: number, y: number): number | null {
  let [best, least] = [null as number | null, Number.POSITIVE_INFINITY];
  for (const { points } of ways)
    for (const point of points) {
      const away = (point.x - x) ** 2 + (point.y - y) ** 2;
      if (away < least) [best, least] = [point.step, away];
    }
  return best;
}

const isInside = ({ x, y }: Pick<WayPoint, 'x' | 'y'>, { left, right, top, bottom }: Plot) =>
  x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;

function wayOf(arm: ArmRecording, input: PairInput, x: Scale, y: Scale, plot: Plot): Way {
  const { probe, theme, stepAxis, smoothing = 'none', recording, zoom, shownStep } = input;
  const isLog = stepAxis === 'log';
  const [xs, ys] = [input.x, input.y].map(series => series.column(arm, probe)) as [
    Float64Array,
    Float64Array,
  ];
  const isThere = (i: number) => hasPlace(xs[i]!, input.x, isLog) && hasPlace(ys[i]!, input.y, isLog);
  const joins = input.x.sparse || input.y.sparse;
  const indices = Array.from(arm.frameSteps, (_, i) => i).filter(i => !joins || isThere(i));
  const steps = indices.map(i => arm.frameSteps[i]!);
  const place = (i: number): WayPoint =>
    isThere(i)
      ? { step: arm.frameSteps[i]!, x: x(xs[i]!), y: y(ys[i]!) }
      : { step: arm.frameSteps[i]!, x: Number.NaN, y: Number.NaN };
  const measured = indices.map(place);
  const points = measured.filter(point => !Number.isNaN(point.x));
  const drawn = smoothing === 'none' || joins ? measured : smoothWay(measured, input, plot);
  const ends = endsOf(zoom, recording.experiment.stop.steps);
  const until = Math.min(ends[1], shownStep ?? Number.POSITIVE_INFINITY);
  const dlrs = arm.column(probe, 'dlr');
  return {
    arm: arm.index,
    pieces: piecesOf(drawn, step => richnessColour(shade(valueNear(arm, dlrs, step)), theme), [
      ends[0],
      until,
    ]),
    raw: drawn === measured ? '' : polyline(measured),
    points,
    start: steps[0] === 0 && measured[0] && !Number.isNaN(measured[0].x) ? measured[0] : null,
    end: points.at(-1) ?? null,
    endColour: richnessColour(dlrs.at(-1) ?? Number.NaN, theme),
    diverged: arm.divergedAt !== null,
  };
}

const shade = (dlr: number) => Math.round(dlr * SHADES_PER_UNIT) / SHADES_PER_UNIT;

/** A way smoothed over steps as they stand on the step axis: each coordinate by itself. */
function smoothWay(measured: readonly WayPoint[], input: PairInput, plot: Plot): WayPoint[] {
  const { stepAxis, recording, smoothing = 'none' } = input;
  const scale = stepScale(stepAxis, recording.experiment.stop.steps, [0, plot.right - plot.left]);
  const places = measured.map(({ step }) => scale(step));
  const width = KERNEL_WIDTHS[smoothing] * (plot.right - plot.left);
  const xs = smoothCurve(
    places,
    measured.map(point => point.x),
    width,
  );
  const ys = smoothCurve(
    places,
    measured.map(point => point.y),
    width,
  );
  return xs.x.map((at, i) => ({ step: scale.invert(at), x: xs.y[i]!, y: ys.y[i]! }));
}

function polyline(points: readonly WayPoint[]): string {
  let isOpen = false;
  return points
    .map(({ x, y }) => {
      const isGap = Number.isNaN(x);
      const text = isGap ? '' : `${isOpen ? 'L' : 'M'}${tenth(x)},${tenth(y)}`;
      isOpen = !isGap;
      return text;
    })
    .join('');
}

/** Neighbouring stretches of one colour as one piece each. */
function piecesOf(
  points: readonly WayPoint[],
  colourAt: (step: number) => string,
  [from, until]: readonly [number, number],
): WayPiece[] {
  const pieces: WayPiece[] = [];
  let length = 0;
  let last: WayPoint | null = null;
  let isOpen = false;
  for (const point of points) {
    if (Number.isNaN(point.x)) {
      last = null;
      isOpen = false;
      continue;
    }
    if (!last) {
      last = point;
      continue;
    }
    const away = Math.hypot(point.x - last.x, point.y - last.y);
    if (away < SAME && point !== points.at(-1)) continue;
    const colour = colourAt((last.step + point.step) / 2);
    const dim = point.step <= from || last.step >= until;
    const piece = pieces.at(-1);
    if (isOpen && piece?.colour === colour && piece.dim === dim)
      piece.path += `L${tenth(point.x)},${tenth(point.y)}`;
    else {
      const path = `M${tenth(last.x)},${tenth(last.y)}L${tenth(point.x)},${tenth(point.y)}`;
      pieces.push({ path, colour, from: tenth(length), dim });
    }
    isOpen = true;
    length += away;
    last = point;
  }
  return pieces;
}

function whyEmpty({ recording, absence, x, y, probe }: PairInput): string {
  if (!recording.arms.some(arm => arm.frameCount)) return nothingYet(absence, AT_STEP_0);
  const missing = [x, y].find(series =>
    recording.arms.every(arm => !series.column(arm, probe).some(value => !Number.isNaN(value))),
  );
  return missing ? `No ${missing.title} was measured in this run.` : 'No probe has both of them.';
}

/** "Step 120: A 0.31, 66 %; B …". */
export const pairSentence = ({ step, rows }: PairReading): string =>
  `Step ${formatStep(step)}: ${rows.map(({ text }) => text).join('; ')}`;

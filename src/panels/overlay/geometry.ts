import type { Split } from '../../recording/recording';
import type { ArmCurves } from '../../recording/runs/types';
import { drawBand, drawLine } from '../common/lines';
import type { LineModel } from '../common/model';
import { type ColourStop, richnessStops } from '../common/richness';
import type { CurveKind, Theme } from '../types';

/** One arm of a run that lies behind the live one. */
export interface OverlayArm {
  /** Index of the arm in its run, for its dash. */
  arm: number;
  /** What it is called; arms of one group carry the group's name. */
  label: string;
  curves: ArmCurves;
}

/** Arms that are drawn one by one, or as their mean where they form a group. */
export interface OverlaySet {
  arms: readonly OverlayArm[];
  /** Arms with the same label are drawn as their mean and the band of one standard deviation around it. */
  grouped: boolean;
}

/** A line behind the curves, ready to draw. */
export interface OverlayLine {
  arm: number;
  label: string;
  path: string;
  /** Area of one standard deviation around a mean; empty for a single run. */
  band: string;
  stops: ColourStop[];
  end: { x: number; y: number } | null;
}

interface Series {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** Points of a mean. */
const GRID = 97;

/** Accuracy is that on test pictures, which the strong curves show. */
function seriesOf(curves: ArmCurves, kind: CurveKind, probe: Split): Series {
  if (kind === 'loss') return { steps: curves.lossSteps, values: curves.losses };
  return { steps: curves.steps, values: kind === 'dlr' ? curves.dlr[probe] : curves.accuracy.test };
}

/** Whether a value has a place on the axis of a picture. */
const hasPlace = (value: number, kind: CurveKind) => Number.isFinite(value) && (kind !== 'loss' || value > 0);

/** Smallest and largest value of all arms; null where there is none. */
export function overlayRange({ arms }: OverlaySet, kind: CurveKind, probe: Split): [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { curves } of arms) {
    const { values } = seriesOf(curves, kind, probe);
    for (let i = 0; i < values.length; i++) {
      if (!hasPlace(values[i]!, kind)) continue;
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
  }
  return low > high ? null : [low, high];
}

/** The value at a step between two points, straight in log step; NaN beyond the ends and beside gaps. */
export function valueAt({ steps, values }: Series, step: number): number {
  const last = steps.length - 1;
  if (last < 0 || step < steps[0]! || step > steps[last]!) return Number.NaN;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= step) low = middle;
    else high = middle;
  }
  if (step === steps[high]) return values[high]!;
  if (step === steps[low] || low === high) return values[low]!;
  const [from, to] = [Math.log1p(steps[low]!), Math.log1p(steps[high]!)];
  return values[low]! + ((values[high]! - values[low]!) * (Math.log1p(step) - from)) / (to - from);
}

/** Mean and standard deviation (over n − 1) at each step at which every series has a value; NaN elsewhere. */
export function meanOf(
  series: readonly Series[],
  grid: readonly number[],
): { mean: number[]; deviation: number[] } {
  const mean: number[] = [];
  const deviation: number[] = [];
  for (const step of grid) {
    const values = series.map(one => valueAt(one, step));
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
    mean.push(middle);
    deviation.push(values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0);
  }
  return { mean, deviation };
}

type View = Pick<LineModel, 'plot' | 'steps' | 'values'> & { theme: Theme; probe: Split };

/** The lines behind one picture. */
export function overlayLines({ arms, grouped }: OverlaySet, kind: CurveKind, view: View): OverlayLine[] {
  if (!grouped) return arms.map(arm => singleLine(arm, kind, view));
  const groups = new Map<string, OverlayArm[]>();
  for (const arm of arms) groups.set(arm.label, [...(groups.get(arm.label) ?? []), arm]);
  return [...groups.values()].map(members => meanLine(members, kind, view));
}

function stopsOf({ steps, values }: Series, { steps: scale, theme }: View): ColourStop[] {
  const [from, to] = scale.whole;
  return richnessStops(
    Array.from(steps, step => (scale(step) - from) / (to - from)),
    values,
    theme,
  );
}

function singleLine({ arm, label, curves }: OverlayArm, kind: CurveKind, view: View): OverlayLine {
  const { steps, values } = seriesOf(curves, kind, view.probe);
  const y = Array.from(values, value => (hasPlace(value, kind) ? view.values(value) : Number.NaN));
  const line = drawLine(Array.from(steps, view.steps), y);
  const stops = stopsOf(seriesOf(curves, 'dlr', view.probe), view);
  return { arm, label, path: line.path, band: '', stops, end: line.end };
}

/** The mean is taken on the axis as drawn: of logarithms on a logarithmic one. */
function meanLine(members: readonly OverlayArm[], kind: CurveKind, view: View): OverlayLine {
  const { arm, label } = members[0]!;
  const all = members.map(({ curves }) => seriesOf(curves, kind, view.probe));
  const last = Math.min(...all.map(({ steps }) => (steps.length ? steps[steps.length - 1]! : 0)));
  const grid = Array.from({ length: GRID }, (_, i) => Math.expm1((Math.log1p(last) * i) / (GRID - 1)));
  grid[GRID - 1] = last;
  const isLog = kind === 'loss';
  const onAxis = all.map(({ steps, values }) => ({
    steps,
    values: Array.from(values, value =>
      hasPlace(value, kind) ? (isLog ? Math.log(value) : value) : Number.NaN,
    ),
  }));
  const { mean, deviation } = meanOf(onAxis, grid);
  const back = (value: number) => view.values(isLog ? Math.exp(value) : value);
  const x = grid.map(view.steps);
  const line = drawLine(x, mean.map(back));
  const dlr = meanOf(
    members.map(({ curves }) => seriesOf(curves, 'dlr', view.probe)),
    grid,
  );
  const defined = grid.map((_, i) => i).filter(i => Number.isFinite(mean[i]!));
  const edge = (sign: number) => defined.map(i => back(mean[i]! + sign * deviation[i]!));
  const band =
    members.length < 2
      ? ''
      : drawBand(
          defined.map(i => x[i]!),
          edge(-1),
          edge(1),
        );
  const stops = stopsOf({ steps: grid, values: dlr.mean }, view);
  return { arm, label: `${label} (${members.length})`, path: line.path, band, stops, end: line.end };
}

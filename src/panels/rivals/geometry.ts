import type { ArmRecording } from '../../recording/recording';
import { errorBand } from '../common/error';
import { type LabelWish, placeLabels } from '../common/labels';
import { drawLine, type Line } from '../common/lines';
import {
  AT_STEP_0,
  armLine,
  type CurveInput,
  type LineModel,
  nearestProbe,
  nothingYet,
  plotOf,
  probeSteps,
  type Reading,
  stepsOf,
  withDivergence,
} from '../common/model';
import { richnessColour, richnessTextColour } from '../common/richness';
import { formatStep, linearScale, logScale, type Plot, roundValues, type Scale } from '../common/scales';
import { axisFormat, formatLoss } from '../loss-curve/geometry';
import { newestOf, type Rival, rivalColumn, rivalReasons } from './measures';

/** Room for the heading. */
const TOP = 34;
/** Room below a picture without step labels. */
const FOOT = 8;

/** Least top of an axis of numbers from 0. */
const LEAST_TOP = 0.1;

const formatTick = (value: number) => (value === 0 ? '0' : String(Number(value.toPrecision(2))));

/** A value in two decimals, or in two figures on a logarithmic axis; "undefined". */
export function formatRival(value: number, { axis }: Rival): string {
  if (Number.isNaN(value)) return 'undefined';
  // Rounding leaves a sign to what is a little below 0.
  return axis === 'log' ? formatLoss(value) : value.toFixed(2).replace(/^-(0\.00)$/, '$1');
}

/**
 * One measure against step, as a row of small multiples: the step axis is that of all other pictures.
 * @param last the row stands at the foot and labels the steps
 */
export function rivalModel(input: CurveInput, rival: Rival, last: boolean): LineModel {
  const { recording, theme, probe, width, height } = input;
  const { arms } = recording;
  const whole = plotOf(width, height);
  const plot: Plot = { ...whole, top: TOP, bottom: last ? whole.bottom : height - FOOT };
  const steps = stepsOf(input, plot);
  const columns = arms.map(arm => rivalColumn(arm, probe, rival));
  const values = valueScale(rival.axis, columns, plot);

  const lines = arms.map((arm, i) => {
    const band = rival.name === 'dlr' ? errorBand(arm, probe, steps, values) : '';
    const { sparse = false } = rival;
    return armLine(arm, curveOf(arm, columns[i]!, rival, steps, values), input, steps, plot, {
      band,
      sparse,
    });
  });
  const write = (arm: ArmRecording) =>
    `${arm.id} ${formatRival(newestOf(columns[arm.index]!, rival), rival)}`;
  const wishes = arms.flatMap((arm, i): LabelWish[] => {
    const { end } = lines[i]!;
    const colour = richnessTextColour(arm.column(probe, 'dlr').at(-1) ?? Number.NaN, theme);
    return end ? [{ ...end, text: write(arm), colour, strong: true }] : [];
  });

  return {
    ...{ width, height, heading: rival.heading, bare: !last, plot, steps, values, lines },
    ...{ references: [], colourBar: null },
    labels: placeLabels(wishes, plot, lines),
    empty: lines.some(line => line.end) ? null : whyEmpty(input, rival),
    summary: arms
      .map(arm => withDivergence(arm, arm.frameCount ? write(arm) : `${arm.id} not measured yet`))
      .join('; '),
    stops: probeSteps(arms),
    readAt: step => readAt(step, input, rival, columns, values),
  };
}

/** The axis of a measure, with room for all values of some columns. */
export function valueScale(
  axis: Rival['axis'],
  columns: readonly Float64Array[],
  { top, bottom }: Pick<Plot, 'top' | 'bottom'>,
): Scale {
  if (axis === 'log') {
    const range = positiveRange(columns);
    return logScale(range, [bottom, top], axisFormat(range[0]));
  }
  if (axis === 'share') return linearScale([0, 1], [bottom, top], formatTick, roundValues(1, bottom - top));
  const most = columns.reduce((m, column) => column.reduce((n, v) => (v > n ? v : n), m), LEAST_TOP);
  return linearScale([0, 1.04 * most], [bottom, top], formatTick);
}

/** Smallest and largest positive value, widened to half a decade at least; a decade below 1 where there is none. */
function positiveRange(columns: readonly Float64Array[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const column of columns)
    for (const value of column)
      if (value > 0 && Number.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  if (high === 0) return [0.1, 1];
  const [from, to] = [low / 1.15, high * 1.15];
  return to / from < 3 ? [from / 2, to * 2] : [from, to];
}

/** The curve of an arm; a sparse measure's points are shown and joined. */
function curveOf(
  arm: ArmRecording,
  column: Float64Array,
  { axis, sparse }: Rival,
  steps: Scale,
  values: Scale,
): Line {
  const x = Array.from(arm.frameSteps, steps);
  // Of a logarithmic axis, 0 and what is not finite are no part.
  const y = Array.from(column, value =>
    Number.isFinite(value) && (axis !== 'log' || value > 0) ? values(value) : Number.NaN,
  );
  if (!sparse) return drawLine(x, y);
  const measured = x.map((_, i) => i).filter(i => !Number.isNaN(y[i]!));
  const line = drawLine(
    measured.map(i => x[i]!),
    measured.map(i => y[i]!),
  );
  return { ...line, dots: measured.map(i => ({ x: x[i]!, y: y[i]! })) };
}

function readAt(
  step: number,
  { recording, probe, theme }: CurveInput,
  rival: Rival,
  columns: readonly Float64Array[],
  values: Scale,
): Reading | null {
  const at = nearestProbe(recording.arms, step);
  if (at === null) return null;
  const rows = recording.arms
    .filter(arm => arm.frameCount)
    .map(arm => {
      const column = columns[arm.index]!;
      const index = rival.sparse ? nearestMeasured(arm, column, at) : arm.frameIndexAt(at);
      const value = column[index] ?? Number.NaN;
      const isThere = arm.frameSteps[index] === arm.frameSteps[arm.frameIndexAt(at)];
      const where = isThere || index < 0 ? '' : ` at step ${formatStep(arm.frameSteps[index]!)}`;
      return {
        arm: arm.index,
        text: `${arm.id} ${formatRival(value, rival)}${where}`,
        y: Number.isFinite(value) && isThere ? values(value) : null,
        colour: richnessColour(arm.column(probe, 'dlr')[arm.frameIndexAt(at)]!, theme),
      };
    });
  return { step: at, rows };
}

/** The probe nearest to a step that measured; −1 where none did. */
function nearestMeasured(arm: ArmRecording, column: Float64Array, step: number): number {
  let best = -1;
  column.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const away = Math.abs(arm.frameSteps[i]! - step);
    if (best < 0 || away < Math.abs(arm.frameSteps[best]! - step)) best = i;
  });
  return best;
}

function whyEmpty({ recording, probe, absence }: CurveInput, rival: Rival): string {
  if (!recording.arms.some(arm => arm.latest)) return nothingYet(absence, AT_STEP_0);
  return rivalReasons(recording.arms, probe, rival)[0] ?? 'It was not measured in this run.';
}

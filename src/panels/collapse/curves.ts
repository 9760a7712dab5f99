import type { ArmRecording } from '../../recording/recording';
import { formatShare } from '../accuracy-curve/geometry';
import { type LabelWish, placeLabels } from '../common/labels';
import { drawLine } from '../common/lines';
import {
  AT_STEP_0,
  armLine,
  type CurveInput,
  type LineModel,
  nearestProbe,
  nothingYet,
  plotOf,
  probeSteps,
  stepsOf,
  valueNear,
  withDivergence,
} from '../common/model';
import { richnessColour, richnessTextColour } from '../common/richness';
import { linearScale, logScale, type Plot, roundValues, type Scale } from '../common/scales';
import { formatLoss } from '../loss-curve/geometry';

/** The curves of neural collapse. */
export const COLLAPSE_MEASURES = ['nc1', 'nc2Norm', 'nc2Angle', 'nc3', 'nc4'] as const;
export type CollapseMeasure = (typeof COLLAPSE_MEASURES)[number];

/** "12 %" for NC4, a share; two figures for the others. */
export const formatCollapse = (measure: CollapseMeasure, value: number): string =>
  measure === 'nc4' ? formatShare(value) : formatLoss(value);

/** Least upper end of a linear axis: noise around zero must not fill the picture. */
const LEAST = 0.05;
/** Decades below the largest value at which a logarithmic axis ends: beyond, a mean has no width worth drawing. */
const MOST_DECADES = 8;

function scaleOf(measure: CollapseMeasure, columns: readonly Float64Array[], plot: Plot): Scale {
  const values = columns.flatMap(column => Array.from(column)).filter(Number.isFinite);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const format = (value: number) => (value === 0 ? '0' : formatCollapse(measure, value));
  const heights = [plot.bottom, plot.top] as const;
  if (measure !== 'nc1') {
    const top = Math.max(LEAST, high) * 1.06;
    if (measure !== 'nc4') return linearScale([0, top], heights, format);
    const share = Math.min(1, top);
    return linearScale([0, share], heights, format, roundValues(share, plot.bottom - plot.top));
  }
  if (high === 0) return logScale([0.1, 10], heights, format);
  const low = values.reduce((a, b) => (b > 0 ? Math.min(a, b) : a), high);
  const from = Math.max(low, high / 10 ** MOST_DECADES);
  const range: [number, number] = high / from < 10 ? [from / 3, high * 3] : [from / 1.2, high * 1.2];
  return logScale(range, heights, format);
}

/** One measure of neural collapse against step, a curve an arm, in the colours of its richness. */
export function neuralCollapseModel(input: CurveInput, measure: CollapseMeasure): LineModel {
  const { recording, theme, probe, width, height } = input;
  const { arms } = recording;
  const plot = plotOf(width, height);
  const steps = stepsOf(input, plot);
  const columns = arms.map(arm => arm.column(probe, measure));
  const values = scaleOf(measure, columns, plot);
  const isDrawn = (value: number) => Number.isFinite(value) && (measure !== 'nc1' || value > 0);
  const lines = arms.map((arm, i) => {
    const heights = columns[i]!.map(value => (isDrawn(value) ? values(value) : Number.NaN));
    return armLine(arm, drawLine(arm.frameSteps.map(steps), heights), input, steps, plot);
  });
  const wishes = arms.flatMap((arm, i): LabelWish[] => {
    const { end } = lines[i]!;
    if (!end) return [];
    const colour = richnessTextColour(arm.column(probe, 'dlr').at(-1) ?? Number.NaN, theme);
    const text = `${arm.id} ${formatCollapse(measure, columns[i]!.at(-1)!)}`;
    return [{ ...end, text, colour, strong: true }];
  });
  return {
    ...{ width, height, plot, steps, values, lines, references: [], colourBar: null },
    labels: placeLabels(wishes, plot, lines),
    empty: lines.some(line => line.end) ? null : whyEmpty(arms, input, measure),
    summary: arms
      .map((arm, i) => withDivergence(arm, `${arm.id} ${newest(measure, columns[i]!)}`))
      .join('; '),
    stops: probeSteps(arms),
    readAt(step) {
      const at = nearestProbe(arms, step);
      if (at === null) return null;
      const rows = arms
        .filter(arm => arm.frameCount)
        .map(arm => {
          const value = valueNear(arm, columns[arm.index]!, at);
          return {
            arm: arm.index,
            text: `${arm.id} ${formatCollapse(measure, value)}`,
            y: isDrawn(value) ? values(value) : null,
            colour: richnessColour(valueNear(arm, arm.column(probe, 'dlr'), at), theme),
          };
        });
      return { step: at, rows };
    },
  };
}

const newest = (measure: CollapseMeasure, column: Float64Array) =>
  column.length ? formatCollapse(measure, column.at(-1)!) : 'not measured yet';

function whyEmpty(
  arms: readonly ArmRecording[],
  { probe, absence }: CurveInput,
  measure: CollapseMeasure,
): string {
  const measured = arms.find(arm => arm.latest);
  if (!measured) return nothingYet(absence, AT_STEP_0);
  return measured.latest![probe].measures.undefinedBecause?.[measure] ?? 'Undefined for these networks.';
}

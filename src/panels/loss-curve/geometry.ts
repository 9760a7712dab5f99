import type { ArmRecording } from '../../recording/recording';
import { nearestIndex } from '../../recording/series';
import { type LabelWish, placeLabels } from '../common/labels';
import { drawLine } from '../common/lines';
import {
  armLine,
  type CurveInput,
  type LineModel,
  nothingYet,
  plotOf,
  probeSteps,
  stepsOf,
  valueNear,
  withDivergence,
} from '../common/model';
import { richnessColour, richnessTextColour } from '../common/richness';
import { logScale } from '../common/scales';

import { smoothLosses } from './smooth';

/** Two or three figures, as short as they go: "0.012", "4.5e-6". */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return 'undefined';
  return loss !== 0 && (loss < 1e-3 || loss >= 1e4)
    ? loss.toExponential(1).replace('.0', '').replace('e+', 'e')
    : String(Number(loss.toPrecision(2)));
}

/** Below this, decimals are too long for the side of a picture. */
const LEAST_DECIMAL = 1e-4;

/** What writes the labels of a logarithmic axis from `low` on in one manner: decimals, or powers of ten. */
export function axisFormat(low: number): (value: number) => string {
  if (low >= LEAST_DECIMAL)
    return value => (value >= 1e4 ? formatLoss(value) : String(Number(value.toPrecision(2))));
  return value => (value < 1 ? value.toExponential(0) : formatLoss(value));
}

/** Whether a loss can be drawn on a logarithmic axis. */
const hasPlace = (loss: number) => loss > 0 && Number.isFinite(loss);

/** Smallest and largest positive loss of all arms, widened a little; a decade below 1 where there is none. */
function lossRange(arms: readonly ArmRecording[], behind: [number, number] | null): [number, number] {
  let [low, high] = behind ?? [Number.POSITIVE_INFINITY, 0];
  for (const arm of arms)
    for (const loss of arm.losses.values) {
      if (!hasPlace(loss)) continue;
      low = Math.min(low, loss);
      high = Math.max(high, loss);
    }
  if (high === 0) return [0.1, 1];
  const widened: [number, number] = [low / 1.15, high * 1.15];
  return widened[1] / widened[0] < 4 ? [widened[0] / 2, widened[1] * 2] : widened;
}

/**
 * Training loss against step, on a logarithmic axis, coloured by D_LR at that moment. The loss of one batch jumps
 * about, so the line is the mean over neighbouring steps (see `smoothLosses`) and the band behind it spans the
 * lowest and the highest batch of each pixel. A loss of exactly 0 has no place on the axis and leaves a gap.
 */
export function lossModel(input: CurveInput): LineModel {
  const { recording, theme, probe, width, height } = input;
  const { arms } = recording;
  const plot = plotOf(width, height);
  const steps = stepsOf(input, plot);
  const range = lossRange(arms, input.behind?.range('loss', probe) ?? null);
  const values = logScale(range, [plot.bottom, plot.top], axisFormat(range[0]));
  const dlrs = arms.map(arm => arm.column(probe, 'dlr'));

  const lines = arms.map(arm => {
    const heights = arm.losses.values.map(loss => (hasPlace(loss) ? values(loss) : Number.NaN));
    const smooth = smoothLosses(arm.losses.steps.map(steps), heights);
    return armLine(arm, drawLine(smooth.x, smooth.y), input, steps, plot, { band: smooth.band });
  });

  const wishes = arms.flatMap((arm, i): LabelWish[] => {
    const { end } = lines[i]!;
    const colour = richnessTextColour(dlrs[i]!.at(-1) ?? Number.NaN, theme);
    return end
      ? [{ ...end, text: `${arm.id} ${formatLoss(values.invert(end.y))}`, colour, strong: true }]
      : [];
  });

  return {
    ...{ width, height, plot, steps, values, lines, references: [], colourBar: null },
    labels: placeLabels(wishes, plot, lines),
    empty: arms.some(arm => arm.losses.length)
      ? null
      : nothingYet(input.absence, 'the first loss comes with step 1.'),
    summary: arms.map(arm => withDivergence(arm, summaryOf(arm))).join('; '),
    stops: probeSteps(arms),
    readAt(step) {
      const trained = arms.filter(arm => arm.losses.length);
      if (!trained.length) return null;
      const rows = trained.map(arm => {
        const loss = arm.losses.values[nearestIndex(arm.losses.steps, step)]!;
        const y = hasPlace(loss) ? values(loss) : null;
        const colour = richnessColour(valueNear(arm, dlrs[arm.index]!, step), theme);
        return { arm: arm.index, text: `${arm.id} ${formatLoss(loss)}`, y, colour };
      });
      const first = trained[0]!.losses.steps;
      return { step: first[nearestIndex(first, step)]!, rows };
    },
  };
}

function summaryOf(arm: ArmRecording): string {
  const newest = arm.losses.values.at(-1);
  return `${arm.id} ${newest === undefined ? 'no loss yet' : formatLoss(newest)}`;
}

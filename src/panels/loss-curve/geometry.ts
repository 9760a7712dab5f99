import { bisector } from 'd3';
import type { ArmRecording } from '../../recording/recording';
import { drawLine } from '../common/lines';
import { type ArmLine, type LabelWish, type LineModel, placeLabels, plotOf } from '../common/model';
import { richnessColour, richnessTextColour } from '../common/richness';
import { logScale, type Scale, stepScale } from '../common/scales';
import type { CurveProps } from '../types';

type Input = Omit<CurveProps, 'version' | 'hoverStep' | 'onHoverStep'>;

const nearest = bisector<number, number>(step => step).center;

/** Three figures, as short as they go: "0.0123", "4.5e-6". */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return 'undefined';
  return loss !== 0 && (loss < 1e-3 || loss >= 1e4)
    ? loss.toExponential(1)
    : String(Number(loss.toPrecision(2)));
}

/** D_LR of the newest probe at or before each step; both ascending. */
function dlrAt(steps: Float64Array, probeSteps: Float64Array, dlr: Float64Array): Float64Array {
  let probe = 0;
  return steps.map(step => {
    while (probe + 1 < probeSteps.length && probeSteps[probe + 1]! <= step) probe++;
    return probeSteps.length ? dlr[probe]! : Number.NaN;
  });
}

/** Smallest and largest positive loss of all arms, widened a little; a decade about 1 where there is none. */
function lossRange(arms: readonly ArmRecording[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const arm of arms)
    for (const loss of arm.losses.values) {
      if (loss > 0 && loss < low) low = loss;
      if (loss > high && Number.isFinite(loss)) high = loss;
    }
  if (high === 0) return [0.1, 1];
  return [low / 1.15, high * 1.15];
}

/** Training loss against step, on a logarithmic axis, coloured by D_LR at that moment. */
export function lossModel({ recording, theme, probe, stepAxis, width, height }: Input): LineModel {
  const { arms, experiment } = recording;
  const plot = plotOf(width, height, 56, 84);
  const steps = stepScale(stepAxis, experiment.stop.steps, [plot.left, plot.right]);
  const values: Scale = logScale(lossRange(arms), [plot.bottom, plot.top], formatLoss);

  const lines = arms.map((arm): ArmLine => {
    const { steps: at, values: losses } = arm.losses;
    const dlr = dlrAt(at, arm.frameSteps, arm.column(probe, 'dlr'));
    const points = { x: at.map(steps), y: losses.map(loss => (loss > 0 ? values(loss) : Number.NaN)), dlr };
    return {
      ...drawLine(points, plot, theme),
      arm: arm.index,
      faint: false,
      diverged: arm.divergedAt !== null,
    };
  });

  const wishes = arms.flatMap((arm, i): LabelWish[] => {
    const { end } = lines[i]!;
    if (!end) return [];
    const colour = richnessTextColour(arm.column(probe, 'dlr').at(-1) ?? Number.NaN, theme);
    return [{ ...end, text: `${arm.id} ${formatLoss(arm.losses.values.at(-1)!)}`, colour, strong: true }];
  });

  return {
    width,
    height,
    plot,
    steps,
    values,
    lines,
    references: [],
    labels: placeLabels(wishes, plot),
    colourBar: null,
    empty: arms.some(arm => arm.losses.length) ? null : 'The first loss comes with the first step.',
    summary: arms
      .map(arm =>
        arm.losses.length ? `${arm.id} ${formatLoss(arm.losses.values.at(-1)!)}` : `${arm.id} no loss yet`,
      )
      .join(', '),
    stops: arms[0]?.frameSteps ?? new Float64Array(0),
    readAt(step) {
      const trained = arms.filter(arm => arm.losses.length);
      if (!trained.length) return null;
      const rows = trained.map(arm => {
        const index = nearest(arm.losses.steps, step);
        const loss = arm.losses.values[index]!;
        const dlr = arm.column(probe, 'dlr')[arm.frameIndexAt(step)] ?? Number.NaN;
        const text = `${arm.id} ${formatLoss(loss)}`;
        return {
          arm: arm.index,
          text,
          y: loss > 0 ? values(loss) : null,
          colour: richnessColour(dlr, theme),
        };
      });
      const first = trained[0]!.losses.steps;
      return { step: first[nearest(first, step)]!, rows };
    },
  };
}

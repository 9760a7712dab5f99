import type { ArmRecording, Split } from '../../recording/recording';
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
import { PALETTES } from '../common/palette';
import { richnessColour, richnessTextColour } from '../common/richness';
import { linearScale, roundValues } from '../common/scales';

/** The two factors of D_LR = 1 − used × even. */
export type Cause = 'used' | 'even';
export const CAUSES: readonly Cause[] = ['used', 'even'];

const HEADINGS: Record<Cause, string> = { used: 'used: share of the strength', even: 'even: √(PR / r)' };
/** Room for the heading. */
const TOP = 34;
/** The evenness of features that are as even as the outputs need. */
const EVEN = 1;

const formatEven = (value: number) => (Number.isNaN(value) ? 'undefined' : value.toFixed(2));
const FORMATS: Record<Cause, (value: number) => string> = { used: formatShare, even: formatEven };

/** One factor of an arm at each of its probes; NaN where it is undefined. */
export function causeColumn(arm: ArmRecording, probe: Split, cause: Cause): Float64Array {
  const shares = arm.column(probe, 'share');
  if (cause === 'used') return shares;
  const ranks = arm.column(probe, 'rank');
  return arm
    .column(probe, 'participation')
    .map((participation, i) => (ranks[i]! > 0 ? Math.sqrt(participation / ranks[i]!) : Number.NaN));
}

/** One of the two causes of D_LR against step: how much of the strength is used, or how even it is. */
export function causeModel(input: CurveInput, cause: Cause): LineModel {
  const { recording, theme, probe, width, height } = input;
  const { arms } = recording;
  const plot = { ...plotOf(width, height), top: TOP };
  const steps = stepsOf(input, plot);
  const columns = arms.map(arm => causeColumn(arm, probe, cause));
  const format = FORMATS[cause];
  const top = columns.reduce((most, column) => column.reduce((m, v) => (v > m ? v : m), most), 1);
  const tickValues = roundValues(1, (plot.bottom - plot.top) / top);
  const formatTick =
    cause === 'used' ? formatShare : (value: number) => (value === 0 ? '0' : value.toFixed(1));
  const values = linearScale([0, top], [plot.bottom, plot.top], formatTick, tickValues);

  const lines = arms.map((arm, i) =>
    armLine(arm, drawLine(arm.frameSteps.map(steps), columns[i]!.map(values)), input, steps, plot),
  );
  const isEmpty = !lines.some(line => line.end);
  const wishes = arms.flatMap((arm, i): LabelWish[] => {
    const { end } = lines[i]!;
    if (!end) return [];
    const colour = richnessTextColour(arm.column(probe, 'dlr').at(-1) ?? Number.NaN, theme);
    return [{ ...end, text: `${arm.id} ${format(columns[i]!.at(-1)!)}`, colour, strong: true }];
  });
  // Where features are spread wider than the outputs need, the line tells that this is above what counts as even.
  const references = cause === 'even' && !isEmpty && top > EVEN ? [values(EVEN)] : [];
  if (references.length)
    wishes.push({
      ...{ x: plot.right, y: references[0]!, text: 'even', strong: false },
      colour: PALETTES[theme].soft,
    });

  return {
    ...{ width, height, heading: HEADINGS[cause], plot, steps, values, lines, references, colourBar: null },
    labels: placeLabels(wishes, plot, lines),
    empty: isEmpty ? whyEmpty(input) : null,
    summary: arms
      .map((arm, i) =>
        withDivergence(arm, `${arm.id} ${arm.frameCount ? format(columns[i]!.at(-1)!) : 'not measured yet'}`),
      )
      .join('; '),
    stops: probeSteps(arms),
    readAt(step) {
      const at = nearestProbe(arms, step);
      if (at === null) return null;
      const rows = arms
        .filter(arm => arm.frameCount)
        .map(arm => {
          const value = valueNear(arm, columns[arm.index]!, at);
          const colour = richnessColour(valueNear(arm, arm.column(probe, 'dlr'), at), theme);
          const y = Number.isNaN(value) ? null : values(value);
          return { arm: arm.index, text: `${arm.id} ${format(value)}`, y, colour };
        });
      return { step: at, rows };
    },
  };
}

function whyEmpty({ recording, probe, absence }: CurveInput): string {
  const measured = recording.arms.find(arm => arm.latest);
  if (!measured) return nothingYet(absence, AT_STEP_0);
  return measured.latest![probe].measures.undefinedBecause?.dlr ?? 'Undefined, as D_LR is.';
}

import type { ArmRecording, Split } from '../../recording/recording';
import { LABEL_HEIGHT, type LabelWish, placeLabels } from '../common/labels';
import { drawLine } from '../common/lines';
import {
  type ArmLine,
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

/** "27 %", with a narrow space that does not break; "undefined". */
export function formatShare(share: number): string {
  return Number.isNaN(share) ? 'undefined' : `${Math.round(100 * share)}\u202f%`;
}

/** Accuracy against step: strong on test pictures, faint on training pictures, coloured by D_LR at that moment. */
export function accuracyModel(input: CurveInput): LineModel {
  const { recording, theme, probe, width, height } = input;
  const { arms } = recording;
  const plot = plotOf(width, height);
  const steps = stepsOf(input, plot);
  const tickValues = roundValues(1, plot.bottom - plot.top);
  const values = linearScale([0, 1], [plot.bottom, plot.top], formatShare, tickValues);

  const curve = (arm: ArmRecording, split: Split) => {
    const line = drawLine(arm.frameSteps.map(steps), arm.column(split, 'accuracy').map(values));
    return armLine(arm, line, input, steps, plot, { faint: split === 'train' });
  };
  const trains = arms.map(arm => curve(arm, 'train'));
  const tests = arms.map(arm => curve(arm, 'test'));

  const wishes = arms.flatMap((arm, i): LabelWish[] => {
    const { end } = tests[i]!;
    const text = `${arm.id} ${formatShare(arm.column('test', 'accuracy').at(-1) ?? Number.NaN)}`;
    const colour = richnessTextColour(arm.column(probe, 'dlr').at(-1) ?? Number.NaN, theme);
    return end ? [{ ...end, text, colour, strong: true }] : [];
  });

  return {
    ...{ width, height, plot, steps, values, references: [], colourBar: null },
    lines: [...trains, ...tests],
    labels: placeLabels([...wishes, ...trainingLabel(trains, tests, theme)], plot, [...trains, ...tests]),
    empty: arms.some(arm => arm.frameCount) ? null : nothingYet(input.absence, AT_STEP_0),
    summary: arms.map(arm => withDivergence(arm, summaryOf(arm))).join('; '),
    stops: probeSteps(arms),
    readAt(step) {
      const at = nearestProbe(arms, step);
      if (at === null) return null;
      const rows = arms
        .filter(arm => arm.frameCount)
        .map(arm => {
          const test = valueNear(arm, arm.column('test', 'accuracy'), at);
          const train = valueNear(arm, arm.column('train', 'accuracy'), at);
          const colour = richnessColour(valueNear(arm, arm.column(probe, 'dlr'), at), theme);
          return {
            arm: arm.index,
            text: `${arm.id} ${formatShare(test)}, train ${formatShare(train)}`,
            y: values(test),
            colour,
          };
        });
      return { step: at, rows };
    },
  };
}

function summaryOf(arm: ArmRecording): string {
  if (!arm.latest) return `${arm.id} not measured yet`;
  const { train, test } = arm.latest;
  return `${arm.id} test ${formatShare(test.accuracy)}, train ${formatShare(train.accuracy)}`;
}

/** One word for all faint lines, at the highest of their ends, once that has left the strong ones. */
function trainingLabel(
  trains: readonly ArmLine[],
  tests: readonly ArmLine[],
  theme: CurveInput['theme'],
): LabelWish[] {
  const ends = trains.flatMap(line => line.end ?? []);
  if (!ends.length) return [];
  const highest = ends.reduce((best, end) => (end.y < best.y ? end : best));
  const isClear = tests.every(({ end }) => !end || end.y - highest.y > LABEL_HEIGHT / 2);
  if (!isClear) return [];
  return [{ ...highest, text: 'training', colour: PALETTES[theme].soft, strong: false }];
}

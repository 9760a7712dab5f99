import type { ArmRecording } from '../../recording/recording';
import { drawLine } from '../common/lines';
import {
  type ArmLine,
  type LabelWish,
  type LineModel,
  placeLabels,
  plotOf,
  probeSteps,
  valueNear,
} from '../common/model';
import { richnessColour, richnessTextColour } from '../common/richness';
import { linearScale, stepScale } from '../common/scales';
import type { CurveProps } from '../types';

type Input = Omit<CurveProps, 'version' | 'hoverStep' | 'onHoverStep'>;

const percent = (share: number) => `${Math.round(100 * share)}\u202f%`;

/** Accuracy against step: strong on test pictures, faint on training pictures, coloured by D_LR at that moment. */
export function accuracyModel({ recording, theme, probe, stepAxis, width, height }: Input): LineModel {
  const { arms, experiment } = recording;
  const plot = plotOf(width, height, 48, 78);
  const steps = stepScale(stepAxis, experiment.stop.steps, [plot.left, plot.right]);
  const tickValues = plot.bottom - plot.top > 130 ? [0, 0.2, 0.4, 0.6, 0.8, 1] : [0, 0.5, 1];
  const values = linearScale([0, 1], [plot.bottom, plot.top], percent, tickValues);

  const curve = (arm: ArmRecording, split: 'train' | 'test'): ArmLine => ({
    ...drawLine(
      {
        x: arm.frameSteps.map(steps),
        y: arm.column(split, 'accuracy').map(values),
        dlr: arm.column(probe, 'dlr'),
      },
      plot,
      theme,
    ),
    arm: arm.index,
    faint: split === 'train',
    diverged: arm.divergedAt !== null,
  });
  const tests = arms.map(arm => curve(arm, 'test'));

  const wishes = arms.flatMap((arm, i): LabelWish[] => {
    const { end } = tests[i]!;
    if (!end) return [];
    const text = `${arm.id} ${percent(arm.column('test', 'accuracy').at(-1)!)}`;
    const colour = richnessTextColour(arm.column(probe, 'dlr').at(-1)!, theme);
    return [{ ...end, text, colour, strong: true }];
  });

  return {
    width,
    height,
    plot,
    steps,
    values,
    lines: [...arms.map(arm => curve(arm, 'train')), ...tests],
    references: [],
    labels: placeLabels(wishes, plot),
    colourBar: null,
    empty: null,
    summary: arms
      .map(arm =>
        arm.latest
          ? `${arm.id} test ${percent(arm.latest.test.accuracy)}, train ${percent(arm.latest.train.accuracy)}`
          : `${arm.id} not measured yet`,
      )
      .join('; '),
    stops: probeSteps(arms),
    readAt(step) {
      const measured = arms.filter(arm => arm.frameCount);
      if (!measured.length) return null;
      const at = measured[0]!.frameSteps[measured[0]!.frameIndexAt(step)]!;
      const rows = measured.map(arm => {
        const [train, test] = (['train', 'test'] as const).map(split =>
          valueNear(arm, arm.column(split, 'accuracy'), at),
        );
        const colour = richnessColour(valueNear(arm, arm.column(probe, 'dlr'), at), theme);
        return {
          arm: arm.index,
          text: `${arm.id} test ${percent(test!)}, train ${percent(train!)}`,
          y: values(test!),
          colour,
        };
      });
      return { step: at, rows };
    },
  };
}

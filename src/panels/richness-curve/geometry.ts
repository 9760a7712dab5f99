import { drawLine } from '../common/lines';
import { type LabelWish, type LineModel, placeLabels, plotOf, probeSteps, valueNear } from '../common/model';
import { PALETTES } from '../common/palette';
import { richnessColour, richnessTextColour } from '../common/richness';
import { linearScale, stepScale } from '../common/scales';
import type { CurveProps } from '../types';

type Input = Omit<CurveProps, 'version' | 'hoverStep' | 'onHoverStep'>;

/** Starts closer than this share one reference line. */
const SAME_START = 0.005;
/** The axis reaches at least this far up, so that the whole colour scale is on it. */
const LEAST_TOP = 0.6;

/** "0.04"; "undefined". */
export function formatDlr(dlr: number): string {
  return Number.isNaN(dlr) ? 'undefined' : dlr.toFixed(2);
}

/** D_LR against step: one curve an arm, a dotted line at each start, the colour scale beside the axis. */
export function richnessModel({ recording, theme, probe, stepAxis, width, height }: Input): LineModel {
  const { arms, experiment } = recording;
  const plot = plotOf(width, height, 56, 78);
  const columns = arms.map(arm => arm.column(probe, 'dlr'));
  const largest = columns.reduce((most, column) => column.reduce((m, d) => (d > m ? d : m), most), LEAST_TOP);
  const top = Math.min(1, largest * 1.04);
  const steps = stepScale(stepAxis, experiment.stop.steps, [plot.left, plot.right]);
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].filter(value => value <= top);
  const values = linearScale([0, top], [plot.bottom, plot.top], value => value.toFixed(1), ticks);
  const { soft } = PALETTES[theme];

  const lines = arms.map((arm, i) => ({
    ...drawLine({ x: arm.frameSteps.map(steps), y: columns[i]!.map(values), dlr: columns[i]! }, plot, theme),
    arm: arm.index,
    faint: false,
    diverged: arm.divergedAt !== null,
  }));

  const starts: number[] = [];
  for (const arm of arms) {
    const start = arm.initial?.[probe].measures.dlr ?? null;
    if (start !== null && !starts.some(other => Math.abs(other - start) < SAME_START)) starts.push(start);
  }

  const wishes: LabelWish[] = starts.map(start => ({
    x: plot.right,
    y: values(start),
    text: `start ${start.toFixed(2)}`,
    colour: soft,
    strong: false,
  }));
  arms.forEach((arm, i) => {
    const { end } = lines[i]!;
    const dlr = lastDefined(columns[i]!);
    if (end)
      wishes.push({
        ...end,
        text: `${arm.id} ${formatDlr(dlr)}`,
        colour: richnessTextColour(dlr, theme),
        strong: true,
      });
  });

  return {
    width,
    height,
    plot,
    steps,
    values,
    lines,
    references: starts.map(start => ({ y: values(start), colour: soft })),
    labels: placeLabels(wishes, plot),
    colourBar: colourBar(top, theme),
    empty: arms.some(arm => arm.frameCount) ? null : 'The first value comes with the first probe.',
    summary: arms
      .map((arm, i) =>
        arm.frameCount ? `${arm.id} ${formatDlr(columns[i]!.at(-1)!)}` : `${arm.id} not measured yet`,
      )
      .join(', '),
    stops: probeSteps(arms),
    readAt(step) {
      const near = probeSteps(arms);
      const measured = arms.filter(arm => arm.frameCount);
      if (!near.length) return null;
      const at = measured[0]!.frameSteps[measured[0]!.frameIndexAt(step)]!;
      const rows = measured.map(arm => {
        const dlr = valueNear(arm, columns[arm.index]!, at);
        const y = Number.isNaN(dlr) ? null : values(dlr);
        return { arm: arm.index, text: `${arm.id} ${formatDlr(dlr)}`, y, colour: richnessColour(dlr, theme) };
      });
      return { step: at, rows };
    },
  };
}

function lastDefined(column: Float64Array): number {
  for (let i = column.length - 1; i >= 0; i--) if (!Number.isNaN(column[i]!)) return column[i]!;
  return Number.NaN;
}

function colourBar(top: number, theme: CurveProps['theme']) {
  const count = 16;
  return Array.from({ length: count + 1 }, (_, i) => ({
    offset: i / count,
    colour: richnessColour(top * (1 - i / count), theme),
  }));
}

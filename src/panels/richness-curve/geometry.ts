import type { ArmRecording } from '../../recording/recording';
import { errorBand } from '../common/error';
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
import { LAZY, RICH, richnessColour, richnessTextColour } from '../common/richness';
import { linearScale, type Plot, roundValues, type Scale } from '../common/scales';
import type { Theme } from '../types';

/** Starts whose labels would be nearer than this, in pixels, share one label. */
const SAME_START = 14;
/** Starts nearer than this share one dotted line. */
const SAME_LINE = 3;
/** Least height of an axis step, in pixels, with room for the name of an end of the colour scale. */
const NAME_ROOM = 30;

/** "0.04"; "undefined". */
export function formatDlr(dlr: number): string {
  return Number.isNaN(dlr) ? 'undefined' : dlr.toFixed(2);
}

/** D_LR against step: one curve an arm, a dotted line at each start, the colour scale beside the axis. */
export function richnessModel(input: CurveInput): LineModel {
  const { recording, theme, probe, width, height } = input;
  const { arms } = recording;
  const plot = plotOf(width, height);
  const steps = stepsOf(input, plot);
  const columns = arms.map(arm => arm.column(probe, 'dlr'));
  const behind = input.behind?.range('dlr', probe)?.[1] ?? 0;
  const top = Math.min(1, 1.04 * columns.reduce(largest, Math.max(LAZY, behind)));
  const tickValues = roundValues(top, plot.bottom - plot.top);
  const values = linearScale([0, top], [plot.bottom, plot.top], formatTick, tickValues);

  const lines = arms.map((arm, i) => {
    const line = drawLine(arm.frameSteps.map(steps), columns[i]!.map(values));
    return armLine(arm, line, input, steps, plot, { band: errorBand(arm, probe, steps, values) });
  });

  const starts = arms.flatMap(arm => arm.initial?.[probe].measures.dlr ?? []);
  const references = apart(starts.map(values));
  const isEmpty = !lines.some(line => line.end);
  const wishes = startLabels(starts, values, plot, theme);
  arms.forEach((arm, i) => {
    const { end } = lines[i]!;
    const dlr = columns[i]!.at(-1) ?? Number.NaN;
    const colour = richnessTextColour(dlr, theme);
    if (!arm.frameCount) return;
    if (isEmpty && !end) return;
    // An arm that was never defined has no line to stand beside, and no height on the axis: it is named above.
    const place = end ?? { x: plot.right, y: plot.top };
    wishes.push({ ...place, text: `${arm.id} ${formatDlr(dlr)}`, colour, strong: true });
  });

  return {
    ...{ width, height, plot, steps, values, lines, references },
    labels: placeLabels(wishes, plot, [...lines, ...references.map(y => levelLine(y, plot))]),
    colourBar: colourBar(top, values, tickValues, theme),
    empty: isEmpty ? whyEmpty(arms, input) : null,
    summary: arms.map((arm, i) => withDivergence(arm, summaryOf(arm, columns[i]!))).join('; '),
    stops: probeSteps(arms),
    readAt(step) {
      const at = nearestProbe(arms, step);
      if (at === null) return null;
      const rows = arms
        .filter(arm => arm.frameCount)
        .map(arm => {
          const dlr = valueNear(arm, columns[arm.index]!, at);
          const y = Number.isNaN(dlr) ? null : values(dlr);
          return {
            arm: arm.index,
            text: `${arm.id} ${formatDlr(dlr)}`,
            y,
            colour: richnessColour(dlr, theme),
          };
        });
      return { step: at, rows };
    },
  };
}

const largest = (most: number, column: Float64Array) => column.reduce((m, dlr) => (dlr > m ? dlr : m), most);
const formatTick = (value: number) => (value === 0 ? '0' : value.toFixed(1));
const levelLine = (y: number, plot: Plot) => ({ x: [plot.left, plot.right], y: [y, y] });

/** Heights that can be told apart; of those that cannot, the first. */
function apart(heights: readonly number[]): number[] {
  const kept: number[] = [];
  for (const y of heights) if (kept.every(other => Math.abs(other - y) > SAME_LINE)) kept.push(y);
  return kept;
}

function summaryOf(arm: ArmRecording, column: Float64Array): string {
  return `${arm.id} ${arm.frameCount ? formatDlr(column.at(-1)!) : 'not measured yet'}`;
}

function whyEmpty(arms: readonly ArmRecording[], { probe, absence }: CurveInput): string {
  const measured = arms.find(arm => arm.latest);
  return measured?.latest?.[probe].measures.undefinedBecause?.dlr ?? nothingYet(absence, AT_STEP_0);
}

/** A label for each start, or for several that lie together. */
function startLabels(starts: readonly number[], values: Scale, plot: Plot, theme: Theme): LabelWish[] {
  const groups: number[][] = [];
  for (const start of [...starts].sort((a, b) => b - a)) {
    const group = groups.at(-1);
    if (group && values(start) - values(group[0]!) < SAME_START) group.push(start);
    else groups.push([start]);
  }
  return groups.map(group => {
    const mean = group.reduce((sum, start) => sum + start, 0) / group.length;
    const sign = new Set(group.map(formatDlr)).size > 1 ? '≈ ' : '';
    const text = `start ${sign}${formatDlr(mean)}`;
    return { x: plot.right, y: values(mean), text, colour: PALETTES[theme].soft, strong: false };
  });
}

/** The colour code, taught once: the scale along the axis, with its ends named where they have room. */
function colourBar(top: number, values: Scale, tickValues: readonly number[], theme: Theme) {
  const count = 24;
  const stops = Array.from({ length: count + 1 }, (_, i) => ({
    offset: i / count,
    colour: richnessColour(top * (1 - i / count), theme),
  }));
  const hasRoom = tickValues.length > 1 && values(tickValues[0]!) - values(tickValues[1]!) >= NAME_ROOM;
  const lazyTick = tickValues.findLast(value => value <= LAZY + 1e-9) ?? LAZY;
  const names = [
    { y: values(lazyTick) + 14, text: 'lazy', colour: richnessTextColour(LAZY, theme) },
    { y: values(RICH) - 14, text: 'rich', colour: richnessTextColour(RICH, theme) },
  ];
  return { stops, names: hasRoom ? names : [] };
}

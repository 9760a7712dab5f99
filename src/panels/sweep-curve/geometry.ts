import type { Spread, SweepMeasure, SweepResults } from '../../recording/sweep';
import { type LabelWish, placeLabels } from '../common/labels';
import { drawBand, drawLine } from '../common/lines';
import { type ArmLine, type LineModel, plotOf } from '../common/model';
import { richnessColour, richnessStops, richnessTextColour } from '../common/richness';
import type { Plot, Tick } from '../common/scales';
import { textWidth } from '../common/text';
import { valueScale } from '../rivals/geometry';
import type { Theme } from '../types';
import { formatValue, valuePlaces, valueTicks } from './axis';
import { formatSpread, SWEEP_WORDS } from './measures';

export interface SweepCurveInput {
  results: SweepResults;
  measure: SweepMeasure;
  /** What the axis is called. */
  axisLabel: string;
  theme: Theme;
  width: number;
  height: number;
}

/** A point of a curve: a value, over its seeds. */
export interface SweepDot {
  arm: number;
  x: number;
  y: number;
  colour: string;
}

export interface SweepCurveModel extends Pick<LineModel, 'plot' | 'values' | 'colourBar' | 'labels'> {
  width: number;
  height: number;
  heading: string;
  axisLabel: string;
  ticks: Tick[];
  /** Where each value lies. */
  places: number[];
  lines: ArmLine[];
  dots: SweepDot[];
  /** Where runs diverged, so that a point is not there or stands for fewer seeds. */
  crosses: { arm: number; x: number; y: number }[];
  empty: string | null;
  summary: string;
  /** The value nearest to a place. */
  indexAt(x: number): number;
  /** What was measured at a value, in words, one text an arm. */
  wordsAt(index: number): string[];
}

/** Room for the heading, and below for the values and the name of the axis. */
const [TOP, FOOT] = [34, 42];
/** Pixels that the first and the last value stay from the sides. */
const INSET = 14;

/** One measure at the end of training along one setting: mean over seeds, and the sample standard deviation as a band. */
export function sweepCurveModel(input: SweepCurveInput): SweepCurveModel {
  const { results, measure, axisLabel, theme, width, height } = input;
  const [axis] = results.sweep.axes;
  const whole = plotOf(width, height);
  const labelled = results.arms.length > 1;
  const plot: Plot = {
    ...whole,
    right: labelled ? whole.right : width - 16,
    top: TOP,
    bottom: height - FOOT,
  };
  const places = valuePlaces(axis!.values, plot.left + INSET, plot.right - INSET);
  const series = results.arms.map((_, arm) => results.series(arm, measure));
  const richness = results.arms.map((_, arm) => results.series(arm, 'dlr'));
  const values = valueScale(SWEEP_WORDS[measure].axis, series.flatMap(edges), plot);
  const isLog = SWEEP_WORDS[measure].axis === 'log';
  const heightOf = (value: number) =>
    Number.isFinite(value) && (!isLog || value > 0) ? values(value) : Number.NaN;

  const lines = series.map((spreads, arm): ArmLine => {
    const room = plot.right - plot.left;
    const stops = richnessStops(
      places.map(x => (x - plot.left) / room),
      richness[arm]!.map(({ mean }) => mean),
      theme,
    );
    const line = drawLine(
      places,
      spreads.map(({ mean }) => heightOf(mean)),
    );
    const inPlot = (value: number) =>
      isLog && value <= 0 ? plot.bottom : Math.min(plot.bottom, Math.max(plot.top, values(value)));
    const band = bandOf(spreads, places, inPlot);
    return { ...line, arm, faint: false, stops, band, diverged: false };
  });
  const dots = series.flatMap((spreads, arm) =>
    spreads.flatMap(({ mean }, i): SweepDot[] => {
      const y = heightOf(mean);
      const colour = richnessColour(richness[arm]![i]!.mean, theme);
      return Number.isNaN(y) ? [] : [{ arm, x: places[i]!, y, colour }];
    }),
  );
  const crosses = series.flatMap((_, arm) =>
    axis!.values.flatMap((value, i) =>
      results.divergedAt([value], arm) ? [{ arm, x: places[i]!, y: plot.top + 8 + 12 * arm }] : [],
    ),
  );
  const wishes = lines.flatMap(({ arm, end }): LabelWish[] => {
    if (!end || !labelled) return [];
    const colour = richnessTextColour(
      richness[arm]!.findLast(({ mean }) => !Number.isNaN(mean))?.mean ?? Number.NaN,
      theme,
    );
    return [{ ...end, x: plot.right, text: results.arms[arm]!.id, colour, strong: true }];
  });
  const wordsAt = (index: number) =>
    series.map((spreads, arm) => armWords(results, arm, spreads[index]!, measure, axis!.values[index]!));
  return {
    ...{ width, height, plot, values, places, lines, dots, crosses, axisLabel, wordsAt },
    colourBar: null,
    heading: SWEEP_WORDS[measure].heading,
    ticks: valueTicks(axis!.values, places),
    labels: placeLabels(wishes, plot, []),
    empty: dots.length || crosses.length ? null : whyEmpty(results, measure),
    summary: results.arms
      .map(({ id }, arm) => {
        const known = axis!.values.flatMap((value, i) =>
          series[arm]![i]!.defined
            ? [`${formatSpread(series[arm]![i]!, measure)} at ${formatValue(value)}`]
            : [],
        );
        return `${labelled ? `${id} ` : ''}${known.join(', ') || 'not measured yet'}`;
      })
      .join('; '),
    indexAt: x =>
      places.reduce((best, place, i) => (Math.abs(place - x) < Math.abs(places[best]! - x) ? i : best), 0),
  };
}

function whyEmpty({ done }: SweepResults, measure: SweepMeasure): string {
  return done
    ? `${SWEEP_WORDS[measure].short} is undefined in all runs so far.`
    : 'Start: a point comes with each run.';
}

/** "A 0.04 ± 0.01"; how many runs diverged, where some did. */
function armWords(
  results: SweepResults,
  arm: number,
  spread: Spread,
  measure: SweepMeasure,
  value: number,
): string {
  const diverged = results.divergedAt([value], arm);
  const id = results.arms.length > 1 ? `${results.arms[arm]!.id} ` : '';
  if (!spread.seeds) return `${id}not run yet`;
  return `${id}${formatSpread(spread, measure)}${diverged ? `, ${diverged} of ${spread.seeds} diverged` : ''}`;
}

/** Lowest and highest of a series with its spread, for the axis. */
const edges = (spreads: readonly Spread[]): Float64Array[] => [
  Float64Array.from(spreads, ({ mean }) => mean),
  Float64Array.from(spreads, ({ mean, spread }) => mean + spread),
];

/** One area for each run of values that have a spread. */
function bandOf(
  spreads: readonly Spread[],
  places: readonly number[],
  heightOf: (value: number) => number,
): string {
  const pieces: number[][] = [[]];
  spreads.forEach(({ spread }, i) => {
    if (Number.isNaN(spread)) pieces.push([]);
    else pieces.at(-1)!.push(i);
  });
  return pieces
    .map(piece => {
      const ends = piece.map(i => [
        spreads[i]!.mean - spreads[i]!.spread,
        spreads[i]!.mean + spreads[i]!.spread,
      ]);
      return drawBand(
        piece.map(i => places[i]!),
        ends.map(([low]) => heightOf(low!)),
        ends.map(([, high]) => heightOf(high!)),
      );
    })
    .join('');
}

/** Width that the labels of an axis take. */
export const widestLabel = (values: readonly number[], font: number): number =>
  Math.max(...values.map(value => textWidth(formatValue(value), font)));

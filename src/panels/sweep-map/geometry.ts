import type { SweepMeasure, SweepResults } from '../../recording/sweep';
import { FONT, PALETTES } from '../common/palette';
import { type ColourStop, contrast, LAZY, RICH, richnessColour } from '../common/richness';
import type { Plot, Tick } from '../common/scales';
import { shorten, textWidth } from '../common/text';
import { formatValue } from '../sweep-curve/axis';
import { widestLabel } from '../sweep-curve/geometry';
import { formatMeasure } from '../sweep-curve/measures';
import type { Theme } from '../types';

export interface SweepMapInput {
  results: SweepResults;
  arm: number;
  /** What is written in the cells; their colour is always that of D_LR. */
  measure: SweepMeasure;
  /** What the two axes are called: across, and up. */
  axisLabels: readonly [string, string];
  theme: Theme;
  width: number;
}

/** `waiting`: no run is there yet. `undefined`: there is no D_LR. */
export interface SweepCell {
  /** Place of its value on each axis. */
  at: readonly [number, number];
  left: number;
  top: number;
  width: number;
  height: number;
  state: 'waiting' | 'undefined' | 'measured';
  colour: string;
  text: string;
  textColour: string;
}

export interface SweepMapModel {
  width: number;
  height: number;
  plot: Plot;
  heading: string;
  axisLabels: readonly [string, string];
  cells: SweepCell[];
  across: Tick[];
  up: Tick[];
  bar: { left: number; right: number; top: number; stops: ColourStop[] };
  summary: string;
  /** Places on the two axes of the cell at some pixels. */
  cellAt(x: number, y: number): [number, number];
}

const HEADING = 52;
const FOOT = 44;
const GAP = 2;
/** Heights of a row. */
const [LEAST_ROW, MOST_ROW] = [34, 64];
const BAR = 130;
const TEXT_GAP = 6;
const SHADES = 24;

/** A cell for each pair of values, in the colour of D_LR: mean over the seeds that are there. */
export function sweepMapModel(input: SweepMapInput): SweepMapModel {
  const { results, arm, measure, axisLabels, theme, width } = input;
  const [across, up] = [results.sweep.axes[0]!, results.sweep.axes[1]!];
  const left = Math.ceil(widestLabel(up.values, FONT)) + 14;
  const right = width - 2;
  const column = (right - left) / across.values.length;
  const row = Math.max(LEAST_ROW, Math.min(MOST_ROW, Math.round(column * 0.62)));
  const plot: Plot = { left, right, top: HEADING, bottom: HEADING + row * up.values.length };
  const height = plot.bottom + FOOT;
  const xOf = (i: number) => Math.round(left + i * column);
  const yOf = (j: number) => plot.bottom - (j + 1) * row;
  const [dlr, shown] = [results.grid(arm, 'dlr'), results.grid(arm, measure)];
  const cells = up.values.flatMap((_, j) =>
    across.values.map((_, i): SweepCell => {
      const [richness, value] = [dlr[j]![i]!, shown[j]![i]!];
      const colour = richnessColour(richness.mean, theme);
      const state = !richness.seeds ? 'waiting' : richness.defined ? 'measured' : 'undefined';
      const wide = xOf(i + 1) - xOf(i) - GAP;
      const diverged = results.divergedAt([across.values[i]!, up.values[j]!], arm);
      const text =
        state === 'waiting'
          ? ''
          : value.defined
            ? formatMeasure(value.mean, measure)
            : diverged
              ? 'diverged'
              : '–';
      return {
        ...{ at: [i, j], left: xOf(i), top: yOf(j), width: wide, height: row - GAP, state, colour },
        text: fitting(text, wide - 4),
        textColour: state === 'measured' ? readable(colour) : PALETTES[theme].ink,
      };
    }),
  );
  const label = results.arms.length > 1 ? `${results.arms[arm]!.id} · ${results.arms[arm]!.label}` : 'D_LR';
  return {
    ...{ width, height, plot, cells, axisLabels },
    heading: shorten(label, width - BAR - 90, 13.5, true),
    across: ticks(across.values, i => (xOf(i) + xOf(i + 1) - GAP) / 2, true),
    up: ticks(up.values, j => yOf(j) + (row - GAP) / 2, false),
    bar: { left: right - BAR - 34, right: right - 34, top: 5, stops: barStops(theme) },
    summary: `${cells.filter(cell => cell.state !== 'waiting').length} of ${cells.length} points are there`,
    cellAt: (x, y) => [
      clamp(Math.floor((x - left) / column), across.values.length),
      clamp(Math.floor((plot.bottom - y) / row), up.values.length),
    ],
  };
}

const clamp = (index: number, count: number) => Math.max(0, Math.min(count - 1, index));

/** The text where it fits, a sign that there is one where it does not. */
const fitting = (text: string, width: number) =>
  textWidth(text, FONT, true) <= width ? text : text === 'diverged' ? '×' : '';

/** Black or white, whichever is read better on a colour. */
function readable(colour: string): string {
  return contrast('#ffffff', colour) >= contrast('#000000', colour) ? '#ffffff' : '#000000';
}

function ticks(values: readonly number[], placeOf: (i: number) => number, across: boolean): Tick[] {
  const half = (label: string) => textWidth(label, FONT) / 2 + TEXT_GAP / 2;
  const kept: Tick[] = [];
  values.forEach((value, i) => {
    const [at, label] = [placeOf(i), formatValue(value)];
    const before = kept.at(-1);
    if (!across || !before || at - half(label) >= before.at + half(before.label)) kept.push({ at, label });
  });
  return kept;
}

const barStops = (theme: Theme): ColourStop[] =>
  Array.from({ length: SHADES + 1 }, (_, i) => ({
    offset: i / SHADES,
    colour: richnessColour(RICH + ((LAZY - RICH) * i) / SHADES, theme),
  }));

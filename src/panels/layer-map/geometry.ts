import type { ArmRecording, Recording, Split } from '../../recording/recording';
import { nearestIndex } from '../../recording/series';
import { nothingYet, plotOf, withDivergence } from '../common/model';
import { FONT } from '../common/palette';
import { richnessColour, richnessTextColour } from '../common/richness';
import { formatStep, type Plot, type StepScale, stepScale } from '../common/scales';
import { shorten, textWidth } from '../common/text';
import { endsOf, type Zoom } from '../common/zoom';
import { formatDlr } from '../richness-curve/geometry';
import type { Absence, StepAxis, Theme } from '../types';

export interface MapInput {
  recording: Recording;
  arm: ArmRecording;
  theme: Theme;
  probe: Split;
  stepAxis: StepAxis;
  /** The steps that are shown; null, or left out: the whole run. */
  zoom?: Zoom;
  width: number;
  /** It stands at the foot of the maps and labels the steps. */
  last: boolean;
  absence?: Absence;
}

/** One layer's row, in pixels. */
export interface MapRow {
  layer: number;
  name: string;
  top: number;
  height: number;
}

/** A cell of the map with what was measured there; NaN: undefined. */
export interface Cell {
  layer: number;
  name: string;
  step: number;
  dlr: number;
  share: number;
  effectiveDimension: number;
  left: number;
  right: number;
  top: number;
  height: number;
  colour: string;
}

export interface LayerMapModel {
  width: number;
  height: number;
  plot: Plot;
  heading: string;
  steps: StepScale;
  /** From the last layer, above, to the input. */
  rows: MapRow[];
  /** D_LR of each row as text, at the probe nearest to a step; null: the newest. */
  valuesAt(step: number | null): { layer: number; text: string; colour: string }[];
  /** All cells of one colour as one path. */
  paths: { colour: string; d: string }[];
  /** All cells without a D_LR. */
  undefinedPath: string;
  empty: string | null;
  summary: string;
  /** Steps of the probes, ascending. */
  stops: Float64Array;
  /** The layer of the row at a height. */
  layerAt(y: number): number;
  /** The step of the probe whose cells are at a place; the nearest beyond the ends. */
  stepAt(x: number): number;
  /** The cell of a layer at the probe nearest to a step; null before the first. */
  cellAt(layer: number, step: number): Cell | null;
}

const HEADING = 26;
/** Heights of a row, and what the rows of all arms share. */
const [LEAST_ROW, MOST_ROW, ALL_ROWS] = [24, 44, 264];
/** Pixels between two rows. */
const GAP = 2;
const FOOT = 18;
const STEP_LABELS = 25;
/** Width of the cell of a probe that has no neighbour. */
const LONE = 6;
/** D_LR is coloured in steps of 0.01: finer than eyes tell apart, and cells of one colour are one path. */
const SHADES_PER_UNIT = 100;
/** Rows that a map without layers is high. */
const EMPTY_ROWS = 3;

/** Height of a row, the same in the maps of all arms: the fewer there are, the higher. */
export function rowHeight({ arms }: Recording): number {
  const rows = arms.reduce((sum, { layers }) => sum + layers.length, 0);
  return Math.max(LEAST_ROW, Math.min(MOST_ROW, Math.floor(ALL_ROWS / Math.max(1, rows))));
}

/** Left edge of the cells: the same in the maps of all arms, with room for the longest name of a layer. */
function leftOf({ arms }: Recording, width: number): number {
  const names = arms.flatMap(arm => arm.layers.map(({ name }) => textWidth(name, FONT)));
  return Math.max(plotOf(width, 0).left, Math.min(width / 3, Math.ceil(Math.max(0, ...names)) + 10));
}

/** Where the cells of the probes begin, in whole pixels, and where the last one ends. */
export function cellEdges(x: ArrayLike<number>, { left, right }: Pick<Plot, 'left' | 'right'>): number[] {
  const count = x.length;
  if (!count) return [];
  const middle = (i: number) => (x[i - 1]! + x[i]!) / 2;
  const halfFirst = count > 1 ? (x[1]! - x[0]!) / 2 : 0;
  const halfLast = count > 1 ? (x[count - 1]! - x[count - 2]!) / 2 : LONE;
  const edges = [x[0]! - halfFirst];
  for (let i = 1; i < count; i++) edges.push(middle(i));
  edges.push(x[count - 1]! + halfLast);
  return edges.map(edge => Math.round(Math.min(right, Math.max(left, edge))));
}

/** D_LR of each layer at each probe of one arm, as cells in the colour of the value. */
export function layerMapModel(input: MapInput): LayerMapModel {
  const { recording, arm, theme, probe, stepAxis, zoom, width, last: isLast } = input;
  const { layers, layerSteps } = arm;
  const row = rowHeight(recording);
  const bottom = HEADING + row * (layers.length || EMPTY_ROWS);
  const height = bottom + (isLast ? STEP_LABELS : FOOT);
  const whole = plotOf(width, height);
  const plot: Plot = { ...whole, left: leftOf(recording, width), top: HEADING, bottom };
  const last = recording.experiment.stop.steps;
  const steps = stepScale(stepAxis, last, [plot.left, plot.right], endsOf(zoom, last));
  const edges = cellEdges(layerSteps.map(steps), plot);
  const columns = layers.map((_, layer) => arm.layerColumn(probe, layer, 'dlr'));
  const topOf = (layer: number) => plot.top + row * (layers.length - 1 - layer);

  const byColour = new Map<string, string>();
  const draw = (colour: string, layer: number, from: number, to: number) => {
    if (from < to)
      byColour.set(
        colour,
        `${byColour.get(colour) ?? ''}M${from},${topOf(layer)}H${to}v${row - GAP}H${from}Z`,
      );
  };
  columns.forEach((column, layer) => {
    let start = 0;
    for (let i = 1; i <= column.length; i++) {
      if (i < column.length && colourOf(column[i]!, theme) === colourOf(column[start]!, theme)) continue;
      draw(colourOf(column[start]!, theme), layer, edges[start]!, edges[i]!);
      start = i;
    }
  });
  const undefinedPath = byColour.get(UNDEFINED) ?? '';
  byColour.delete(UNDEFINED);

  const rows = layers.map(({ name }, layer): MapRow => {
    return {
      ...{ layer, top: topOf(layer), height: row - GAP },
      name: shorten(name, plot.left - 8, FONT),
    };
  });
  return {
    ...{ width, height, plot, steps, rows, undefinedPath },
    heading: shorten(`${arm.id} · ${arm.label}`, width, 13.5, true),
    paths: [...byColour].map(([colour, d]) => ({ colour, d })),
    empty: layerSteps.length ? null : whyNoLayers(arm, input.absence),
    summary: withDivergence(arm, summaryOf(arm, columns)),
    stops: layerSteps,
    valuesAt(step) {
      const index = step === null ? layerSteps.length - 1 : nearestIndex(layerSteps, step);
      return columns.map((column, layer) => {
        const dlr = column[index] ?? Number.NaN;
        return { layer, text: formatDlr(dlr), colour: richnessTextColour(dlr, theme) };
      });
    },
    layerAt: y =>
      Math.max(0, Math.min(layers.length - 1, layers.length - 1 - Math.floor((y - plot.top) / row))),
    stepAt: x =>
      layerSteps[
        Math.max(
          0,
          Math.min(
            layerSteps.length,
            edges.findLastIndex(edge => edge <= x),
          ),
        )
      ] ??
      layerSteps.at(-1) ??
      0,
    cellAt(layer, step) {
      const index = nearestIndex(layerSteps, step);
      if (index < 0 || !layers[layer]) return null;
      const read = (name: 'dlr' | 'share' | 'effectiveDimension') =>
        arm.layerColumn(probe, layer, name)[index]!;
      return {
        ...{
          layer,
          name: layers[layer].name,
          step: layerSteps[index]!,
          top: topOf(layer),
          height: row - GAP,
        },
        ...{ dlr: read('dlr'), share: read('share'), effectiveDimension: read('effectiveDimension') },
        ...{ left: edges[index]!, right: edges[index + 1]! },
        colour: richnessColour(read('dlr'), theme),
      };
    },
  };
}

/** Stands for the colour of cells without a D_LR, which are hatched. */
const UNDEFINED = '';

const colourOf = (dlr: number, theme: Theme) =>
  Number.isNaN(dlr) ? UNDEFINED : richnessColour(Math.round(dlr * SHADES_PER_UNIT) / SHADES_PER_UNIT, theme);

function summaryOf(arm: ArmRecording, columns: readonly Float64Array[]): string {
  if (!arm.layerSteps.length) return 'no layers measured yet';
  return arm.layers
    .map(({ name }, layer) => `${name} ${formatDlr(columns[layer]!.at(-1) ?? Number.NaN)}`)
    .join(', ');
}

/** Why there are no layers to be drawn, as a sentence. */
export function whyNoLayers(arm: ArmRecording, absence?: Absence): string {
  return arm.latest
    ? 'The layers were not measured in this run.'
    : nothingYet(absence, 'the layers come with step 0.');
}

/** Why some cells have no D_LR, as a sentence; null where all have one. */
export function whyHatched(arm: ArmRecording, probe: Split): string | null {
  const isHatched = arm.layers.some((_, layer) =>
    arm.layerColumn(probe, layer, 'dlr').some(dlr => Number.isNaN(dlr)),
  );
  if (!isHatched) return null;
  const frames = [arm.latest, arm.initial].flatMap(frame => frame?.[probe].layers ?? []);
  return frames.find(layer => layer.undefinedBecause)?.undefinedBecause ?? 'D_LR is undefined there.';
}

const share = (value: number) => `${Math.round(100 * value)}\u202f%`;

/** What was measured in a cell, in words: "dense 2, step 100: D_LR 0.31, 69 % used, effective dimension 9.1". */
export function cellWords({ name, step, dlr, share: used, effectiveDimension }: Cell): string {
  const parts = [`D_LR ${formatDlr(dlr)}`];
  if (!Number.isNaN(used)) parts.push(`${share(used)} of its strength used`);
  if (!Number.isNaN(effectiveDimension)) parts.push(`effective dimension ${effectiveDimension.toFixed(1)}`);
  return `${name}, step ${formatStep(step)}: ${parts.join(', ')}`;
}

import type { Eigenfunction } from '../../metrics/types';
import { frameAt } from '../../recording/moment';
import type { ProbePictures } from '../../recording/types';
import { nothingYet } from '../common/model';
import { FONT, PALETTES } from '../common/palette';
import { richnessColour, richnessTextColour } from '../common/richness';
import { formatStep } from '../common/scales';
import { shorten } from '../common/text';
import type { EigenfunctionsProps } from '../types';
import { thumbnail } from './thumbnails';

type Input = EigenfunctionsProps;

/** How many eigenfunctions are asked for, and of how many pictures at either end. */
export const WANTED = { count: 12, pictures: 6 } as const;

/** From this width on there are two columns of eigenfunctions. */
const TWO_COLUMNS = 1_000;
const COLUMN_GAP = 32;
/** Width of the numbers and bars, and their room to the pictures. */
const [WORDS, WORDS_GAP] = [196, 18];
/** Sides of a picture, in pixels, and the room between two. */
const [SMALLEST, LARGEST, GAP] = [32, 46, 3];
/** Room between the two ends. */
const MIDDLE = 20;
/** Fewest pictures at either end beside the numbers; with less room they go below them. */
const FEWEST = 4;
/** Height of a row of words, and of the column's heading. */
const [ROW, HEADING] = [17, 24];
/** Room between two eigenfunctions. */
const BETWEEN = 16;
/** An end is named by a class where at least this share of its pictures are of it. */
const MOSTLY = 0.6;

export interface Thumbnail {
  x: number;
  y: number;
  size: number;
  /** data: address; null where the picture has not arrived. */
  address: string | null;
  /** What is to be seen: "7, e = 2.31". */
  alt: string;
}

export interface Bar {
  name: string;
  x: number;
  y: number;
  /** Pixels of the bar, of `BAR`. */
  length: number;
  value: string;
  colour: string;
}

export interface EigenfunctionRow {
  x: number;
  y: number;
  /** "1", and what it tells apart where that is clear: "0 ↔ 7". */
  rank: string;
  tells: string;
  bars: Bar[];
  pictures: Thumbnail[];
  summary: string;
}

export interface EigenfunctionsModel {
  width: number;
  height: number;
  rows: EigenfunctionRow[];
  headings: { x: number; text: string; anchor: 'start' | 'end' }[];
  valueColour: string;
  message: string | null;
  summary: string;
}

/** Place and length of a bar within its row. */
export const BAR = { x: 62, length: 84, height: 7 };

interface Layout {
  columns: number;
  /** Width of a column. */
  column: number;
  /** Pictures at either end. */
  pictures: number;
  size: number;
  /** Where the pictures begin, within a row. */
  picturesAt: { x: number; y: number };
  /** From one row to the next. */
  pitch: number;
}

/** How many pictures fit, and where, at a width of the whole drawing. */
export function layoutFor(width: number): Layout {
  const columns = width >= TWO_COLUMNS ? 2 : 1;
  const column = Math.floor((width - (columns - 1) * COLUMN_GAP) / columns);
  const sizeFor = (room: number, count: number) =>
    Math.min(LARGEST, Math.floor((room - MIDDLE) / (2 * count)) - GAP);
  const fitting = (room: number) =>
    [WANTED.pictures, 5, FEWEST].find(count => sizeFor(room, count) >= SMALLEST) ?? FEWEST;
  const words = 4 * ROW;
  const beside = column - WORDS - WORDS_GAP;
  if (sizeFor(beside, FEWEST) >= SMALLEST) {
    const pictures = fitting(beside);
    const size = sizeFor(beside, pictures);
    const picturesAt = { x: WORDS + WORDS_GAP, y: Math.round((words - size) / 2) };
    return { columns, column, pictures, size, picturesAt, pitch: words + BETWEEN };
  }
  const pictures = fitting(column);
  const size = sizeFor(column, pictures);
  return {
    columns,
    column,
    pictures,
    size,
    picturesAt: { x: 0, y: words + 6 },
    pitch: words + 6 + size + BETWEEN,
  };
}

/** D_LR at the probe that is drawn; NaN where it is undefined. */
const dlrOf = ({ arm, found, probe }: Input) =>
  frameAt(arm, found?.step ?? null)?.[probe].measures.dlr ?? Number.NaN;

/** The strongest eigenfunctions of one arm, each with the pictures on which it is smallest and largest. */
export function eigenfunctionsModel(input: Input): EigenfunctionsModel {
  const { found, theme, width, missing } = input;
  const functions = found?.detail.eigenfunctions;
  const valueColour = richnessTextColour(dlrOf(input), theme);
  if (!found || !functions?.length) {
    const message =
      missing ??
      found?.detail.eigenfunctionsMissing ??
      nothingYet(input.absence, 'the eigenfunctions come with the next probe.');
    return { width, height: 160, rows: [], headings: [], valueColour, message, summary: message };
  }
  const layout = layoutFor(width);
  const perColumn = Math.ceil(functions.length / layout.columns);
  const rows = functions.map((eigenfunction, k) => {
    const x = Math.floor(k / perColumn) * (layout.column + COLUMN_GAP);
    const y = HEADING + (k % perColumn) * layout.pitch;
    return rowOf(eigenfunction, k, { x, y }, layout, input);
  });
  return {
    ...{ width, rows, valueColour, message: null },
    height: HEADING + perColumn * layout.pitch - BETWEEN + 4,
    headings: headingsOf(layout),
    summary: `the ${rows.length} strongest features at step ${formatStep(found.step)}. ${rows.map(row => row.summary).join(' ')}`,
  };
}

/** Names of the two ends, above the pictures of each column. */
function headingsOf({ columns, column, pictures, size, picturesAt }: Layout) {
  const end = pictures * (size + GAP) - GAP;
  return Array.from({ length: columns }, (_, i) => i * (column + COLUMN_GAP) + picturesAt.x).flatMap(x => [
    { x, text: '← smallest', anchor: 'start' as const },
    { x: x + 2 * end + MIDDLE, text: 'largest →', anchor: 'end' as const },
  ]);
}

function rowOf(
  eigenfunction: Eigenfunction,
  k: number,
  { x, y }: { x: number; y: number },
  layout: Layout,
  input: Input,
): EigenfunctionRow {
  const { pictures, classNames } = input;
  const low = mostlyOf(eigenfunction.smallest, pictures, classNames);
  const high = mostlyOf(eigenfunction.largest, pictures, classNames);
  const tells = low || high ? `${low || 'mixed'} ↔ ${high || 'mixed'}` : '';
  const { intensity, used, quality } = eigenfunction;
  const numbers = `strength ${number(intensity)}, used ${number(used)}, quality ${number(quality)}`;
  return {
    ...{ x, y, rank: String(k + 1) },
    tells: shorten(tells, WORDS - 30, FONT),
    bars: barsOf(eigenfunction, x, y, input),
    pictures: picturesOf(eigenfunction, x + layout.picturesAt.x, y + layout.picturesAt.y, layout, input),
    summary: `Feature ${k + 1}: ${numbers}${tells && `, from ${low || 'mixed'} to ${high || 'mixed'}`}.`,
  };
}

const number = (value: number | null) => (value === null ? 'undefined' : value.toFixed(2));

function barsOf({ intensity, used, quality }: Eigenfunction, x: number, y: number, input: Input) {
  const { theme } = input;
  const colour = richnessColour(dlrOf(input), theme);
  const bar = (name: string, row: number, value: number | null, paint: string): Bar => ({
    ...{ name, x, y: y + row * ROW + ROW / 2, value: value === null ? '–' : value.toFixed(2) },
    ...{ length: Math.round(10 * BAR.length * Math.min(1, Math.max(0, value ?? 0))) / 10, colour: paint },
  });
  return [
    bar('strength', 1, intensity, colour),
    bar('used', 2, used, colour),
    bar('quality', 3, quality, PALETTES[theme].ink),
  ];
}

/** From the smallest value on the left to the largest on the right. */
function picturesOf(
  { smallest, smallestValues, largest, largestValues }: Eigenfunction,
  x: number,
  y: number,
  { pictures: count, size }: Layout,
  { pictures, classNames }: Input,
): Thumbnail[] {
  const draw = (index: number, value: number, place: number): Thumbnail => ({
    ...{ x: x + place * (size + GAP) + (place >= count ? MIDDLE - GAP : 0), y, size },
    address: pictures && thumbnail(pictures, index),
    alt: `${classOf(index, pictures, classNames) ?? 'picture'}, e = ${value.toFixed(2)}`,
  });
  const low = Array.from(smallest.subarray(0, count), (index, i) => draw(index, smallestValues[i]!, i));
  const high = Array.from(largest.subarray(0, count), (index, i) =>
    draw(index, largestValues[i]!, 2 * count - 1 - i),
  );
  return [...low, ...high.reverse()];
}

function classOf(
  index: number,
  pictures: ProbePictures | null,
  names: readonly string[],
): string | undefined {
  const label = pictures?.labels[index];
  return label === undefined ? undefined : (names[label] ?? String(label));
}

/** The class that most pictures of an end are of; "" where there is none. */
export function mostlyOf(
  indices: Int32Array,
  pictures: ProbePictures | null,
  names: readonly string[],
): string {
  const counts = new Map<string, number>();
  for (const index of indices) {
    const name = classOf(index, pictures, names);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return first && first[1] >= MOSTLY * indices.length ? first[0] : '';
}

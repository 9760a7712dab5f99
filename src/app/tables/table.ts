import { toCsv } from '../../recording/csv';
import type { ArmRecording } from '../../recording/recording';
import { formatCount } from '../format';

/** Most rows that are shown of a table; the file has all of them. */
export const SHOWN_ROWS = 24;

/** A column of numbers, and how they are written. */
export interface Column {
  name: string;
  write(value: number): string;
}

/** The data of a picture, in full. */
export interface DataTable {
  /** What is in it, and of which moment. */
  title: string;
  /** For the name of its file: "losses". */
  file: string;
  columns: readonly Column[];
  /** A number a column; NaN where nothing was measured or it is undefined. Texts stand for themselves. */
  rows: readonly (readonly (number | string)[])[];
  /** How the rows that are shown are chosen where there are too many: evenly, or ever more sparsely. */
  thinned: 'evenly' | 'by their logarithm';
}

/** Four decimals, or four figures where those say more: "0.0357", "20.13", "1.204e-5". */
export function figures(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(3).replace('e+', 'e');
  return size < 10 ? value.toFixed(4) : String(Number(value.toPrecision(4)));
}

/** "27.3 %". */
export const percent = (share: number): string => `${(100 * share).toFixed(1)}\u202f%`;

export const STEP: Column = { name: 'Step', write: formatCount };

/** A number of each arm at some of its steps. */
export interface Series {
  /** What it is of; the arm's letter comes in front of it. */
  name: string;
  write(value: number): string;
  /** NaN where undefined; null where the arm has none. */
  of(arm: ArmRecording): { steps: Float64Array; values: Float64Array } | null;
}

/** All series of all arms beside each other, a row for each step at which any of them has a value. */
export function seriesTable(
  arms: readonly ArmRecording[],
  series: readonly Series[],
  { title, file }: Pick<DataTable, 'title' | 'file'>,
): DataTable {
  const found = series.flatMap(one =>
    arms.flatMap(arm => {
      const found = one.of(arm);
      if (!found) return [];
      const { steps, values } = found;
      return [{ name: `${arm.id} ${one.name}`, write: one.write, steps, values }];
    }),
  );
  const steps = [...new Set(found.flatMap(column => Array.from(column.steps)))].sort((a, b) => a - b);
  const rowOf = new Map(steps.map((step, row) => [step, row]));
  const rows = steps.map(step => [step, ...found.map(() => Number.NaN)]);
  found.forEach((column, i) => {
    for (let at = 0; at < column.steps.length; at++)
      rows[rowOf.get(column.steps[at]!)!]![i + 1] = column.values[at]!;
  });
  return { title, file, columns: [STEP, ...found], rows, thinned: 'evenly' };
}

/**
 * Which rows are shown: the first, the last and others between.
 * @returns ascending indices, at most `most` of them
 */
export function shownRows(count: number, thinned: DataTable['thinned'], most = SHOWN_ROWS): number[] {
  if (count <= most) return Array.from({ length: count }, (_, row) => row);
  const at = (share: number) => (thinned === 'evenly' ? share * (count - 1) : count ** share - 1);
  return [...new Set(Array.from({ length: most }, (_, i) => Math.round(at(i / (most - 1)))))];
}

/** A table in full as CSV (RFC 4180). Undefined: empty. */
export const tableCsv = ({ columns, rows }: DataTable): string =>
  toCsv([columns.map(({ name }) => name), ...rows.map(row => [...row])]);

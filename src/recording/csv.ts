import { COLUMN_NAMES, type Recording, SPLITS } from './recording';
import { NETWORK_MEASURES } from './types';

/** All probes as CSV (RFC 4180): one row per arm, probe and split, one column per measure. Undefined: empty. */
export function framesToCsv(recording: Recording): string {
  const rows = recording.arms.flatMap(arm => {
    const splits = SPLITS.map(split => ({
      split,
      columns: [
        ...COLUMN_NAMES.map(name => arm.column(split, name)),
        ...NETWORK_MEASURES.map(name => arm.networkColumn(name)),
      ],
    }));
    return [...arm.frameSteps].flatMap((step, probe) =>
      splits.map(({ split, columns }) => [
        arm.id,
        arm.label,
        step,
        split,
        ...columns.map(column => column[probe]!),
      ]),
    );
  });
  return toCsv([['arm', 'label', 'step', 'split', ...COLUMN_NAMES, ...NETWORK_MEASURES], ...rows]);
}

/** All training losses as CSV (RFC 4180): one row per arm and step, the loss before that step's update. */
export function lossesToCsv(recording: Recording): string {
  const rows = recording.arms.flatMap(arm => {
    const { steps, values } = arm.losses;
    return [...steps].map((step, i) => [arm.id, arm.label, step, values[i]!]);
  });
  return toCsv([['arm', 'label', 'step', 'loss'], ...rows]);
}

/** Rows as CSV (RFC 4180). A number that is none: empty. */
export function toCsv(rows: (string | number)[][]): string {
  return rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  // Spreadsheets run a text that begins like a formula; an apostrophe makes it a text again.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

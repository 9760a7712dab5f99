import type { FileArm, FileFrame, FileSplit, RecordingFile } from './format';
import { nearestIndex } from './series';

/** What a brief recording keeps at most: enough for every picture of the page at its usual size. */
export const BRIEF = { losses: 512, frames: 64, features: 256, layerFeatures: 24, digits: 4 };

/**
 * Snapshots that a brief recording keeps: at most so many an arm, and so many of all arms together; and the decimals of
 * their curves, which lie between 0 and 1: finer than a pixel.
 */
export const BRIEF_SNAPSHOTS = { each: 24, all: 48, decimals: 3 };

type Value = number | null;
type Columns = Partial<Record<string, Value[]>>;

/**
 * The same recording in a fraction of its size, in the same format: fewer losses and probes, spaced evenly on a
 * linear and on a log axis; curves of the strongest features only; numbers of four digits.
 */
export function briefRecording(file: RecordingFile): RecordingFile {
  const { each, all } = BRIEF_SNAPSHOTS;
  const most = Math.min(each, Math.floor(all / file.arms.length));
  return { ...file, arms: file.arms.map(arm => briefArm(arm, most)) };
}

function briefArm(arm: FileArm, mostSnapshots: number): FileArm {
  const { losses, frames, layers, initial, latest, divergedAt } = arm;
  const lossRows = rowsToKeep(losses.steps, BRIEF.losses);
  const snapshots = taken(
    arm.snapshots,
    rowsToKeep(
      arm.snapshots.map(({ step }) => step),
      mostSnapshots,
    ),
  );
  // The numbers of a probe that is kept in full are kept as well.
  const wanted = new Set(snapshots.map(({ step }) => step));
  const rows = rowsToKeep(frames.steps, BRIEF.frames, wanted);
  const layerRows = layers && rowsToKeep(layers.steps, BRIEF.frames, wanted);
  return {
    losses: { steps: taken(losses.steps, lossRows), values: taken(losses.values, lossRows).map(rounded) },
    frames: {
      steps: taken(frames.steps, rows),
      train: briefColumns(frames.train, rows),
      test: briefColumns(frames.test, rows),
      network: briefColumns(frames.network, rows),
    },
    layers: layers && {
      names: layers.names,
      steps: taken(layers.steps, layerRows!),
      train: layers.train.map(columns => briefColumns(columns, layerRows!)),
      test: layers.test.map(columns => briefColumns(columns, layerRows!)),
    },
    initial: initial && briefFrame(initial),
    latest: latest && briefFrame(latest),
    snapshots: snapshots.map(briefSnapshot),
    divergedAt,
  };
}

/**
 * Rows of at most `most` of the ascending steps, the first and the last among them.
 * @param wanted steps that are kept beside these
 */
export function rowsToKeep(
  steps: ArrayLike<number>,
  most: number,
  wanted: ReadonlySet<number> = new Set(),
): number[] {
  if (steps.length <= most) return Array.from(steps, (_, row) => row);
  const sorted = Float64Array.from(steps);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  const cells = Math.floor(most / 2) - 1;
  const rows = new Set(Array.from(steps).flatMap((step, row) => (wanted.has(step) ? row : [])));
  for (let cell = 0; cell <= cells; cell++) {
    const share = cell / cells;
    rows.add(nearestIndex(sorted, first + share * (last - first)));
    const log = Math.log1p(first) + share * (Math.log1p(last) - Math.log1p(first));
    rows.add(nearestIndex(sorted, Math.expm1(log)));
  }
  return [...rows].sort((a, b) => a - b);
}

const taken = <T>(values: readonly T[], rows: readonly number[]): T[] => rows.map(row => values[row]!);

/** Columns in which nothing is defined are left out, as the format allows. */
function briefColumns<T extends Columns>(columns: T, rows: readonly number[]): T {
  const kept = Object.entries(columns).flatMap(([name, values]) => {
    const brief = taken(values!, rows).map(rounded);
    return brief.some(value => value !== null) ? [[name, brief] as const] : [];
  });
  return Object.fromEntries(kept) as T;
}

const briefFrame = ({ train, test, ...frame }: FileFrame): FileFrame => ({
  ...(roundedFields(frame) as typeof frame),
  train: briefSplit(train),
  test: briefSplit(test),
});

function briefSnapshot(frame: FileFrame): FileFrame {
  const { train, test, ...rest } = briefFrame(frame);
  return {
    ...rest,
    train: coarse(train) as typeof train,
    test: coarse(test) as typeof test,
  };
}

/** Curves with few decimals, at any depth; all else as it is. */
function coarse(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(item => (typeof item === 'number' ? fewDecimals(item) : coarse(item)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, coarse(field)]));
}

const fewDecimals = (value: number) => Number(value.toFixed(BRIEF_SNAPSHOTS.decimals));

function briefSplit({ measures, layers, ...split }: FileSplit): FileSplit {
  return {
    ...(roundedFields(split) as typeof split),
    measures: roundedFields(measures, BRIEF.features) as typeof measures,
    layers: layers.map(layer => roundedFields(layer, BRIEF.layerFeatures) as typeof layer),
  };
}

/** Rounds numbers, and cuts and rounds curves, at any depth; leaves words as they are. */
function roundedFields(value: unknown, features = Number.POSITIVE_INFINITY): unknown {
  if (typeof value === 'number') return rounded(value);
  if (Array.isArray(value)) return value.slice(0, features).map(item => roundedFields(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, roundedFields(field, features)]),
  );
}

/** Whole numbers stay as they are: steps, widths and counts have to be exact. */
const rounded = (value: Value): Value =>
  value === null || Number.isInteger(value) ? value : Number(value.toPrecision(BRIEF.digits));

import { unzipSync } from 'fflate';
import type { Matrix, ProbeInput } from '../metrics/types';
import { type NpyArray, RecordingFileError, readNpy } from './npy';

export type { NpyArray } from './npy';
export { RecordingFileError } from './npy';

/** The arrays of a recording; the first two are needed. */
const RECORDING_ARRAYS = ['features', 'outputs', 'labels', 'targets', 'initial_features', 'head'] as const;
export type RecordingArray = (typeof RECORDING_ARRAYS)[number];
export type RecordingArrays = Partial<Record<RecordingArray, NpyArray>>;

/** "PK\3\4", with which a zip file with at least one entry begins. */
const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04];

/**
 * The arrays of a recording in an .npz file. Arrays of other names are left unread.
 *
 * @throws RecordingFileError where the file is empty, not a zip, truncated or holds an array that is not read
 */
export function readNpz(bytes: Uint8Array): RecordingArrays {
  if (bytes.length === 0) throw new RecordingFileError('The file is empty: save it again with numpy.savez.');
  if (ZIP_MAGIC.some((byte, i) => bytes[i] !== byte))
    throw new RecordingFileError('The file is not an .npz archive: save it with numpy.savez.');
  const entries = unzip(bytes);
  const arrays: RecordingArrays = {};
  for (const name of RECORDING_ARRAYS) {
    const entry = entries[`${name}.npy`];
    if (entry) arrays[name] = readNpy(entry, name);
  }
  return arrays;
}

function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ name }) => (RECORDING_ARRAYS as readonly string[]).includes(name.replace(/\.npy$/, '')),
    });
  } catch (cause) {
    throw new RecordingFileError('The .npz archive is truncated or damaged: copy or save it again.', {
      cause,
    });
  }
}

/**
 * A probe from the arrays of a recording: `features` (n, p) and `outputs` (n, C), and optionally `labels` (n),
 * `targets` (n, any), `initial_features` (n, any) and `head` (C, p). A list of n numbers counts as one column.
 *
 * @throws RecordingFileError where an array is missing, not finite, of the wrong shape or no list of classes
 */
export function recordingInput(arrays: RecordingArrays): ProbeInput {
  const features = matrixOf(needed(arrays, 'features'), 'features');
  const outputs = matrixOf(needed(arrays, 'outputs'), 'outputs', features.rows);
  const { labels, targets, initial_features: initial, head } = arrays;
  return {
    features,
    outputs,
    ...(labels && { labels: labelsOf(labels, features.rows, outputs.columns) }),
    ...(targets && { targets: matrixOf(targets, 'targets', features.rows) }),
    ...(initial && { initialFeatures: matrixOf(initial, 'initial_features', features.rows) }),
    ...(head && { head: headOf(head, outputs.columns, features.columns) }),
  };
}

function needed(arrays: RecordingArrays, name: 'features' | 'outputs'): NpyArray {
  const array = arrays[name];
  if (array) return array;
  throw new RecordingFileError(
    `The recording has no array "${name}": save it with numpy.savez(file, features=…, outputs=…).`,
  );
}

function matrixOf(array: NpyArray, name: RecordingArray, samples?: number): Matrix {
  const [rows = 0, columns = 1] = array.shape;
  if (array.shape.length < 1 || array.shape.length > 2)
    throw new RecordingFileError(
      `"${name}" has ${array.shape.length} dimensions and must have two: one row per sample.`,
    );
  if (rows === 0 || columns === 0)
    throw new RecordingFileError(`"${name}" is empty: save at least one sample and one column.`);
  if (samples !== undefined && rows !== samples)
    throw new RecordingFileError(
      `"${name}" has ${rows} rows and "features" has ${samples}: save them for the same samples.`,
    );
  const data = array.data instanceof Int32Array ? Float64Array.from(array.data) : array.data;
  const bad = data.findIndex(value => !Number.isFinite(value));
  if (bad >= 0)
    throw new RecordingFileError(
      `"${name}" holds ${data[bad]} in row ${Math.floor(bad / columns)}: save finite numbers only.`,
    );
  return { rows, columns, data };
}

function headOf(array: NpyArray, classes: number, width: number): Matrix {
  const head = matrixOf(array, 'head');
  if (head.rows !== classes || head.columns !== width)
    throw new RecordingFileError(
      `"head" is ${head.rows} × ${head.columns} and must be ${classes} × ${width}: one row per output and one column per feature.`,
    );
  return head;
}

function labelsOf({ data, shape }: NpyArray, samples: number, classes: number): Int32Array {
  if (data.length !== samples)
    throw new RecordingFileError(
      `"labels" has the shape (${shape.join(', ')}) and must hold one class number for each of ${samples} samples.`,
    );
  const bad = data.findIndex(label => !Number.isInteger(label) || label < 0 || label >= classes);
  if (bad >= 0)
    throw new RecordingFileError(
      `"labels" holds ${data[bad]} in row ${bad} and must hold whole numbers from 0 to ${classes - 1}.`,
    );
  return Int32Array.from(data);
}

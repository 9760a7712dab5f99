import { CURVE_MEASURES, LAYER_MEASURES, type LayerMeasures, type Measures } from '../metrics/types';
import { type FileArm, type FileFrame, type FileSplit, type RecordingFile, recordingSchema } from './format';
import { type ArmRecording, COLUMN_NAMES, Recording } from './recording';
import { snapshotOf } from './snapshots';
import {
  type Frame,
  NETWORK_MEASURES,
  RECORDING_FORMAT,
  RECORDING_VERSION,
  SPLITS,
  type SplitFrame,
} from './types';
import { upgraded } from './upgrade';

/** Largest file that is read, in bytes. */
export const RECORDING_BYTES = 200_000_000;

/** A file that cannot be shown, as a sentence for people. */
export class RecordingError extends Error {
  override name = 'RecordingError';
}

/**
 * Reads a recording from a file, whose size is checked before it is read.
 * @throws RecordingError with one sentence.
 */
export async function readRecording(file: Blob): Promise<Recording> {
  checkSize(file.size);
  return recordingFromJson(await file.text());
}

/**
 * A recording from the text of a file. It has a run id of its own, and panels show it like a live one.
 * @throws RecordingError with one sentence.
 */
export function recordingFromJson(text: string): Recording {
  checkSize(text.length);
  return recordingFromPieces([checkedFile(parsed(text))]);
}

/**
 * What a file or a piece of a kept run holds, brought to the present version of the format and checked.
 * @throws RecordingError with one sentence.
 */
export function checkedFile(json: unknown): RecordingFile {
  const result = recordingSchema.safeParse(upgraded(checkedKind(json)));
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const where = issue.path.join('.') || 'its top level';
  throw new RecordingError(
    `This recording is damaged at ${where} (${issue.message.replace(/\.$/, '')}); export it again.`,
  );
}

function checkSize(bytes: number): void {
  if (bytes > RECORDING_BYTES)
    throw new RecordingError(
      `This file is larger than any recording (${RECORDING_BYTES / 1e6} MB); choose one that Richscope exported.`,
    );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RecordingError('This file is not JSON; choose a recording that Richscope exported.');
  }
}

/** Tells another format and a newer version from damage. */
function checkedKind(json: unknown): object {
  if (typeof json !== 'object' || json === null || !('format' in json) || json.format !== RECORDING_FORMAT)
    throw new RecordingError('This file is not a Richscope recording; choose one that Richscope exported.');
  if ('version' in json && typeof json.version === 'number' && json.version > RECORDING_VERSION)
    throw new RecordingError(
      `This recording has format version ${json.version}, and this page reads up to ${RECORDING_VERSION}; reload the page for a newer Richscope.`,
    );
  return json;
}

let imported = 0;

/**
 * One recording from pieces of the same run, in the order in which they were recorded: where two hold the same step,
 * the later one counts, and its experiment is that of the last, to which branches may have been added.
 * @param pieces at least one
 */
export function recordingFromPieces(pieces: readonly RecordingFile[]): Recording {
  const recording = new Recording(pieces.at(-1)!.experiment, `file-${++imported}`);
  for (const { device, data, arms, status, step } of pieces) {
    if (device) recording.setDevice(device);
    if (data) recording.setData(data);
    recording.arms.forEach((arm, index) => {
      if (arms[index]) restoreArm(arm, arms[index]);
    });
    recording.setStatus(status, step);
  }
  return recording;
}

function restoreArm(arm: ArmRecording, file: FileArm): void {
  const { losses, frames, layers, initial, latest, snapshots, divergedAt } = file;
  losses.steps.forEach((step, i) => {
    arm.losses.set(step, losses.values[i] ?? Number.NaN);
  });
  frames.steps.forEach((step, i) => {
    const row = SPLITS.flatMap(split => COLUMN_NAMES.map(name => frames[split][name]?.[i] ?? Number.NaN));
    arm.addRow(
      step,
      row,
      NETWORK_MEASURES.map(name => frames.network[name]?.[i] ?? Number.NaN),
    );
  });
  layers?.steps.forEach((step, i) => {
    const row = SPLITS.flatMap(split =>
      layers[split].flatMap(columns => LAYER_MEASURES.map(name => columns[name]?.[i] ?? Number.NaN)),
    );
    arm.addLayerRow(step, layers.names, row);
  });
  const between = snapshots.map(snapshot => frameFromJson(snapshot, arm.index));
  const [first, last] = [initial, latest].map(frame => frame && frameFromJson(frame, arm.index));
  for (const frame of [first, ...between, last]) if (frame) arm.snapshots.set(frame.step, snapshotOf(frame));
  if (first) arm.initial = first;
  if (last && (arm.frameSteps.at(-1) ?? 0) <= last.step) arm.latest = last;
  arm.divergedAt = divergedAt ?? arm.divergedAt;
}

function frameFromJson({ step, train, test, network }: FileFrame, arm: number): Frame {
  return { step, arm, train: splitFromJson(train), test: splitFromJson(test), network };
}

function splitFromJson({ accuracy, loss, measures, layers }: FileSplit): SplitFrame {
  const { utilisation, quality, eigenvalues, relativeEigenvalues, ...scalars } = measures;
  const curves = { utilisation, quality, eigenvalues, relativeEigenvalues };
  const restored: Measures = { ...scalars };
  for (const name of CURVE_MEASURES) {
    const curve = curves[name];
    if (curve) restored[name] = Float64Array.from(curve, orNaN);
  }
  return {
    accuracy: orNaN(accuracy),
    loss: orNaN(loss),
    measures: restored,
    layers: layers.map(layerFromJson),
  };
}

function layerFromJson({ relativeEigenvalues, ...layer }: FileSplit['layers'][number]): LayerMeasures {
  if (!relativeEigenvalues) return layer;
  return { ...layer, relativeEigenvalues: Float64Array.from(relativeEigenvalues, orNaN) };
}

const orNaN = (value: number | null) => value ?? Number.NaN;

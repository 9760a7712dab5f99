import { LAYER_MEASURES, type Measures } from '../metrics/types';
import type { FileArm, FileFrame, FileSplit, RecordingFile } from './format';
import { ArmRecording, COLUMN_NAMES, type Recording } from './recording';
import { frameOf } from './snapshots';
import {
  type Frame,
  NETWORK_MEASURES,
  RECORDING_FORMAT,
  RECORDING_VERSION,
  type Split,
  type SplitFrame,
} from './types';

/**
 * The recording as plain data for `JSON.stringify`, in the format of `docs/recording-format.md`.
 * @param only index of an arm: the others are left empty, for a recording that is kept in pieces
 */
export function recordingToJson(recording: Recording, only?: number): RecordingFile {
  const { experiment, device, data, status, step } = recording;
  return {
    format: RECORDING_FORMAT,
    version: RECORDING_VERSION,
    experiment,
    status: status === 'finished' || status === 'failed' ? status : 'paused',
    step,
    device,
    data,
    arms: recording.arms.map((arm, index) =>
      armToJson(only === undefined || only === index ? arm : new ArmRecording(experiment, index)),
    ),
  };
}

function armToJson(arm: ArmRecording): FileArm {
  const columns = (split: Split) =>
    Object.fromEntries(COLUMN_NAMES.map(name => [name, numbers(arm.column(split, name))]));
  return {
    losses: { steps: [...arm.losses.steps], values: numbers(arm.losses.values) },
    frames: {
      steps: [...arm.frameSteps],
      train: columns('train'),
      test: columns('test'),
      network: Object.fromEntries(NETWORK_MEASURES.map(name => [name, numbers(arm.networkColumn(name))])),
    },
    layers: layersToJson(arm),
    initial: isCommon(arm.initial, arm) ? null : frameToJson(arm.initial!),
    latest: isCommon(arm.latest, arm) ? null : frameToJson(arm.latest!),
    snapshots: snapshotsToJson(arm),
    divergedAt: arm.divergedAt,
  };
}

/** There is none, or it is that of the arm that a branch leaves, which is written once. */
const isCommon = (frame: Frame | null, { parent }: ArmRecording) =>
  frame === null || frame === parent?.initial || frame === parent?.latest;

/** Those that are not there in full already. Nine digits are what single precision takes to be the same again. */
function snapshotsToJson(arm: ArmRecording): FileFrame[] {
  const { snapshots, initial, latest } = arm;
  const written = [initial, latest].flatMap(frame => (isCommon(frame, arm) ? [] : frame!.step));
  const isThere = (step: number) => written.includes(step);
  return [...snapshots.steps].flatMap(step =>
    isThere(step) ? [] : [frameToJson(frameOf(snapshots.get(step)!), SINGLE_DIGITS)],
  );
}

const SINGLE_DIGITS = 9;

function layersToJson(arm: ArmRecording): FileArm['layers'] {
  if (arm.layers.length === 0) return null;
  const columns = (split: Split) =>
    arm.layers.map((_, layer) =>
      Object.fromEntries(LAYER_MEASURES.map(name => [name, numbers(arm.layerColumn(split, layer, name))])),
    );
  const names = arm.layers.map(({ name, width }) => ({ name, width }));
  return { names, steps: [...arm.layerSteps], train: columns('train'), test: columns('test') };
}

/** @param digits of the values of curves; all where absent */
function frameToJson({ step, train, test, network }: Frame, digits?: number): FileFrame {
  return { step, train: splitToJson(train, digits), test: splitToJson(test, digits), network };
}

function splitToJson({ accuracy, loss, measures, layers }: SplitFrame, digits?: number): FileSplit {
  const curve = (values: Float64Array) =>
    numbers(digits === undefined ? values : values.map(value => Number(value.toPrecision(digits))));
  const measure = (value: Measures[keyof Measures]) => {
    if (value instanceof Float64Array) return curve(value);
    return typeof value === 'number' ? finite(value) : value;
  };
  const entries = Object.entries(measures).map(([key, value]) => [key, measure(value)] as const);
  return {
    accuracy: finite(accuracy),
    loss: finite(loss),
    measures: Object.fromEntries(entries) as FileSplit['measures'],
    layers: layers.map(({ relativeEigenvalues, ...layer }) => ({
      ...layer,
      ...(relativeEigenvalues && { relativeEigenvalues: curve(relativeEigenvalues) }),
    })),
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);
const numbers = (values: Float64Array) => Array.from(values, finite);

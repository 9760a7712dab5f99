import { zipSync } from 'fflate';
import type { Activations } from '../metrics/types';
import { COLUMN_NAMES, type Recording, SPLITS } from './recording';
import { NETWORK_MEASURES } from './types';

/** The header is filled up with spaces so that the numbers begin on a multiple of this (NEP 1). */
const ALIGNMENT = 64;
const PREAMBLE = 10;

type Numbers = Float64Array | Float32Array | Int32Array;

/** NumPy's name of the type, bytes of a number, and what writes one. */
function typeOf(values: Numbers): {
  name: string;
  bytes: number;
  write: 'setFloat64' | 'setFloat32' | 'setInt32';
} {
  if (values instanceof Float64Array) return { name: '<f8', bytes: 8, write: 'setFloat64' };
  if (values instanceof Float32Array) return { name: '<f4', bytes: 4, write: 'setFloat32' };
  return { name: '<i4', bytes: 4, write: 'setInt32' };
}

/**
 * Numbers as a .npy file, in their own type. Format: NEP 1, version 1.
 * @param shape of the array, in row order; a list where it is left out
 */
export function writeNpy(values: Numbers, shape: readonly number[] = [values.length]): Uint8Array {
  const type = typeOf(values);
  const description = `{'descr': '${type.name}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const length = Math.ceil((PREAMBLE + description.length + 1) / ALIGNMENT) * ALIGNMENT - PREAMBLE;
  const bytes = new Uint8Array(PREAMBLE + length + type.bytes * values.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(`${description.padEnd(length - 1)}\n`), PREAMBLE);
  values.forEach((value, i) => {
    view[type.write](PREAMBLE + length + type.bytes * i, value, true);
  });
  return bytes;
}

/**
 * All series of a recording as an .npz file: for each arm `A_step` and `A_train_dlr`, `A_test_accuracy` and so on, one
 * number a probe, NaN where it is undefined; `A_loss_step` and `A_loss`, one number an update.
 */
export function seriesToNpz(recording: Recording): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const add = (name: string, values: Float64Array) => {
    files[`${name}.npy`] = writeNpy(values);
  };
  for (const arm of recording.arms) {
    add(`${arm.id}_step`, arm.frameSteps);
    for (const split of SPLITS)
      for (const name of COLUMN_NAMES) add(`${arm.id}_${split}_${name}`, arm.column(split, name));
    for (const name of NETWORK_MEASURES) add(`${arm.id}_${name}`, arm.networkColumn(name));
    add(`${arm.id}_loss_step`, arm.losses.steps);
    add(`${arm.id}_loss`, arm.losses.values);
  }
  return zipSync(files, { level: 6 });
}

/**
 * What a probe was measured from as an .npz file that `readNpz` and `richscope measure` read: `features` (n, p),
 * `outputs` (n, C), `labels` (n) and `head` (C, p), stored as they are.
 */
export function activationsToNpz({
  samples,
  width,
  features,
  outputs,
  labels,
  head,
}: Activations): Uint8Array {
  const classes = outputs.length / samples;
  const files = {
    'features.npy': writeNpy(features, [samples, width]),
    'outputs.npy': writeNpy(outputs, [samples, classes]),
    'labels.npy': writeNpy(labels),
    'head.npy': writeNpy(head, [classes, width]),
  };
  return zipSync(files, { level: 0 });
}

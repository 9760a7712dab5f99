import { zipSync } from 'fflate';
import { COLUMN_NAMES, type Recording, SPLITS } from './recording';
import { NETWORK_MEASURES } from './types';

/** The header is filled up with spaces so that the numbers begin on a multiple of this (NEP 1). */
const ALIGNMENT = 64;
const PREAMBLE = 10;

/** A list of float64 as a .npy file. Format: NEP 1, version 1. */
export function writeNpy(values: Float64Array): Uint8Array {
  const description = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`;
  const length = Math.ceil((PREAMBLE + description.length + 1) / ALIGNMENT) * ALIGNMENT - PREAMBLE;
  const bytes = new Uint8Array(PREAMBLE + length + 8 * values.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(`${description.padEnd(length - 1)}\n`), PREAMBLE);
  values.forEach((value, i) => {
    view.setFloat64(PREAMBLE + length + 8 * i, value, true);
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

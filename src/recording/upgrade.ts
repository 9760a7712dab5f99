import { NETWORK_MEASURES, RECORDING_VERSION } from './types';

/** What a file of an older version may hold where a later one differs; nothing of it has been checked. */
interface LooseFile {
  version?: unknown;
  arms?: unknown;
}
interface LooseArm {
  layers?: unknown;
  frames?: unknown;
  initial?: unknown;
  latest?: unknown;
  snapshots?: unknown;
}
interface LooseFrame {
  network?: unknown;
  train?: unknown;
  test?: unknown;
}
interface LooseSplit {
  layers?: unknown;
  measures?: unknown;
}

/**
 * A file of version 1 or 2 in the shape of version 3. Version 1 knew why D_LR was undefined, in one sentence, and
 * neither layers nor the network itself; up to version 2, past probes were numbers only. Anything else is given back
 * as it is, for the schema to judge.
 */
export function upgraded(file: object): object {
  if (!('version' in file) || (file.version !== 1 && file.version !== 2)) return file;
  const copy: LooseFile = structuredClone(file);
  for (const arm of Array.isArray(copy.arms) ? copy.arms : [])
    if (isObject(arm)) {
      if (copy.version === 1) upgradeArm(arm);
      addSnapshots(arm);
    }
  copy.version = RECORDING_VERSION;
  return copy;
}

function addSnapshots(arm: LooseArm): void {
  arm.snapshots ??= [];
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function upgradeArm(arm: LooseArm): void {
  arm.layers ??= null;
  if (isObject(arm.frames)) Object.assign(arm.frames, { network: {} });
  for (const frame of [arm.initial, arm.latest]) if (isObject(frame)) upgradeFrame(frame);
}

function upgradeFrame(frame: LooseFrame): void {
  frame.network ??= Object.fromEntries(NETWORK_MEASURES.map(name => [name, null]));
  for (const split of [frame.train, frame.test]) if (isObject(split)) upgradeSplit(split);
}

function upgradeSplit(split: LooseSplit): void {
  split.layers ??= [];
  const { measures } = split;
  if (!isObject(measures) || !('undefinedBecause' in measures)) return;
  const reason = measures.undefinedBecause;
  if (typeof reason === 'string') measures.undefinedBecause = { dlr: reason };
}

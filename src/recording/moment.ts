import { LAYER_MEASURES, type LayerMeasures, type Measures, SCALAR_MEASURES } from '../metrics/types';
import type { ArmRecording, Split, StepDetail } from './recording';
import { nearestIndex } from './series';
import { frameOf } from './snapshots';
import { type Frame, NETWORK_MEASURES, type SplitFrame } from './types';

/** The arm that has recorded a moment of an arm: before a branch has left, the one that it leaves. */
function holderOf(arm: ArmRecording, step: number): ArmRecording {
  return arm.parent && step < arm.since ? holderOf(arm.parent, step) : arm;
}

/**
 * What an arm measured at the probe nearest to a step; with its curves where that probe was kept in full.
 * @param step null: the newest probe
 * @returns null before the first probe
 */
export function frameAt(shown: ArmRecording, step: number | null): Frame | null {
  if (step === null) return shown.latest;
  const arm = holderOf(shown, step);
  const index = arm.frameIndexAt(step);
  if (index < 0) return null;
  return exactFrame(arm, arm.frameSteps[index]!) ?? numbersAt(arm, index);
}

/**
 * The probe nearest to a step that was kept in full: its `step` tells whether it is the one that `frameAt` gives.
 * @param step null: the newest probe
 * @returns null before the first probe
 */
export function fullFrameAt(own: ArmRecording, step: number | null): Frame | null {
  const shown = frameAt(own, step)?.step;
  if (shown === undefined) return null;
  const arm = holderOf(own, shown);
  const exact = exactFrame(arm, shown);
  if (exact) return exact;
  const nearest = arm.snapshots.nearest(shown);
  return nearest && frameOf(nearest);
}

/**
 * What was seen of single pictures at the kept probe nearest to a step; null where nothing was.
 * @param step null: the newest probe that was looked at
 */
export function detailAt(arm: ArmRecording, split: Split, step: number | null): StepDetail | null {
  return step === null ? arm.details[split] : holderOf(arm, step).pastDetails[split].nearest(step);
}

/** Whether an arm's loss had stopped being finite by then. @param step null: by now */
export const hasDivergedBy = ({ divergedAt }: ArmRecording, step: number | null): boolean =>
  divergedAt !== null && (step === null || divergedAt <= step);

/** Steps of the arm with the most probes, ascending: the moments that can be shown. */
export function probeSteps(arms: readonly ArmRecording[]): Float64Array {
  return arms.reduce<Float64Array>(
    (most, arm) => (arm.frameSteps.length > most.length ? arm.frameSteps : most),
    new Float64Array(0),
  );
}

function exactFrame(arm: ArmRecording, step: number): Frame | null {
  if (arm.latest?.step === step) return arm.latest;
  if (arm.initial?.step === step) return arm.initial;
  const snapshot = arm.snapshots.get(step);
  return snapshot && frameOf(snapshot);
}

/** A probe of which only the numbers are known. What never changes, and reasons, are those of the nearest full one. */
function numbersAt(arm: ArmRecording, index: number): Frame {
  const step = arm.frameSteps[index]!;
  const full = arm.snapshots.nearest(step) ?? arm.latest ?? arm.initial;
  const split = (name: Split): SplitFrame => ({
    accuracy: arm.column(name, 'accuracy')[index]!,
    loss: arm.column(name, 'loss')[index]!,
    measures: measuresAt(arm, name, index, full?.[name].measures),
    layers: layersAt(arm, name, step),
  });
  const network = NETWORK_MEASURES.map(name => [name, definedOr(arm.networkColumn(name)[index]!)]);
  return {
    ...{ step, arm: arm.index, train: split('train'), test: split('test') },
    network: Object.fromEntries(network) as Frame['network'],
  };
}

const definedOr = (value: number) => (Number.isNaN(value) ? null : value);

function measuresAt(arm: ArmRecording, split: Split, index: number, full: Measures | undefined): Measures {
  const { samples = 0, width = 0, outputs = 0, undefinedBecause: known } = full ?? {};
  const measures: Measures = {
    samples,
    width,
    outputs,
    rank: 0,
    dlr: null,
    share: null,
    participation: null,
  };
  const undefinedBecause: Measures['undefinedBecause'] = {};
  for (const name of SCALAR_MEASURES) {
    const value = arm.column(split, name)[index]!;
    if (!Number.isNaN(value)) measures[name] = value;
    else if (full && full[name] !== undefined && name !== 'rank') measures[name] = null;
    if (Number.isNaN(value) && known?.[name]) undefinedBecause[name] = known[name];
  }
  return { ...measures, ...(Object.keys(undefinedBecause).length && { undefinedBecause }) };
}

function layersAt(arm: ArmRecording, split: Split, step: number): LayerMeasures[] {
  const row = nearestIndex(arm.layerSteps, step);
  if (arm.layerSteps[row] !== step) return [];
  const known = arm.latest?.[split].layers;
  return arm.layers.map(({ name, width }, layer) => {
    const numbers = LAYER_MEASURES.map(measure => [
      measure,
      definedOr(arm.layerColumn(split, layer, measure)[row]!),
    ]);
    const samples = known?.[layer]?.samples ?? 0;
    return { name, width, samples, ...Object.fromEntries(numbers) } as LayerMeasures;
  });
}

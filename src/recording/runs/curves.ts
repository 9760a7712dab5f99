import { rowsToKeep } from '../brief';
import type { ArmRecording, Recording, Split } from '../recording';
import type { ArmCurves, ArmOutcome, RunCurves } from './types';

/** Most points of a curve that is kept for overlays. */
const POINTS = 96;

const taken = (values: Float64Array, rows: readonly number[]) => Float64Array.from(rows, row => values[row]!);

/** What overlays draw of a run. */
export const curvesOf = (id: string, recording: Recording): RunCurves => ({
  id,
  arms: recording.arms.map(armCurves),
});

function armCurves(arm: ArmRecording): ArmCurves {
  const rows = rowsToKeep(arm.frameSteps, POINTS);
  const lossRows = rowsToKeep(arm.losses.steps, POINTS);
  const both = (name: 'dlr' | 'accuracy'): Record<Split, Float64Array> => ({
    train: taken(arm.column('train', name), rows),
    test: taken(arm.column('test', name), rows),
  });
  return {
    steps: taken(arm.frameSteps, rows),
    dlr: both('dlr'),
    accuracy: both('accuracy'),
    lossSteps: taken(arm.losses.steps, lossRows),
    losses: taken(arm.losses.values, lossRows),
  };
}

/** Where each arm stands at its newest probe. */
export function outcomesOf(recording: Recording): ArmOutcome[] {
  return recording.arms.map(({ id, label, latest, divergedAt }) => {
    const { train, test } = latest ?? {};
    const accuracy = (split: typeof train) => (Number.isFinite(split?.accuracy) ? split!.accuracy : null);
    return {
      ...{ id, label, divergedAt },
      dlr: { train: train?.measures.dlr ?? null, test: test?.measures.dlr ?? null },
      accuracy: { train: accuracy(train), test: accuracy(test) },
    };
  });
}

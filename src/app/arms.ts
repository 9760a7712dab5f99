import type { Measures } from '../metrics/types';
import { frameAt, hasDivergedBy } from '../recording/moment';
import { type Fit, phaseOf, type Regime, regimeOf } from '../recording/phase';
import type { ArmRecording, Recording, Split } from '../recording/recording';

/** What the page says of one arm at one probe. */
export interface ArmSummary {
  index: number;
  id: string;
  label: string;
  /** Step of the probe; null before the first. */
  step: number | null;
  fit: Fit;
  dlr: number | null;
  /** Standard error of D_LR; null where it is not known. */
  dlrError: number | null;
  regime: Regime;
  initialDlr: number | null;
  /** One sentence: why D_LR was undefined at step 0; null where it was not, or nothing was measured there. */
  initialUndefinedBecause: string | null;
  /** Share of the feature strength in the span of the outputs. */
  share: number | null;
  /** √(participation ratio / dimensions of the outputs): D_LR = 1 − share × evenness. */
  evenness: number | null;
  /** One sentence: why D_LR is undefined. */
  undefinedBecause: string | null;
  trainAccuracy: number | null;
  testAccuracy: number | null;
  divergedAt: number | null;
}

function evennessOf({ dlr, participation, rank }: Measures): number | null {
  return dlr === null || participation === null ? null : Math.sqrt(participation / rank);
}

function summarise(arm: ArmRecording, probe: Split, shownStep: number | null): ArmSummary {
  const { index, id, label, initial, divergedAt } = arm;
  const frame = frameAt(arm, shownStep);
  const measures = frame?.[probe].measures;
  const dlr = measures?.dlr ?? null;
  return {
    index,
    id,
    label,
    divergedAt: hasDivergedBy(arm, shownStep) ? divergedAt : null,
    dlr,
    dlrError: measures?.dlrError ?? null,
    step: frame?.step ?? null,
    fit: phaseOf(frame).fit,
    regime: regimeOf(dlr),
    initialDlr: initial?.[probe].measures.dlr ?? null,
    initialUndefinedBecause: initial?.[probe].measures.undefinedBecause?.dlr ?? null,
    undefinedBecause: measures?.undefinedBecause?.dlr ?? null,
    share: measures?.share ?? null,
    evenness: measures ? evennessOf(measures) : null,
    trainAccuracy: frame?.train.accuracy ?? null,
    testAccuracy: frame?.test.accuracy ?? null,
  };
}

/**
 * All arms as they stand at one moment, D_LR measured on the inputs of `probe`.
 * @param shownStep the probes nearest to it are told of; null: the newest
 */
export function summariseArms(
  recording: Recording,
  probe: Split,
  shownStep: number | null = null,
): ArmSummary[] {
  return recording.arms.map(arm => summarise(arm, probe, shownStep));
}

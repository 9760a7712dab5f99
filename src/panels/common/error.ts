import type { ArmRecording, Split } from '../../recording/recording';
import { decimate, drawBand } from './lines';
import type { Scale } from './scales';

/** Standard errors to either side that hold 95 % of a normal distribution. */
export const WITHIN_95 = 1.96;

/** Where D_LR lies with 95 %, from its standard error, inside [0, 1]. */
export function dlrInterval(dlr: number, error: number): [number, number] {
  return [Math.max(0, dlr - WITHIN_95 * error), Math.min(1, dlr + WITHIN_95 * error)];
}

/** The area in which an arm's D_LR lies with 95 %, over steps; "" where its error is not known. */
export function errorBand(arm: ArmRecording, probe: Split, steps: Scale, values: Scale): string {
  const dlrs = arm.column(probe, 'dlr');
  const errors = arm.column(probe, 'dlrError');
  const x = arm.frameSteps.map(steps);
  const kept = decimate(
    x,
    dlrs.map((dlr, i) => dlr + errors[i]!),
  );
  const pieces: number[][] = [[]];
  for (const i of kept)
    if (Number.isFinite(dlrs[i]!) && Number.isFinite(errors[i]!)) pieces.at(-1)!.push(i);
    else pieces.push([]);
  return pieces
    .map(piece => {
      const ends = piece.map(i => dlrInterval(dlrs[i]!, errors[i]!).map(values));
      return drawBand(
        piece.map(i => x[i]!),
        ends.map(([low]) => low!),
        ends.map(([, high]) => high!),
      );
    })
    .join('');
}

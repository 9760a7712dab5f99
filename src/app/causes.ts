import { regimeOf } from '../recording/phase';
import type { ArmSummary } from './arms';
import { areAlike, PLACE_WORDS, placeOf } from './certainty';
import { WITHIN_95 } from './error';
import { formatDlr, formatPercent, joinWords } from './format';

/** No smaller difference than this is spoken of, however small the error; nor where the error is not known. */
export const LEAST_SPOKEN = 0.05;
/** From this standard error on, a share is spoken of in steps of 5 %. */
const COARSE_ERROR = 0.02;

type Told = Pick<ArmSummary, 'id' | 'dlr' | 'dlrError' | 'share' | 'evenness'>;

/** Half the width of what D_LR is known to. */
const marginOf = ({ dlrError }: Told) => (dlrError === null ? LEAST_SPOKEN : WITHIN_95 * dlrError);

const PLACES = { ...PLACE_WORDS, lazy: 'is far from rich' };

/** "38 %"; "about 40 %" where the error is large. */
function shareWords(share: number, error: number | null): string {
  const isCoarse = error !== null && error > COARSE_ERROR;
  return isCoarse ? `about ${formatPercent(Math.round(share * 20) / 20)}` : formatPercent(share);
}

/** What the two factors take away: logarithms, which add up to that of D_LR's own factor, 1 − D_LR. */
interface Losses {
  unused: number;
  uneven: number;
  /** Smaller losses, and smaller differences between them, are within the error of D_LR or too small to matter. */
  unseen: number;
}

type Dominant = 'unused' | 'uneven' | 'both' | 'untold' | 'none';

function dominantOf({ unused, uneven, unseen }: Losses): Dominant {
  if (unused + uneven <= unseen) return 'none';
  if (Math.abs(unused - uneven) > unseen) return unused > uneven ? 'unused' : 'uneven';
  return Math.min(unused, uneven) > unseen ? 'both' : 'untold';
}

/** What is said of the evenness beside another cause. */
function evenWords({ uneven, unseen }: Losses, evenness: number): string {
  const value = evenness.toFixed(2);
  if (uneven > unseen) return `its strength is uneven as well (${value})`;
  if (uneven < -unseen) return `it is spread over more directions than the outputs have (${value})`;
  return `its strength is even enough (${value})`;
}

/**
 * Why an arm's D_LR is what it is, in one sentence: which of the two factors of D_LR = 1 − used × even takes more
 * away, as far as the error of D_LR lets tell. null where D_LR is undefined or not measured yet.
 */
export function causeSentence(arm: Told): string | null {
  const { id, dlr, dlrError, share, evenness } = arm;
  if (dlr === null || share === null || evenness === null) return null;
  const margin = marginOf(arm);
  const kept = Math.max(1e-9, 1 - dlr);
  const losses: Losses = {
    unused: -Math.log(Math.max(1e-9, share)),
    uneven: -Math.log(Math.max(1e-9, evenness)),
    unseen: Math.max(-Math.log(1 - LEAST_SPOKEN), margin < kept ? -Math.log(1 - margin / kept) : Infinity),
  };
  const place = `${id} ${PLACES[placeOf(dlr, margin)]}`;
  const used = shareWords(share, dlrError);
  const even = evenWords(losses, evenness);
  // Of a network that may be rich, it is told what it uses, not what it lacks.
  const isRich = regimeOf(Math.max(0, dlr - margin)) === 'rich';
  switch (dominantOf(losses)) {
    case 'none':
      return `${place}: ${used} of the strength of its features is used, and evenly (${evenness.toFixed(2)}).`;
    case 'unused':
      return isRich
        ? `${place}: ${used} of the strength of its features is used; ${even}.`
        : `${place} because it carries features that its outputs do not use: only ${used} of the strength is used; ${even}.`;
    case 'uneven':
      return isRich
        ? `${place}: ${used} of the strength of its features is used, but it is not quite even (${evenness.toFixed(2)}).`
        : `${place} because its features are uneven (${evenness.toFixed(2)}): a few are far stronger than the others, though ${used} of the strength is used.`;
    case 'both':
      return `${place} for both reasons, about equally: ${used} of the strength is used, and it is uneven (${evenness.toFixed(2)}).`;
    case 'untold':
      return isRich
        ? `${place}: ${used} of the strength of its features is used, with evenness ${evenness.toFixed(2)}.`
        : `${place}; its error does not let tell which cause is larger: ${used} of the strength is used, with evenness ${evenness.toFixed(2)}.`;
  }
}

/** Which arms cannot be told apart by D_LR, as one sentence; null where all can. */
export function overlapSentence(arms: readonly Told[]): string | null {
  const pairs = arms.flatMap((a, i) =>
    arms
      .slice(i + 1)
      .flatMap(b => (areAlike(a, b) ? [{ names: `${a.id} and ${b.id}`, values: [a.dlr, b.dlr] }] : [])),
  );
  if (!pairs.length) return null;
  const values = pairs.length === 1 ? ` (${pairs[0]!.values.map(formatDlr).join(' and ')})` : '';
  return `D_LR does not tell ${joinWords(pairs.map(({ names }) => names))} apart${values}: they differ by no more than their errors.`;
}

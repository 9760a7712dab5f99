import list from './outcomes.json';

/** Over seeds; a single one has no spread. */
export interface Mean {
  mean: number;
  /** Sample standard deviation. */
  spread: number | null;
}

/** What one network came to at one step, over seeds; null where it is undefined with one of them. */
export interface Figures {
  step: number;
  /** On training inputs. */
  dlr: Mean | null;
  trainAccuracy: Mean | null;
  testAccuracy: Mean | null;
}

/** What a preset came to over several seeds, and the rule that each run was held against. */
export interface Outcome {
  seeds: number;
  /** How many of the seeds kept to the rule. */
  agrees: number;
  rule: string;
  /** What was found with each seed that did not. */
  missed: readonly { seed: number; found: string }[];
  /** What else was tried, or is smaller than in the paper, in sentences. */
  note?: string;
  arms: readonly {
    id: string;
    label: string;
    /** Steps on the way that the claim is about. */
    moments: readonly (Figures & { title: string })[];
    end: Figures;
  }[];
}

/** Written by `npm run results`. Too large for the page's first script: only what is loaded later may import it. */
const OUTCOMES = new Map<string, Outcome>(Object.entries(list));

/** What a preset came to; undefined where it has not been run. */
export const outcomeOf = (preset: string): Outcome | undefined => OUTCOMES.get(preset);

/** Whether a preset's outcome agrees with its claim, in a few words. */
export function verdictOf({ seeds, agrees }: Pick<Outcome, 'seeds' | 'agrees'>): string {
  const of = seeds === 1 ? 'the one seed that was run' : `all ${seeds} seeds`;
  if (agrees === seeds) return `Agrees with ${of}`;
  if (agrees > 0) return `Agrees with ${agrees} of ${seeds} seeds`;
  return seeds === 1 ? `Does not agree with ${of}` : `Does not agree with any of ${seeds} seeds`;
}

/** "0.042 ± 0.016"; "undefined". */
export function dlrWords(dlr: Mean | null): string {
  if (!dlr) return 'undefined';
  return dlr.mean.toFixed(3) + (dlr.spread === null ? '' : ` ± ${dlr.spread.toFixed(3)}`);
}

/** "10.7 ± 0.9 %", with a thin space; "undefined". */
export function accuracyWords(share: Mean | null): string {
  if (!share) return 'undefined';
  const spread = share.spread === null ? '' : ` ± ${(100 * share.spread).toFixed(1)}`;
  return `${(100 * share.mean).toFixed(1)}${spread}\u202f%`;
}

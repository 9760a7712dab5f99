import { keep, kept } from './kept';

const KEY = 'richscope/rivals';

/** Names of the measures that the reader wants to see beside D_LR; null where nothing was chosen yet. */
export type ChosenRivals = readonly string[] | null;

/** What was chosen before on this machine; null where nothing was. */
export function readRivals(): ChosenRivals {
  const names = kept(KEY);
  return Array.isArray(names) ? names.filter(name => typeof name === 'string') : null;
}

export const keepRivals = (names: readonly string[]): void => keep(KEY, names);

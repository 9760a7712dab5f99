const KEY = 'richscope/rivals';

/** Names of the measures that the reader wants to see beside D_LR; null where nothing was chosen yet. */
export type ChosenRivals = readonly string[] | null;

/** What was chosen before on this machine; null where nothing was, or storage is blocked. */
export function readRivals(): ChosenRivals {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return Array.isArray(names) ? names.filter(name => typeof name === 'string') : null;
  } catch {
    return null;
  }
}

export function keepRivals(names: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(names));
  } catch {
    // Storage is blocked: the choice holds until the page is closed.
  }
}

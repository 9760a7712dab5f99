import { viewSchema } from '../experiment/schema';

const KEY = 'richscope/panels';

/** The panels that were chosen before on this machine, as in `view.panels`; empty where none were, or storage is blocked. */
export function keptPanels(): string {
  try {
    const { success, data } = viewSchema.safeParse({ panels: localStorage.getItem(KEY) ?? '' });
    return success ? data.panels : '';
  } catch {
    return '';
  }
}

/** Keeps a choice of panels, as in `view.panels`. */
export function keepPanels(panels: string): void {
  try {
    localStorage.setItem(KEY, panels);
  } catch {
    // Storage is blocked: the choice holds until the page is closed.
  }
}

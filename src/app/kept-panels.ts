import { viewSchema } from '../experiment/schema';
import { keep, kept } from './kept';

const KEY = 'richscope/panels';

/** The panels that were chosen before on this machine, as in `view.panels`; empty where none were. */
export function keptPanels(): string {
  const { success, data } = viewSchema.safeParse({ panels: kept(KEY) ?? '' });
  return success ? data.panels : '';
}

/** Keeps a choice of panels, as in `view.panels`. */
export const keepPanels = (panels: string): void => keep(KEY, panels);

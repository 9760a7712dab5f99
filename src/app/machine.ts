import { kept } from './kept';

/** What the reader chooses for this machine. Kept in the browser, and never in a link. */
export interface MachineChoices {
  /** Training goes on while the tab is hidden, or rests until it is seen again. */
  hidden: 'go-on' | 'pause';
  /** The GPU is shared with the page, or does nothing but train. */
  pace: 'shared' | 'full';
}

/** Where they are kept. */
export const MACHINE_KEY = 'richscope/machine';

/** The choices that were made before on this machine; the defaults where there are none. */
export function readMachine(): MachineChoices {
  const { hidden, pace } = (kept(MACHINE_KEY) ?? {}) as Partial<MachineChoices>;
  return { hidden: hidden === 'pause' ? 'pause' : 'go-on', pace: pace === 'full' ? 'full' : 'shared' };
}

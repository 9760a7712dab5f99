import type { Experiment } from '../../experiment/schema';

/** "richscope-the-dial-seed-3", for the names of files. */
export const fileStem = ({ preset, seed }: Experiment): string =>
  `richscope-${preset ?? 'experiment'}-seed-${seed}`;

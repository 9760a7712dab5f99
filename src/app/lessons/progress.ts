import { keep, kept } from '../kept';

const KEY = 'richscope/lessons';

/** How far each lesson was walked on this machine: index of its furthest step, by the lesson's id. */
export function readProgress(): Record<string, number> {
  const found = kept(KEY);
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return {};
  return Object.fromEntries(
    Object.entries(found).filter(([, step]) => Number.isInteger(step) && (step as number) >= 0),
  );
}

/** Remembers that a step was reached; never a smaller one than before. */
export function keepProgress(id: string, step: number): void {
  const progress = readProgress();
  if (step > (progress[id] ?? -1)) keep(KEY, { ...progress, [id]: step });
}

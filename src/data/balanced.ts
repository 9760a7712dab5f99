import type { Random } from '../experiment/random';

/** Labels of `count` pictures: every `classes` in a row are all classes in random order, so any start is balanced. */
export function balancedLabels(random: Random, count: number, classes: number): Uint16Array {
  const labels = new Uint16Array(count);
  for (let start = 0; start < count; start += classes)
    labels.set(random.permutation(classes).subarray(0, Math.min(classes, count - start)), start);
  return labels;
}

/** A uniform draw between two limits. */
export const between = (random: Random, [low, high]: readonly [number, number]): number =>
  low + (high - low) * random.uniform();

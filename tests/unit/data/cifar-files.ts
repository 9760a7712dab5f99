import { expect } from 'vitest';
import type { Pictures } from '../../../src/data/types';

/**
 * Records of CIFAR-10 (10 classes) or CIFAR-100 (100, a coarse label first) with pictures whose first pixel says
 * their index and whose planes are one colour each. The label is the index modulo `classes`.
 */
export function cifarFile(name: string, count: number, { classes = 10, from = 0 } = {}): File {
  const labels = classes === 100 ? 2 : 1;
  const size = labels + 3_072;
  const bytes = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) {
    const index = from + i;
    const record = bytes.subarray(i * size, (i + 1) * size);
    if (labels === 2) record[0] = (index % 100) % 20;
    record[labels - 1] = index % classes;
    const planes = [index >> 8, index & 255, 200];
    planes.forEach((value, plane) => {
      record.fill(value, labels + plane * 1_024, labels + (plane + 1) * 1_024);
    });
  }
  return new File([bytes], name);
}

/** Indices that `cifarFile` wrote into its pictures; checks pixels and labels. */
export function cifarIndices({ count, pixels, labels }: Pictures, classes: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const [red, green, blue] = pixels.subarray(i * 3_072, i * 3_072 + 3) as unknown as number[];
    const last = pixels.subarray((i + 1) * 3_072 - 3, (i + 1) * 3_072);
    expect([...last]).toEqual([red, green, blue]);
    expect(blue).toBe(200);
    const index = red! * 256 + green!;
    expect(labels[i]).toBe(index % classes);
    return index;
  });
}

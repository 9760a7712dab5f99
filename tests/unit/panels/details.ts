import type { CollapsePlane, Detail, Eigenfunction } from '../../../src/metrics/types';
import type { Recording, Split } from '../../../src/recording/recording';
import type { ProbePictures } from '../../../src/recording/types';
import type { Story } from './fixture';

/** A made-up number in [−1, 1], the same for the same place. */
const wave = (i: number, k: number) => Math.sin(12.9898 * (i + 1) + 4.1414 * k) * Math.cos(1.7 * i + k * k);

/** A story with NC1 – NC4, falling with D_LR. */
export const collapsing = (story: Story): Story => ({
  ...story,
  more(step) {
    const dlr = story.dlr(step) ?? 0.6;
    return { nc1: 40 * dlr ** 4, nc2Norm: 0.5 * dlr, nc2Angle: 0.3 * dlr, nc3: 1.6 * dlr, nc4: dlr ** 2 };
  },
});

/** Three classes of `perClass` points whose means drift to the simplex, and whose spread falls, with D_LR. */
export function planeOf(
  dlr: number,
  {
    classes = [0, 1, 2],
    perClass = 12,
  }: Partial<{ classes: CollapsePlane['classes']; perClass: number }> = {},
): CollapsePlane {
  const means = Float64Array.from(
    [0, 1, 2].flatMap(member => {
      const angle = (2 * Math.PI * member) / 3 + (member ? dlr * (member - 1.7) : 0);
      const length = 1 - 0.5 * dlr;
      return [length * Math.sin(angle), length * Math.cos(angle)];
    }),
  );
  const members = Uint8Array.from({ length: 3 * perClass }, (_, i) => i % 3);
  const points = Float64Array.from({ length: 6 * perClass }, (_, i) => {
    const sample = i >> 1;
    return means[2 * members[sample]! + (i % 2)]! + 2 * dlr * wave(sample, i % 2);
  });
  return { classes, means, points, members };
}

/** Eigenfunctions that each tell one digit from the one before, over pictures whose classes are 0 … 9 in turn. */
export function eigenfunctionsOf(count: number, pictures: number, samples: number): Eigenfunction[] {
  const ofClass = (name: number) =>
    Int32Array.from({ length: pictures }, (_, i) => (name + 10 * (i + 1)) % samples);
  return Array.from({ length: count }, (_, k) => ({
    intensity: 1 / (1 + 0.4 * k),
    used: k < 9 ? 1 - 0.05 * k : null,
    quality: 0.9 - 0.06 * k,
    largest: ofClass((k + 1) % 10),
    largestValues: Float64Array.from({ length: pictures }, (_, i) => 3 - 0.2 * i),
    smallest: k === 2 ? Int32Array.from({ length: pictures }, (_, i) => i) : ofClass(k % 10),
    smallestValues: Float64Array.from({ length: pictures }, (_, i) => -2.5 + 0.2 * i),
  }));
}

/** Small pictures: a bright bar whose column is the class. */
export function makePictures(count = 120, side = 12): ProbePictures {
  const labels = Uint16Array.from({ length: count }, (_, i) => i % 10);
  const data = Uint8Array.from({ length: count * side * side }, (_, i) => {
    const [picture, column] = [Math.floor(i / (side * side)), i % side];
    return column === 1 + labels[picture]! ? 255 : 20;
  });
  return { count, shape: [side, side, 1], data, labels };
}

/** Adds a detail to every probe of a made-up run, as if it had been asked for from the start. */
export function addDetails(
  recording: Recording,
  split: Split,
  classes?: CollapsePlane['classes'],
): Recording {
  for (const arm of recording.arms) {
    const dlrs = arm.column(split, 'dlr').slice();
    arm.frameSteps.slice().forEach((step, i) => {
      const dlr = Number.isNaN(dlrs[i]!) ? 0.6 : dlrs[i]!;
      const detail: Detail = {
        collapse: planeOf(dlr, classes && { classes }),
        eigenfunctions: eigenfunctionsOf(12, 6, 120),
      };
      recording.setDetail(arm.index, split, step, detail);
    });
  }
  return recording;
}

import { createRandom } from '../../../src/experiment/random';
import type { Matrix, ProbeInput } from '../../../src/metrics/types';

/** A matrix from a function of row and column. */
export function matrix(rows: number, columns: number, at: (i: number, j: number) => number): Matrix {
  const data = Float64Array.from({ length: rows * columns }, (_, k) =>
    at(Math.floor(k / columns), k % columns),
  );
  return { rows, columns, data };
}

export function at({ columns, data }: Matrix, i: number, j: number): number {
  return data[i * columns + j]!;
}

/** a · b. */
export function times(a: Matrix, b: Matrix): Matrix {
  return matrix(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += at(a, i, k) * at(b, k, j);
    return sum;
  });
}

export function transpose(a: Matrix): Matrix {
  return matrix(a.columns, a.rows, (i, j) => at(a, j, i));
}

/** Standard normal draws. */
export function gaussian(seed: number, stream: string, rows: number, columns: number): Matrix {
  const random = createRandom(seed, stream);
  return matrix(rows, columns, () => random.normal());
}

/** Orthogonal size × size: rows of a Gaussian matrix made orthonormal one after the other. */
export function rotation(seed: number, size: number): Matrix {
  const rows: number[][] = [];
  const draws = gaussian(seed, 'rotation', size, size);
  for (let i = 0; i < size; i++) {
    let row = Array.from({ length: size }, (_, j) => at(draws, i, j));
    for (let sweep = 0; sweep < 2; sweep++)
      for (const other of rows) {
        const along = row.reduce((sum, value, j) => sum + value * other[j]!, 0);
        row = row.map((value, j) => value - along * other[j]!);
      }
    const length = Math.hypot(...row);
    rows.push(row.map(value => value / length));
  }
  return matrix(size, size, (i, j) => rows[i]![j]!);
}

export interface NetShape {
  samples: number;
  width: number;
  classes: number;
  /** Spread within a class against that between class means. */
  noise?: number;
}

/**
 * A noisy leaky-ReLU net with labels in turn: every class present where there are enough samples. No unit is
 * dead and no two class means coincide, which would leave NC4 to chance.
 */
export function net(
  seed: number,
  { samples, width, classes, noise = 0.7 }: NetShape,
): ProbeInput & {
  labels: Int32Array;
  head: Matrix;
} {
  const labels = Int32Array.from({ length: samples }, (_, i) => i % classes);
  const means = gaussian(seed, 'means', classes, width);
  const spread = gaussian(seed, 'spread', samples, width);
  const features = matrix(samples, width, (i, j) => {
    const input = 2 * at(means, labels[i]!, j) + (noise * at(spread, i, j) * (j + 1)) / width;
    return Math.max(0.2 * input, input);
  });
  const draws = gaussian(seed, 'head', classes, width);
  const head = matrix(classes, width, (i, j) => at(draws, i, j) + 0.3 * at(means, i, j));
  return {
    features,
    outputs: times(features, transpose(head)),
    labels,
    head,
    initialFeatures: gaussian(seed, 'start', samples, width),
  };
}

/** Features on a simplex, outputs one-hot: exactly collapsed. */
export function collapsed(perClass: number, classes: number, width: number): ProbeInput {
  const labels = Int32Array.from({ length: perClass * classes }, (_, i) => i % classes);
  const basis = rotation(1, width);
  const simplex = matrix(classes, width, (c, j) => {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += ((k === c ? 1 : 0) - 1 / classes) * at(basis, k, j);
    return sum;
  });
  return {
    features: matrix(labels.length, width, (i, j) => at(simplex, labels[i]!, j) + 3),
    outputs: matrix(labels.length, classes, (i, c) => (labels[i] === c ? 1 : 0)),
    labels,
    head: simplex,
  };
}

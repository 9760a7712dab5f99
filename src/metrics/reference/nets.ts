import type { ProbeInput } from '../types';
import { at, type Float32Matrix, filled, normals, through, turned } from './matrices';
import { drawsOf } from './random';

/** Arrays of a made-up probe; every matrix is float32. */
export interface CaseArrays extends ProbeInput {
  features: Float32Matrix;
  outputs: Float32Matrix;
  targets?: Float32Matrix;
  initialFeatures?: Float32Matrix;
  head?: Float32Matrix;
}

/** Class numbers 0, 1, …, C − 1, 0, 1, … */
export const inTurn = (samples: number, classes: number) =>
  Int32Array.from({ length: samples }, (_, i) => i % classes);

/** Class c about c + 1 times as often as class 0. */
export function unevenly(samples: number, classes: number): Int32Array {
  const draws = drawsOf('uneven classes');
  const tickets = Array.from({ length: classes }, (_, c) => Array<number>(c + 1).fill(c)).flat();
  return Int32Array.from({ length: samples }, () => tickets[Math.floor(draws.uniform() * tickets.length)]!);
}

export interface NetShape {
  name: string;
  width: number;
  classes: number;
  labels: Int32Array;
  /** Spread within a class, where class means are about 1.5 from zero in every unit. */
  noise: number;
}

/** A ReLU network made up of class means and noise, with a head that leans towards the means. */
export function reluNet({ name, width, classes, labels, noise }: NetShape) {
  const samples = labels.length;
  const means = normals(`${name}/means`, classes, width);
  const spread = normals(`${name}/spread`, samples, width);
  const features = filled(samples, width, (i, j) =>
    Math.max(0, 1.5 * at(means, labels[i]!, j) + noise * at(spread, i, j) * (1.6 - (1.4 * j) / width)),
  );
  const draws = normals(`${name}/head`, classes, width);
  const head = filled(classes, width, (c, j) => (at(means, c, j) + 0.5 * at(draws, c, j)) / 8);
  const start = normals(`${name}/start`, samples, width);
  return {
    ...{ features, outputs: through(features, head), labels, head },
    initialFeatures: filled(samples, width, (i, j) => Math.max(0, at(start, i, j))),
  };
}

/**
 * Features on a simplex, outputs one-hot: collapsed, with the head along the class means.
 * @param lengths of the C axes of the simplex before it is turned; all 1 for an even one
 */
export function simplex(name: string, perClass: number, width: number, lengths: readonly number[]) {
  const classes = lengths.length;
  const labels = inTurn(perClass * classes, classes);
  const corners = filled(classes, width, (c, j) =>
    j < classes ? lengths[c]! * ((c === j ? 1 : 0) - 1 / classes) : 0,
  );
  const head = turned(corners, drawsOf(name));
  return {
    features: filled(labels.length, width, (i, j) => at(head, labels[i]!, j) + 2),
    outputs: filled(labels.length, classes, (i, c) => (labels[i] === c ? 1 : 0)),
    labels,
    head,
  };
}

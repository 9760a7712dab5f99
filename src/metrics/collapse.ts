import type { Columns } from './columns';
import { emptyColumns, transposed } from './columns';
import { sideBySide } from './crossings';
import type { Numerics } from './numerics';
import { dot, identity, norm } from './products';
import { keptCount } from './spectrum';
import type { Matrix, Measures, Reasons } from './types';

export type Collapse = Pick<Measures, 'nc1' | 'nc2Norm' | 'nc2Angle' | 'nc3' | 'nc4'>;
const NAMES = ['nc1', 'nc2Norm', 'nc2Angle', 'nc3', 'nc4'] as const;

/** Class means of the centred features, over the classes that are present. */
export interface ClassMeans {
  /** Class numbers present, ascending. */
  present: number[];
  /** For each sample, the position of its class in `present`. */
  position: Int32Array;
  counts: Float64Array;
  /** k × p: each class's mean. */
  means: Columns;
  /** k × p: the class means less their own mean, each class counting once. */
  centred: Columns;
}

/** What neural collapse needs beside the features. */
export interface CollapseInput {
  labels: Int32Array;
  /** n: the class of the largest output; null where the outputs are not usable. */
  predicted: Int32Array | null;
  outputs: number;
  /** C × p weights of the last layer. */
  head: Matrix | undefined;
  /** C × p, row-major: the sum of the features of each class, where it is known. */
  sums?: Float64Array;
}

/**
 * Neural collapse NC1 – NC4 of centred features with labels, in the order of the labels. What is undefined is null with
 * a reason; NC3 is absent without a head. Formulas: method.md, "What it is compared with".
 */
export function neuralCollapse(
  features: Columns,
  input: CollapseInput,
  numerics: Numerics,
): { collapse: Collapse; reasons: Reasons } {
  const classes = classMeans(features, input.labels, input.sums);
  const directions = classes.present.length < 2 ? null : betweenDirections(classes.centred, numerics);
  if (directions === null) {
    const reason =
      classes.present.length < 2
        ? 'Only one class is present, so there are no class means to compare.'
        : 'The class means coincide, so there is nothing to compare.';
    return noCollapse(reason, input.head !== undefined);
  }
  const reasons: Reasons = {};
  const scores = numerics.combine(
    features,
    sideBySide([directions.vectors, transposed(classes.means)], features.columns),
  );
  const collapse: Collapse = {
    nc1: withinOverBetween(scores, classes, directions.variances),
    ...meanGeometry(classes.centred),
  };
  if (collapse.nc2Angle === null)
    reasons.nc2Angle = 'A class mean coincides with the mean of all of them, so it has no direction.';
  if (input.head) collapse.nc3 = headDistance(input.head, classes, input.outputs, reasons);
  collapse.nc4 = disagreement(scores, classes, input.predicted);
  if (collapse.nc4 === null) reasons.nc4 = 'The outputs hold numbers that are not finite or are too large.';
  return { collapse, reasons };
}

/** Every measure of collapse undefined, for one reason. */
export function noCollapse(reason: string, hasHead: boolean): { collapse: Collapse; reasons: Reasons } {
  const names = NAMES.filter(name => hasHead || name !== 'nc3');
  return {
    collapse: Object.fromEntries(names.map(name => [name, null])),
    reasons: Object.fromEntries(names.map(name => [name, reason])),
  };
}

/** Means of the classes that are present. @param sums of each class, where they are known: C × p, row-major */
export function classMeans(features: Columns, labels: Int32Array, sums?: Float64Array): ClassMeans {
  const present = [...new Set(labels)].sort((a, b) => a - b);
  const positionOf = new Map(present.map((label, position) => [label, position]));
  const position = labels.map(label => positionOf.get(label)!);
  const counts = new Float64Array(present.length);
  for (const k of position) counts[k]!++;
  const { columns } = features;
  const means = emptyColumns(present.length, columns, features.scale);
  const centred = emptyColumns(present.length, columns, features.scale);
  if (!sums) addRows(features, position, means);
  for (let j = 0; j < columns; j++) {
    const column = means.data.subarray(j * present.length, (j + 1) * present.length);
    if (sums) for (let k = 0; k < column.length; k++) column[k] = sums[present[k]! * columns + j]!;
    let mean = 0;
    for (let k = 0; k < column.length; k++) {
      column[k]! /= counts[k]!;
      mean += column[k]! / column.length;
    }
    for (let k = 0; k < column.length; k++) centred.data[j * column.length + k] = column[k]! - mean;
  }
  return { present, position, counts, means, centred };
}

/** Adds each row of the features to the row of its class. */
function addRows({ rows, columns, data }: Columns, position: Int32Array, sums: Columns): void {
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++) sums.data[j * sums.rows + position[i]!]! += data[j * rows + i]!;
}

/** Unit eigenvectors of Σ_B, one in each column (p × directions), with the variances along them. */
interface Directions {
  vectors: Columns;
  variances: Float64Array;
}

/** At most k − 1 directions in which k class means vary; null where they do not. */
function betweenDirections(centred: Columns, numerics: Numerics): Directions | null {
  const { rows: count, columns: width } = centred;
  const overMeans = count <= width;
  const size = Math.min(count, width);
  const square = numerics.gram(overMeans ? transposed(centred) : centred);
  const { values, carried } = numerics.eigen(square, size, identity(size));
  if (!(values[0]! > 0)) return null;
  const kept = Math.min(count - 1, keptCount(values));
  const vectors = emptyColumns(width, kept);
  for (let k = 0; k < kept; k++) {
    const column = vectors.data.subarray(k * width, (k + 1) * width);
    const length = Math.sqrt(values[k]!);
    for (let i = 0; i < size; i++) {
      const weight = carried[i * size + k]!;
      if (!overMeans) column[i] = weight;
      else for (let j = 0; j < width; j++) column[j]! += (weight * centred.data[j * count + i]!) / length;
    }
  }
  return { vectors, variances: values.slice(0, kept).map(value => value / count) };
}

/** NC1 = Tr(Σ_W Σ_B⁺) / C: the variances within classes along the directions between them, over those between. */
function withinOverBetween(
  scores: Columns,
  { position, counts }: ClassMeans,
  variances: Float64Array,
): number {
  const n = position.length;
  let sum = 0;
  variances.forEach((variance, d) => {
    const along = scores.data.subarray(d * n, (d + 1) * n);
    const means = new Float64Array(counts.length);
    for (let i = 0; i < n; i++) means[position[i]!]! += along[i]!;
    for (let k = 0; k < means.length; k++) means[k]! /= counts[k]!;
    let within = 0;
    for (let i = 0; i < n; i++) within += (along[i]! - means[position[i]!]!) ** 2;
    sum += within / n / variance;
  });
  return sum / counts.length;
}

/** NC2: how unequal the lengths of the centred class means are, and how far their angles are from a simplex. */
function meanGeometry(centred: Columns): Pick<Collapse, 'nc2Norm' | 'nc2Angle'> {
  const count = centred.rows;
  const vectors = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: centred.columns }, (_, j) => centred.data[j * count + k]!),
  );
  const lengths = vectors.map(norm);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / count;
  const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / count;
  const nc2Norm = Math.sqrt(variance) / mean;
  if (lengths.some(length => length === 0)) return { nc2Norm, nc2Angle: null };
  let sum = 0;
  for (let a = 0; a < count; a++)
    for (let b = 0; b < a; b++) {
      const cosine = dot(vectors[a]!, vectors[b]!) / (lengths[a]! * lengths[b]!);
      sum += Math.abs(cosine + 1 / (count - 1));
    }
  return { nc2Norm, nc2Angle: sum / ((count * (count - 1)) / 2) };
}

/** NC3: ‖W/‖W‖ − M/‖M‖‖²; null where a class is absent, or the head zero or unusable. */
function headDistance(
  head: Matrix,
  { centred }: ClassMeans,
  outputs: number,
  reasons: Reasons,
): number | null {
  const weights = Float64Array.from(head.data);
  const headLength = norm(weights);
  if (centred.rows !== outputs) reasons.nc3 = 'A class is absent, so the last layer has no mean to match.';
  else if (!Number.isFinite(headLength))
    reasons.nc3 = 'The last layer holds numbers that are not finite or are too large.';
  else if (headLength === 0) reasons.nc3 = 'The last layer is zero, so it has no direction.';
  if (reasons.nc3) return null;
  const meansLength = norm(centred.data);
  let sum = 0;
  for (let k = 0; k < centred.rows; k++)
    for (let j = 0; j < centred.columns; j++) {
      const mean = centred.data[j * centred.rows + k]! / meansLength;
      sum += (weights[k * centred.columns + j]! / headLength - mean) ** 2;
    }
  return sum;
}

/** NC4: share of samples whose nearest class mean is not the class of the largest output. */
function disagreement(
  scores: Columns,
  { present, position, means }: ClassMeans,
  predicted: Int32Array | null,
): number | null {
  if (predicted === null) return null;
  const count = present.length;
  const squares = Float64Array.from({ length: count }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < means.columns; j++) sum += means.data[j * count + k]! ** 2;
    return sum;
  });
  const n = position.length;
  const first = scores.columns - count;
  let different = 0;
  for (let i = 0; i < n; i++) {
    let nearest = 0;
    let smallest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < count; k++) {
      // ‖x − m‖² less ‖x‖², which is the same for every class.
      const distance = squares[k]! - 2 * scores.data[(first + k) * n + i]!;
      if (distance < smallest) {
        smallest = distance;
        nearest = k;
      }
    }
    if (present[nearest] !== predicted[i]) different++;
  }
  return different / n;
}

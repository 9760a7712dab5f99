import type { Columns } from './columns';
import { emptyColumns, isUsable } from './columns';
import { norm } from './products';
import { direction, spectrum } from './spectrum';
import type { Matrix, Measures, ProbeInput } from './types';

type Collapse = Pick<Measures, 'nc1' | 'nc2Norm' | 'nc2Angle' | 'nc3' | 'nc4'>;

/** Class means of the centred features, over the classes that are present. */
interface ClassMeans {
  /** Class numbers present, ascending. */
  present: number[];
  /** For each sample, the position of its class in `present`. */
  position: Int32Array;
  /** k × p: each class's mean. */
  means: Columns;
  /** k × p: the class means less their own mean, each class counting once. */
  centred: Columns;
}

/**
 * Neural collapse NC1 – NC4 of centred features with labels; empty where fewer than two classes are present or
 * their means coincide. Formulas: method.md, "What it is compared with".
 */
export function neuralCollapse(features: Columns, labels: Int32Array, probe: ProbeInput): Collapse {
  const classes = classMeans(features, labels);
  if (classes.present.length < 2) return {};
  const between = spectrum(classes.centred);
  if (between === null) return {};

  const count = classes.present.length;
  const directions = between.eigenvalues.slice(0, count - 1);
  let nc1 = 0;
  directions.forEach((variance, k) => {
    nc1 += withinVariance(features, classes, direction(between, k)) / variance / count;
  });
  const collapse: Collapse = { nc1, ...meanGeometry(classes.centred) };
  if (probe.head && count === probe.outputs.columns) collapse.nc3 = headDistance(probe.head, classes.centred);
  if (isUsable(probe.outputs.data)) collapse.nc4 = disagreement(features, classes, probe.outputs);
  return collapse;
}

function classMeans(features: Columns, labels: Int32Array): ClassMeans {
  const present = [...new Set(labels)].sort((a, b) => a - b);
  const positionOf = new Map(present.map((label, position) => [label, position]));
  const position = labels.map(label => positionOf.get(label)!);
  const counts = new Float64Array(present.length);
  for (const k of position) counts[k]!++;
  const { rows, columns, data } = features;
  const means = emptyColumns(present.length, columns, features.scale);
  const centred = emptyColumns(present.length, columns, features.scale);
  for (let j = 0; j < columns; j++) {
    const column = means.data.subarray(j * present.length, (j + 1) * present.length);
    for (let i = 0; i < rows; i++) column[position[i]!]! += data[j * rows + i]!;
    let mean = 0;
    for (let k = 0; k < column.length; k++) {
      column[k]! /= counts[k]!;
      mean += column[k]! / column.length;
    }
    for (let k = 0; k < column.length; k++) centred.data[j * column.length + k] = column[k]! - mean;
  }
  return { present, position, means, centred };
}

/** vᵀ Σ_W v: the variance within classes along the unit vector v. */
function withinVariance(features: Columns, { present, position }: ClassMeans, v: Float64Array): number {
  const { rows, columns, data } = features;
  const scores = new Float64Array(rows);
  for (let j = 0; j < columns; j++) {
    const weight = v[j]!;
    const from = j * rows;
    for (let i = 0; i < rows; i++) scores[i]! += weight * data[from + i]!;
  }
  const sums = new Float64Array(present.length);
  const counts = new Float64Array(present.length);
  for (let i = 0; i < rows; i++) {
    sums[position[i]!]! += scores[i]!;
    counts[position[i]!]!++;
  }
  const means = sums.map((sum, k) => sum / counts[k]!);
  return norm(scores.map((score, i) => score - means[position[i]!]!)) ** 2 / rows;
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
      const dot = vectors[a]!.reduce((total, value, j) => total + value * vectors[b]![j]!, 0);
      sum += Math.abs(dot / (lengths[a]! * lengths[b]!) + 1 / (count - 1));
    }
  return { nc2Norm, nc2Angle: sum / ((count * (count - 1)) / 2) };
}

/** NC3: ‖W/‖W‖ − M/‖M‖‖²; null where the head is zero or unusable. */
function headDistance(head: Matrix, centred: Columns): number | null {
  const weights = Float64Array.from(head.data);
  const headLength = isUsable(weights) ? norm(weights) : 0;
  if (headLength === 0) return null;
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
function disagreement(features: Columns, { present, means }: ClassMeans, outputs: Matrix): number {
  const { rows } = features;
  const distances = present.map((_, k) => squaredDistances(features, means, k));
  let different = 0;
  for (let i = 0; i < rows; i++) {
    let nearest = 0;
    for (let k = 1; k < present.length; k++) if (distances[k]![i]! < distances[nearest]![i]!) nearest = k;
    const row = i * outputs.columns;
    let predicted = 0;
    for (let c = 1; c < outputs.columns; c++)
      if (outputs.data[row + c]! > outputs.data[row + predicted]!) predicted = c;
    if (present[nearest] !== predicted) different++;
  }
  return different / rows;
}

/** ‖Φ(x_i) − mean of class k‖² for each sample. */
function squaredDistances({ rows, columns, data }: Columns, means: Columns, k: number): Float64Array {
  const distances = new Float64Array(rows);
  for (let j = 0; j < columns; j++) {
    const mean = means.data[j * means.rows + k]!;
    const from = j * rows;
    for (let i = 0; i < rows; i++) {
      const difference = data[from + i]! - mean;
      distances[i]! += difference * difference;
    }
  }
  return distances;
}

import { blockOrder } from './blocks';
import { classMeans } from './collapse';
import { type Columns, centre } from './columns';
import { prepareFeatures } from './features';
import type { Numerics } from './numerics';
import { dot, identity, norm } from './products';
import { span } from './span';
import { keptCount } from './spectrum';
import { targetsOf } from './targets';
import type { CollapsePlane, Detail, DetailWanted, Eigenfunction, Matrix, ProbeInput } from './types';

/** What somebody wants to see of one probe; what cannot be shown is null, with the reason. */
export function detailOf(probe: ProbeInput, wanted: DetailWanted, numerics: Numerics): Detail {
  return {
    ...(wanted.classes ? planeOf(probe, wanted.classes) : { collapse: null }),
    ...(wanted.eigenfunctions
      ? eigenfunctionsOf(probe, wanted.eigenfunctions.count, wanted.eigenfunctions.pictures, numerics)
      : { eigenfunctions: null }),
  };
}

type PlaneDetail = Pick<Detail, 'collapse' | 'collapseMissing'>;

/**
 * The samples of three classes, seen in the plane through their means. The unit is such that the three centred means have
 * a mean square length of 1: those of a collapsed network lie on the unit circle, 120° apart.
 */
function planeOf({ features, labels }: ProbeInput, classes: readonly [number, number, number]): PlaneDetail {
  const missing = (collapseMissing: string): PlaneDetail => ({ collapse: null, collapseMissing });
  if (!labels) return missing('Without labels there are no class means.');
  const chosen = labels.map(label => classes.indexOf(label));
  const members = Int32Array.from(chosen.keys()).filter(i => chosen[i]! >= 0);
  const centred = centre(rowsOf(features, members));
  if (centred === null) return missing('The features hold numbers that are not finite or are too large.');
  const positions = members.map(i => chosen[i]!);
  const { present, means, centred: offsets } = classMeans(centred, positions);
  if (present.length < 3) return missing('One of the three classes has no sample in this probe.');
  const vectors = [0, 1, 2].map(k => rowOf(offsets, k));
  const up = unit(vectors[0]!);
  const right = up && unit(without(vectors[1]!, up));
  if (!up || !right) return missing('The three class means lie on one line, so they span no plane.');
  const radius = Math.sqrt(vectors.reduce((sum, vector) => sum + norm(vector) ** 2, 0) / 3);
  // Where the mean of the three means lies.
  const origin = rowOf(means, 0).map((value, j) => value - vectors[0]![j]!);
  const points = new Float64Array(2 * members.length);
  [right, up].forEach((axis, at) => {
    const along = alongAxis(centred, axis);
    const middle = dot(origin, axis);
    along.forEach((value, i) => {
      points[2 * i + at] = (value - middle) / radius;
    });
  });
  return {
    collapse: {
      classes,
      means: Float64Array.from(
        vectors.flatMap(vector => [dot(vector, right), dot(vector, up)]),
        value => value / radius,
      ),
      points,
      members: Uint8Array.from(positions),
    } satisfies CollapsePlane,
  };
}

type EigenDetail = Pick<Detail, 'eigenfunctions' | 'eigenfunctionsMissing'>;

/** The strongest eigenfunctions e_k, with the samples on which each is largest and smallest. */
function eigenfunctionsOf(
  probe: ProbeInput,
  count: number,
  pictures: number,
  numerics: Numerics,
): EigenDetail {
  const missing = (eigenfunctionsMissing: string): EigenDetail => ({
    eigenfunctions: null,
    eigenfunctionsMissing,
  });
  const { rows } = probe.features;
  const order = blockOrder(rows);
  const features = prepareFeatures(probe.features, numerics, order);
  if (features === null) return missing('The features hold numbers that are not finite or are too large.');
  if (features.norm === 0) return missing('The features are the same for every input.');
  const { centred, size, square, overSamples } = features;
  const { values, carried } = numerics.eigen(square, size, identity(size));
  const shown = Math.min(count, keptCount(values));
  const isClassification = probe.labels !== undefined;
  const spanOf = (matrix: Matrix | undefined) => {
    const columns = matrix ? numerics.centre(matrix, order) : null;
    const basis = columns && span(columns, isClassification, numerics).basis;
    return basis && basis.columns > 0 ? basis : null;
  };
  const outputs = spanOf(probe.outputs);
  const targets = spanOf(targetsOf(probe));
  const eigenfunctions = Array.from({ length: shown }, (_, k): Eigenfunction => {
    const vector = Float64Array.from({ length: size }, (_, i) => carried[i * size + k]!);
    const function_ = overSamples
      ? vector.map(value => value * Math.sqrt(rows))
      : alongAxis(centred, vector).map(value => value / Math.sqrt(values[k]! / rows));
    return {
      intensity: values[k]! / values[0]!,
      used: outputs && projected(outputs, function_),
      quality: targets && projected(targets, function_),
      ...extremes(function_, order, pictures),
    };
  });
  return { eigenfunctions };
}

/** ‖P e‖² / ‖e‖² of a function e of the samples, P the projection on orthonormal columns. */
function projected(basis: Columns, values: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < basis.columns; c++)
    sum += dot(basis.data.subarray(c * basis.rows, (c + 1) * basis.rows), values) ** 2;
  return Math.min(1, sum / dot(values, values));
}

function extremes(values: Float64Array, order: Int32Array, pictures: number) {
  const ranked = Int32Array.from(values.keys()).sort(
    (a, b) => values[b]! - values[a]! || order[a]! - order[b]!,
  );
  const sign = values[ranked[0]!]! >= -values[ranked.at(-1)!]! ? 1 : -1;
  if (sign < 0) ranked.reverse();
  const count = Math.min(pictures, ranked.length);
  const largest = ranked.slice(0, count);
  const smallest = ranked.slice(ranked.length - count).reverse();
  const valuesOf = (samples: Int32Array) => Float64Array.from(samples, i => sign * values[i]!);
  return {
    largest: largest.map(i => order[i]!),
    largestValues: valuesOf(largest),
    smallest: smallest.map(i => order[i]!),
    smallestValues: valuesOf(smallest),
  };
}

/** The given rows of a matrix. */
function rowsOf({ columns, data }: Matrix, rows: Int32Array): Matrix {
  const result = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    result.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { rows: rows.length, columns, data: result };
}

/** Row k of a matrix that is stored by columns. */
const rowOf = ({ rows, columns, data }: Columns, k: number) =>
  Float64Array.from({ length: columns }, (_, j) => data[j * rows + k]!);

/** The component of each row along a direction in feature space. */
function alongAxis({ rows, columns, data }: Columns, axis: Float64Array): Float64Array {
  const result = new Float64Array(rows);
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++) result[i]! += axis[j]! * data[j * rows + i]!;
  return result;
}

/** What is left of a vector beside a unit vector; zero where that is rounding. */
function without(vector: Float64Array, direction: Float64Array): Float64Array {
  const amount = dot(vector, direction);
  const rest = vector.map((value, j) => value - amount * direction[j]!);
  return norm(rest) > 1e-9 * norm(vector) ? rest : rest.fill(0);
}

function unit(vector: Float64Array): Float64Array | null {
  const length = norm(vector);
  return length > 0 ? vector.map(value => value / length) : null;
}

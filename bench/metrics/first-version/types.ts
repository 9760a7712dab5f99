/** A row-major matrix: `data[row * columns + column]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array | Float64Array;
}

/** What one forward pass over a fixed probe set gives. */
export interface ProbeInput {
  /** n × p: the activations that enter the last linear layer. */
  features: Matrix;
  /** n × C. */
  outputs: Matrix;
  /** n class indices in [0, C); absent for regression. */
  labels?: Int32Array;
  /** n × C; defaults to one-hot labels. */
  targets?: Matrix;
  /** n × q: the features of the same inputs at step 0. */
  initialFeatures?: Matrix;
  /** C × p: weights of the last linear layer. */
  head?: Matrix;
}

/**
 * The measures of one probe. `null` is "undefined" (see `undefinedBecause`), never a number; a key is absent
 * where the measure does not apply (no labels, no targets, no head, no initial features).
 */
export interface Measures {
  samples: number;
  width: number;
  outputs: number;
  /** Dimension r of the span of the learned outputs. */
  rank: number;
  dlr: number | null;
  /** One sentence for people: why D_LR is undefined. */
  undefinedBecause?: string;
  share: number | null;
  participation: number | null;
  /** Cumulative utilisation Π̂(k), k = 1 … number of features kept. */
  utilisation?: Float64Array;
  /** Cumulative quality Π*(k). */
  quality?: Float64Array;
  /** ρ_k, descending. */
  eigenvalues?: Float64Array;
  /** ρ_k / ρ_1. */
  relativeEigenvalues?: Float64Array;
  effectiveDimension?: number;
  linearCka?: number | null;
  targetAlignment?: number | null;
  initialSimilarity?: number | null;
  nc1?: number;
  nc2Norm?: number;
  nc2Angle?: number | null;
  nc3?: number | null;
  nc4?: number;
}

/** The measures that are one number, in the order in which they are listed and exported. */
export const SCALAR_MEASURES = [
  'dlr',
  'share',
  'participation',
  'rank',
  'effectiveDimension',
  'linearCka',
  'initialSimilarity',
  'targetAlignment',
  'nc1',
  'nc2Norm',
  'nc2Angle',
  'nc3',
  'nc4',
] as const;
export type ScalarMeasure = (typeof SCALAR_MEASURES)[number];

/** The measures that are a curve over features k = 1 … . */
export const CURVE_MEASURES = ['utilisation', 'quality', 'relativeEigenvalues', 'eigenvalues'] as const;
export type CurveMeasure = (typeof CURVE_MEASURES)[number];

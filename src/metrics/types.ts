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
  /** Jackknife standard error of D_LR over blocks of samples. */
  dlrError?: number | null;
  /** For each measure that is null, one sentence for people that says why. */
  undefinedBecause?: Reasons;
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
  effectiveDimension?: number | null;
  /** The fewest strongest features with Π̂(k) ≥ 0.95. */
  k95?: number | null;
  linearCka?: number | null;
  targetAlignment?: number | null;
  /** S_init: centred linear CKA with the features at step 0. */
  initialSimilarity?: number | null;
  /** 1 − cosine of the uncentred kernels at step 0 and now. */
  kernelDistance?: number | null;
  nc1?: number | null;
  nc2Norm?: number | null;
  nc2Angle?: number | null;
  nc3?: number | null;
  nc4?: number | null;
}

/** Why measures are undefined, one sentence each. */
export type Reasons = Partial<Record<ScalarMeasure, string>>;

/** The measures that are one number, in the order in which they are listed and exported. */
export const SCALAR_MEASURES = [
  'dlr',
  'dlrError',
  'share',
  'participation',
  'rank',
  'effectiveDimension',
  'k95',
  'linearCka',
  'initialSimilarity',
  'kernelDistance',
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

/** The activations of one layer, as the products of the samples: all that richness needs of them. */
export interface LayerGram {
  /** Name of the layer, for people: "conv 2", "dense 1". */
  name: string;
  /** Features of one sample. */
  width: number;
  /** n: the first samples of the probe. */
  samples: number;
  /** n × n, row-major: products of the samples' features, each feature less its mean over the samples. */
  gram: Float32Array;
}

/** What one layer's Gram matrix says, with the outputs of the same samples. null is "undefined", as in `Measures`. */
export interface LayerMeasures {
  name: string;
  width: number;
  samples: number;
  dlr: number | null;
  share: number | null;
  participation: number | null;
  effectiveDimension: number | null;
  /** ρ_k / ρ_1, the strongest 64 at most. */
  relativeEigenvalues?: Float64Array;
  undefinedBecause?: string;
}

/** The layer measures that are one number, in the order in which they are listed and exported. */
export const LAYER_MEASURES = ['dlr', 'share', 'participation', 'effectiveDimension'] as const;
export type LayerMeasure = (typeof LAYER_MEASURES)[number];

/** What a person wants to see of one probe beyond its numbers. */
export interface DetailWanted {
  /** Three classes for the collapse plane; null where it is not shown. */
  classes: readonly [number, number, number] | null;
  /** How many of the strongest eigenfunctions, and of how many pictures at either end; null where not shown. */
  eigenfunctions: { count: number; pictures: number } | null;
}

/**
 * Points of three classes in the plane through their means, in units in which the means of a collapsed network lie on
 * the unit circle, 120° apart. The first mean lies on the positive vertical axis, the second to its right.
 */
export interface CollapsePlane {
  classes: readonly [number, number, number];
  /** 3 × 2: x and y of each class mean. */
  means: Float64Array;
  /** m × 2: x and y of the samples of the three classes. */
  points: Float64Array;
  /** m: position in `classes`. */
  members: Uint8Array;
}

/** One eigenfunction e_k of the feature operator, with the probe inputs on which it is largest and smallest. */
export interface Eigenfunction {
  /** ρ_k / ρ_1. */
  intensity: number;
  /** Share of the variance of e_k in the span of the outputs, u_k, and in the span of the targets; null: undefined. */
  used: number | null;
  quality: number | null;
  /** Indices of probe inputs, most extreme first, and e_k there. The sign makes the largest |e_k| positive. */
  largest: Int32Array;
  largestValues: Float64Array;
  smallest: Int32Array;
  smallestValues: Float64Array;
}

/** What `DetailWanted` asked for. */
export interface Detail {
  collapse: CollapsePlane | null;
  /** Why there is no plane, as a sentence. */
  collapseMissing?: string;
  eigenfunctions: readonly Eigenfunction[] | null;
  eigenfunctionsMissing?: string;
}

/** What one split of a probe was measured from: features n × p, outputs n × C, head C × p, row by row. */
export interface Activations {
  samples: number;
  width: number;
  features: Float32Array;
  outputs: Float32Array;
  labels: Int32Array;
  /** Weights of the last linear layer. */
  head: Float32Array;
}

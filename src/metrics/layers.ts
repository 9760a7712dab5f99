import { isUsable } from './columns';
import type { Numerics } from './numerics';
import { doublyCentred } from './similarity';
import { span } from './span';
import { effectiveDimension, keptCount, richness } from './spectrum';
import type { LayerGram, LayerMeasures, Matrix } from './types';

/** Most eigenvalues of a layer that are handed on. */
const SHOWN = 64;
/** A trace below this share of the largest product is what single precision leaves of features that do not vary. */
const ROUNDING = 1e-7;

/**
 * What the Gram matrices of layers say: D_LR, share, participation ratio and effective dimension of each, with the
 * layer's features in the place of the last ones and the outputs of the network on the same samples. With K = FFᵀ:
 * D_LR = 1 − tr(QᵀKQ) / (√r ‖K‖) and share = tr(QᵀKQ) / tr K. Formulas: method.md, estimator 4, in its kernel form.
 *
 * @param outputs at least as many rows as the layers have samples; the first ones are theirs
 * @param isClassification whether the row mean of the outputs is left out (method.md, estimator 2)
 */
export function measureLayers(
  layers: readonly LayerGram[],
  outputs: Matrix,
  isClassification: boolean,
  numerics: Numerics,
): LayerMeasures[] {
  const bases = new Map<number, { basis: Float64Array; rank: number } | null>();
  const basisFor = (samples: number) => {
    const known = bases.get(samples);
    if (known !== undefined) return known;
    const { columns, data } = outputs;
    const centred = numerics.centre({ rows: samples, columns, data: data.subarray(0, samples * columns) });
    const basis = centred && span(centred, isClassification, numerics).basis;
    const found = basis && { basis: basis.data, rank: basis.columns };
    bases.set(samples, found);
    return found;
  };
  return layers.map(layer => measureLayer(layer, basisFor(layer.samples), numerics));
}

function measureLayer(
  { name, width, samples: n, gram }: LayerGram,
  outputs: { basis: Float64Array; rank: number } | null,
  numerics: Numerics,
): LayerMeasures {
  const about = { name, width, samples: n };
  const nothing = { dlr: null, share: null, participation: null, effectiveDimension: null };
  if (!isUsable(gram))
    return {
      ...about,
      ...nothing,
      undefinedBecause: 'The layer holds numbers that are not finite or are too large.',
    };
  // The device has taken the means off in single precision; this takes off what rounding has left of them.
  const kernel = doublyCentred(gram, n);
  let trace = 0;
  let squares = 0;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    trace += kernel[i * n + i]!;
    for (let j = 0; j < n; j++) {
      squares += kernel[i * n + j]! ** 2;
      largest = Math.max(largest, Math.abs(gram[i * n + j]!));
    }
  }
  if (!(trace > ROUNDING * largest) || !(squares > 0))
    return { ...about, ...nothing, undefinedBecause: 'The layer is the same for every input.' };
  const values = numerics.eigen(kernel, n).values;
  const eigenvalues = values.subarray(0, keptCount(values));
  const strengths = {
    effectiveDimension: effectiveDimension(eigenvalues),
    relativeEigenvalues: eigenvalues.slice(0, SHOWN).map(value => value / eigenvalues[0]!),
  };
  if (outputs === null || outputs.rank === 0) {
    const undefinedBecause =
      outputs === null
        ? 'The outputs hold numbers that are not finite or are too large to square.'
        : 'The outputs do not differ between inputs.';
    return { ...about, ...nothing, ...strengths, undefinedBecause };
  }
  const inSpan = quadraticTrace(kernel, outputs.basis, outputs.rank, n);
  return { ...about, ...richness(inSpan, trace, squares, outputs.rank), ...strengths };
}

/** tr(QᵀKQ), Q the first `rank` columns of `basis`, of length n each. */
function quadraticTrace(kernel: Float64Array, basis: Float64Array, rank: number, n: number): number {
  let sum = 0;
  for (let c = 0; c < rank; c++)
    for (let i = 0; i < n; i++) {
      let along = 0;
      for (let j = 0; j < n; j++) along += kernel[i * n + j]! * basis[c * n + j]!;
      sum += along * basis[c * n + i]!;
    }
  return sum;
}

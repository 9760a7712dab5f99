import { neuralCollapse } from './collapse';
import { type Columns, centre } from './columns';
import { linearCka } from './similarity';
import { span } from './span';
import {
  cumulative,
  effectiveDimension,
  richness,
  type Spectrum,
  spectrum,
  squaredProjections,
} from './spectrum';
import type { Matrix, Measures, ProbeInput } from './types';

/**
 * Every measure of one probe, in float64, as `method.md` defines it. Curves have one value per kept feature.
 * A measure that is undefined is null and `undefinedBecause` says why D_LR is; one that does not apply is
 * absent. No result is ever NaN.
 *
 * @throws RangeError where shapes disagree, there is no sample or a label is not an output.
 */
export function measure(input: ProbeInput): Measures {
  checkShapes(input);
  const { labels } = input;
  const classification = labels !== undefined;
  const targets = input.targets ?? (labels && oneHot(labels, input.outputs.columns));
  const centredFeatures = centre(input.features);
  const centredOutputs = centre(input.outputs);
  const features = centredFeatures && spectrum(centredFeatures);
  const outputSpan = centredOutputs && span(centredOutputs, classification);

  const measures: Measures = {
    samples: input.features.rows,
    width: input.features.columns,
    outputs: input.outputs.columns,
    rank: outputSpan?.columns ?? 0,
    ...richnessOf(features, outputSpan),
    ...(features && strengths(features)),
    linearCka: linearCka(features, centredOutputs),
  };
  const reason = whyUndefined(centredFeatures, centredOutputs, features, measures.rank);
  if (reason !== null) measures.undefinedBecause = reason;
  if (targets && features) Object.assign(measures, qualityOf(features, targets, classification));
  if (input.initialFeatures)
    measures.initialSimilarity = features && linearCka(features, centre(input.initialFeatures));
  if (labels && centredFeatures) Object.assign(measures, neuralCollapse(centredFeatures, labels, input));
  return measures;
}

function richnessOf(
  features: Spectrum | null,
  outputSpan: Columns | null,
): Pick<Measures, 'dlr' | 'share' | 'participation' | 'utilisation'> {
  if (features === null || outputSpan === null || outputSpan.columns === 0)
    return { dlr: null, share: null, participation: null };
  const used = squaredProjections(features, outputSpan);
  return {
    ...richness(features.eigenvalues, used, outputSpan.columns),
    utilisation: cumulative(used, outputSpan.columns),
  };
}

function strengths(
  features: Spectrum,
): Pick<Measures, 'eigenvalues' | 'relativeEigenvalues' | 'effectiveDimension'> {
  const { eigenvalues, centred } = features;
  return {
    eigenvalues: eigenvalues.map(value => value * centred.scale ** 2),
    relativeEigenvalues: eigenvalues.map(value => value / eigenvalues[0]!),
    effectiveDimension: effectiveDimension(eigenvalues),
  };
}

function qualityOf(
  features: Spectrum,
  targets: Matrix,
  classification: boolean,
): Pick<Measures, 'quality' | 'targetAlignment'> {
  const centred = centre(targets);
  const targetAlignment = linearCka(features, centred);
  const targetSpan = centred && span(centred, classification);
  if (targetSpan === null || targetSpan.columns === 0) return { targetAlignment };
  const quality = cumulative(squaredProjections(features, targetSpan), targetSpan.columns);
  return { quality, targetAlignment };
}

/** The first reason that applies, as a sentence for people; null where D_LR is defined. */
function whyUndefined(
  centredFeatures: Columns | null,
  centredOutputs: Columns | null,
  features: Spectrum | null,
  rank: number,
): string | null {
  const unusable = 'hold numbers that are not finite or are too large to square, so D_LR is undefined.';
  if (centredFeatures === null) return `The features ${unusable}`;
  if (centredOutputs === null) return `The outputs ${unusable}`;
  if (features === null) return 'The features are the same for every input, so D_LR is undefined.';
  if (rank === 0) return 'The outputs do not differ between inputs, so D_LR is undefined.';
  return null;
}

function oneHot(labels: Int32Array, columns: number): Matrix {
  const data = new Float64Array(labels.length * columns);
  labels.forEach((label, i) => {
    data[i * columns + label] = 1;
  });
  return { rows: labels.length, columns, data };
}

function checkShapes({ features, outputs, labels, targets, initialFeatures, head }: ProbeInput): void {
  const rows = features.rows;
  if (rows < 1 || features.columns < 1 || outputs.columns < 1)
    throw new RangeError('A probe needs at least one sample, one feature and one output.');
  for (const [name, matrix] of Object.entries({ features, outputs, targets, initialFeatures })) {
    if (!matrix) continue;
    if (matrix.rows !== rows) throw new RangeError(`${name} has ${matrix.rows} rows, features has ${rows}.`);
    if (matrix.data.length !== matrix.rows * matrix.columns)
      throw new RangeError(`${name} has ${matrix.data.length} numbers, not rows × columns.`);
  }
  if (head && (head.rows !== outputs.columns || head.columns !== features.columns))
    throw new RangeError('head must have one row per output and one column per feature.');
  if (labels && labels.length !== rows)
    throw new RangeError(`There are ${labels.length} labels for ${rows} rows.`);
  if (labels?.some(label => label < 0 || label >= outputs.columns))
    throw new RangeError('A label is not the number of an output.');
}

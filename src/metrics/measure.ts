import { blockOrder, FEWEST_SAMPLES } from './blocks';
import { neuralCollapse, noCollapse } from './collapse';
import { type Columns, isUsable } from './columns';
import { type Crossing, crossings, type Product, sideBySide, spanProduct } from './crossings';
import { type Features, prepareFeatures } from './features';
import { jackknifeError } from './jackknife';
import { type Numerics, plainNumerics } from './numerics';
import { likeness, linearCka } from './similarity';
import { type Span, span } from './span';
import { cumulative, effectiveDimension, richnessOfSpectrum, type Spectrum, spectrum } from './spectrum';
import { targetsOf } from './targets';
import type { Matrix, Measures, ProbeInput, Reasons, ScalarMeasure } from './types';

/** Π̂(k) from which the outputs count as reached (method.md, k₉₅); rounding may not keep it from being exactly met. */
const REACHED = 0.95 - 1e-12;

/**
 * Every measure of one probe, in float64, as `method.md` defines it. Curves have one value per kept feature.
 * A measure that is undefined is null and `undefinedBecause` says why; one that does not apply is absent. No result is
 * ever NaN.
 *
 * @param start the features of step 0, prepared by `prepareStart`, where they are not in `initialFeatures`
 * @throws RangeError where shapes disagree, there is no sample or a label is not an output.
 */
export function measure(
  input: ProbeInput,
  numerics: Numerics = plainNumerics,
  start?: Features | null,
): Measures {
  checkShapes(input);
  const probe = new PreparedProbe(input, numerics);
  const reasons: Reasons = {};
  const measures: Measures = {
    samples: input.features.rows,
    width: input.features.columns,
    outputs: input.outputs.columns,
    rank: probe.rank,
    ...richnessOf(probe, reasons),
    ...strengthsOf(probe, reasons),
    ...alignmentOf(probe, reasons),
  };
  const { initialFeatures } = input;
  const before = start === undefined && initialFeatures ? prepareStart(initialFeatures, numerics) : start;
  if (before !== undefined) Object.assign(measures, likenessOf(probe, before, reasons));
  if (probe.labels) Object.assign(measures, collapseOf(probe, reasons));
  if (Object.keys(reasons).length > 0) measures.undefinedBecause = reasons;
  return measures;
}

/** The features of step 0, multiplied out once for all later probes; null where they are not usable. */
export function prepareStart(matrix: Matrix, numerics: Numerics = plainNumerics): Features | null {
  return prepareFeatures(matrix, numerics, blockOrder(matrix.rows));
}

/** A probe with its samples in the order of the jackknife's blocks, centred and taken apart. */
class PreparedProbe {
  readonly input: ProbeInput;
  readonly numerics: Numerics;
  readonly order: Int32Array;
  readonly labels: Int32Array | null;
  readonly features: Features | null;
  readonly outputs: Columns | null;
  readonly targets: Columns | null;
  readonly hasTargets: boolean;
  /** The features, where they vary. */
  readonly varying: Features | null;
  /** The products of outputs and targets, and of orthonormal bases of their spans, with features that vary. */
  readonly crossed: Record<'outputs' | 'targets', Crossing | undefined> &
    Record<'outputSpan' | 'targetSpan', Product | undefined>;
  readonly outputSpan: Span | null;
  readonly spectrum: Spectrum | null;

  constructor(input: ProbeInput, numerics: Numerics) {
    const order = blockOrder(input.features.rows);
    const { labels } = input;
    this.input = input;
    this.numerics = numerics;
    this.order = order;
    this.labels = labels ? order.map(i => labels[i]!) : null;
    this.outputs = numerics.centre(input.outputs, order);
    const targets = targetsOf(input);
    this.hasTargets = targets !== undefined;
    this.targets = targets ? numerics.centre(targets, order) : null;
    const spanOf = (matrix: Columns | null) => matrix && span(matrix, labels !== undefined, numerics);
    const [outputSpan, targetSpan] = [spanOf(this.outputs), spanOf(this.targets)];
    this.outputSpan = outputSpan;

    const matrices = [this.outputs, this.targets].filter(matrix => matrix !== null);
    const joined = sideBySide(matrices, order.length);
    const features = prepareFeatures(input.features, numerics, order, joined);
    this.features = features;
    this.varying = features && features.norm > 0 ? features : null;
    const found = this.varying ? crossings(this.varying, matrices, joined, numerics) : [];
    const ofMatrix = (matrix: Columns | null) => found.find(crossing => crossing.matrix === matrix);
    const [outputs, ofTargets] = [ofMatrix(this.outputs), ofMatrix(this.targets)];
    const ofSpan = (basis: Span | null, crossing: Crossing | undefined) =>
      basis && crossing && basis.basis.columns > 0 ? spanProduct(basis, crossing) : undefined;
    this.crossed = {
      outputs,
      targets: ofTargets,
      outputSpan: ofSpan(outputSpan, outputs),
      targetSpan: ofSpan(targetSpan, ofTargets),
    };
    const bases = [this.crossed.outputSpan, this.crossed.targetSpan].filter(basis => basis !== undefined);
    this.spectrum = this.varying && spectrum(this.varying, bases, numerics);
  }

  /** Dimension of the span of the outputs. */
  get rank(): number {
    return this.outputSpan?.basis.columns ?? 0;
  }

  /** ‖P e_k‖² on the span of the outputs, and of the targets; null where there is no such span. */
  get used(): Float64Array | null {
    return (this.crossed.outputSpan && this.spectrum?.projections[0]) ?? null;
  }
  get quality(): Float64Array | null {
    return (this.crossed.targetSpan && this.spectrum?.projections.at(-1)) ?? null;
  }

  /** C × p: the sum of the features of each class, where the targets are the labels. */
  get classSums(): Float64Array | undefined {
    const { targets } = this.crossed;
    if (this.input.targets || !targets) return undefined;
    return targets.all.map(value => value * targets.matrix.scale);
  }

  /** Why nothing can be said of the features; null where they vary. */
  get featureFault(): string | null {
    if (this.features === null) return `The features ${UNUSABLE}.`;
    return this.features.norm > 0 ? null : 'The features are the same for every input.';
  }
  get outputFault(): string | null {
    if (this.outputs === null) return `The outputs ${UNUSABLE}.`;
    return this.rank > 0 ? null : 'The outputs do not differ between inputs.';
  }
}

const UNUSABLE = 'hold numbers that are not finite or are too large to square';

/** Notes one reason for several measures. */
function note(reasons: Reasons, reason: string, names: readonly ScalarMeasure[]): void {
  for (const name of names) reasons[name] = reason;
}

type RichnessKeys = 'dlr' | 'dlrError' | 'share' | 'participation' | 'k95' | 'utilisation';

function richnessOf(probe: PreparedProbe, reasons: Reasons): Pick<Measures, RichnessKeys> {
  const fault = probe.featureFault ?? probe.outputFault;
  const { used, varying, outputSpan, rank } = probe;
  const { outputs } = probe.crossed;
  if (fault !== null || !used || !outputSpan || !outputs || !varying) {
    const reason = `${(fault ?? '').replace(/\.$/, '')}, so D_LR is undefined.`;
    note(reasons, reason, ['dlr', 'dlrError', 'share', 'participation', 'k95']);
    return { dlr: null, dlrError: null, share: null, participation: null, k95: null };
  }
  const utilisation = cumulative(used, rank);
  const reached = utilisation.findIndex(value => value >= REACHED);
  if (reached < 0)
    reasons.k95 = 'The features do not span 95 % of the outputs, so no number of them reaches it.';
  const dlrError = jackknifeError(varying, outputSpan, outputs);
  if (dlrError === null)
    reasons.dlrError =
      varying.centred.rows < FEWEST_SAMPLES
        ? `With fewer than ${FEWEST_SAMPLES} samples the error cannot be told.`
        : 'Without one block of the samples nothing is left to measure, so the error cannot be told.';
  return {
    ...richnessOfSpectrum(probe.spectrum!.eigenvalues, used, rank),
    dlrError,
    k95: reached < 0 ? null : reached + 1,
    utilisation,
  };
}

type StrengthKeys = 'eigenvalues' | 'relativeEigenvalues' | 'effectiveDimension' | 'quality';

function strengthsOf(probe: PreparedProbe, reasons: Reasons): Pick<Measures, StrengthKeys> {
  if (!probe.spectrum || !probe.features) {
    reasons.effectiveDimension = probe.featureFault!;
    return { effectiveDimension: null };
  }
  const { eigenvalues } = probe.spectrum;
  const { scale } = probe.features.centred;
  const { quality, crossed } = probe;
  return {
    eigenvalues: eigenvalues.map(value => value * scale ** 2),
    relativeEigenvalues: eigenvalues.map(value => value / eigenvalues[0]!),
    effectiveDimension: effectiveDimension(eigenvalues),
    ...(quality && { quality: cumulative(quality, crossed.targetSpan!.matrix.columns) }),
  };
}

function alignmentOf(
  probe: PreparedProbe,
  reasons: Reasons,
): Pick<Measures, 'linearCka' | 'targetAlignment'> {
  const { varying, crossed, targets, hasTargets, numerics } = probe;
  const ckaWith = (crossing: Crossing | undefined) =>
    varying && crossing ? linearCka(varying, crossing, numerics) : null;
  const cka = ckaWith(crossed.outputs);
  if (cka === null)
    reasons.linearCka =
      probe.featureFault ?? probe.outputFault ?? 'The outputs do not differ between inputs.';
  if (!hasTargets) return { linearCka: cka };
  const targetAlignment = ckaWith(crossed.targets);
  if (targetAlignment === null)
    reasons.targetAlignment =
      probe.featureFault ??
      (targets ? 'The targets do not differ between inputs.' : `The targets ${UNUSABLE}.`);
  return { linearCka: cka, targetAlignment };
}

function likenessOf(
  probe: PreparedProbe,
  before: Features | null,
  reasons: Reasons,
): Pick<Measures, 'initialSimilarity' | 'kernelDistance'> {
  const { features, numerics } = probe;
  const { similarity, distance } =
    features && before ? likeness(features, before, numerics) : { similarity: null, distance: null };
  const fault =
    before === null
      ? `The features of step 0 ${UNUSABLE}.`
      : (probe.featureFault ?? 'The features of step 0 are the same for every input.');
  if (similarity === null) reasons.initialSimilarity = fault;
  if (distance === null)
    reasons.kernelDistance = features && before ? 'All features are zero, now or at step 0.' : fault;
  return { initialSimilarity: similarity, kernelDistance: distance };
}

function collapseOf(probe: PreparedProbe, reasons: Reasons) {
  const { input, features, labels, order, numerics } = probe;
  const { outputs, head } = input;
  const sums = probe.classSums;
  const result = features
    ? neuralCollapse(
        features.centred,
        {
          labels: labels!,
          predicted: predictions(outputs, order),
          outputs: outputs.columns,
          head,
          ...(sums && { sums }),
        },
        numerics,
      )
    : noCollapse(`The features ${UNUSABLE}.`, head !== undefined);
  Object.assign(reasons, result.reasons);
  return result.collapse;
}

/** The column of the largest output of each sample, in the given order; null where the outputs are not usable. */
function predictions({ columns, data }: Matrix, order: Int32Array): Int32Array | null {
  if (!isUsable(data)) return null;
  return order.map(sample => {
    const row = sample * columns;
    let best = 0;
    for (let c = 1; c < columns; c++) if (data[row + c]! > data[row + best]!) best = c;
    return best;
  });
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

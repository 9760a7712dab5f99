import { z } from 'zod';
import { ARM_IDS, experimentSchema } from '../experiment/schema';
import { LAYER_MEASURES, type LayerMeasure, SCALAR_MEASURES, type ScalarMeasure } from '../metrics/types';
import { COLUMN_NAMES, type ColumnName, FRAME_LIMIT, LOSS_LIMIT } from './recording';
import { SNAPSHOT_LIMIT } from './snapshots';
import { NETWORK_MEASURES, type NetworkMeasure, RECORDING_FORMAT, RECORDING_VERSION } from './types';

/** Most features of a curve: far above any width that the page trains. */
const CURVE_LIMIT = 65_536;
/** Most layers that are measured. */
const LAYER_LIMIT = 256;

const number = z.number().nullable();
const text = z.string().max(1_000);
const count = z.int().min(0);
const stepsSchema = (limit: number) => z.array(count).max(limit).describe('Steps, ascending, each once.');

const curve = z.array(number).max(CURVE_LIMIT);

/** An object that has a section of its own in the documentation. */
const titled = <Shape extends z.ZodRawShape>(title: string, shape: Shape) =>
  z.strictObject(shape).meta({ title });

const reasonsSchema = titled(
  'Reasons',
  Object.fromEntries(
    SCALAR_MEASURES.map(name => [
      name,
      text.exactOptional().describe(`Why ${name} is null, in one sentence.`),
    ]),
  ) as Record<ScalarMeasure, z.ZodExactOptional<typeof text>>,
);

/** A measure that does not apply is absent; one that is undefined is null. */
const measuresSchema = titled('Measures', {
  samples: count.describe('Inputs of the probe.'),
  width: count.describe('Features p.'),
  outputs: count.describe('Outputs C.'),
  rank: count.describe('Dimension r of the span of the learned outputs.'),
  dlr: number.describe('D_LR: 0 is as rich as can be, larger is lazier.'),
  dlrError: number.exactOptional().describe('Jackknife standard error of D_LR.'),
  undefinedBecause: reasonsSchema.exactOptional().describe('For each measure that is null, why.'),
  share: number.describe('Share of the feature variance that lies in the span of the outputs.'),
  participation: number.describe('Participation ratio of the feature spectrum: how evenly it is spread.'),
  effectiveDimension: number.exactOptional().describe('exp of the entropy of the feature spectrum.'),
  k95: number.exactOptional().describe('The fewest strongest features with Π̂(k) ≥ 0.95.'),
  linearCka: number.exactOptional().describe('Linear CKA of features and outputs.'),
  initialSimilarity: number.exactOptional().describe('S_init: linear CKA of the features at step 0 and now.'),
  kernelDistance: number.exactOptional().describe('1 − cosine of the uncentred kernels at step 0 and now.'),
  targetAlignment: number.exactOptional().describe('Linear CKA of features and targets.'),
  nc1: number.exactOptional().describe('Neural collapse 1: spread within classes over spread between them.'),
  nc2Norm: number.exactOptional().describe('Neural collapse 2: unevenness of the class-mean norms.'),
  nc2Angle: number
    .exactOptional()
    .describe('Neural collapse 2: distance of the class-mean angles from a simplex.'),
  nc3: number.exactOptional().describe('Neural collapse 3: distance of the last layer from the class means.'),
  nc4: number
    .exactOptional()
    .describe('Neural collapse 4: share of inputs whose nearest class mean disagrees.'),
  utilisation: curve.exactOptional().describe('Cumulative utilisation Π̂(k), k = 1 ….'),
  quality: curve.exactOptional().describe('Cumulative quality Π*(k), k = 1 ….'),
  relativeEigenvalues: curve.exactOptional().describe('ρ_k / ρ_1.'),
  eigenvalues: curve.exactOptional().describe('ρ_k, descending.'),
});

const layerSchema = titled('Layer', {
  name: text.describe('Name of the layer.'),
  width: count.describe('Features of one sample.'),
  samples: count.describe('Inputs on which it was measured: the first of the probe.'),
  dlr: number.describe('D_LR of the layer: its features against the outputs of the network.'),
  share: number.describe('Share of its variance that lies in the span of the outputs.'),
  participation: number.describe('Participation ratio of its spectrum.'),
  effectiveDimension: number.describe('exp of the entropy of its spectrum.'),
  relativeEigenvalues: curve.exactOptional().describe('ρ_k / ρ_1, the strongest 64 at most.'),
  undefinedBecause: text.exactOptional().describe('Why it is undefined, in one sentence.'),
});

const layersSchema = z.array(layerSchema).max(LAYER_LIMIT);

const networkSchema = titled('Network', {
  parameterNorm: number.describe('‖θ‖² over all parameters that are trained.'),
  parameterDistance: number.describe('‖θ − θ_0‖ / ‖θ_0‖.'),
  tangentKernelChange: number.describe('1 − centred CKA of the tangent kernels at step 0 and now.'),
  tangentKernelCost: z.number().min(0).exactOptional().describe('What that kernel took, in milliseconds.'),
  tangentKernelMissing: text.exactOptional().describe('Why there is none although it was asked for.'),
  effectiveFrequencies: number
    .exactOptional()
    .describe('How many frequencies carry the power of the learned embedding; modular arithmetic only.'),
  frequenciesPerUnit: number
    .exactOptional()
    .describe('The same of each of its units alone, as a mean of the units by their power.'),
  embeddingSpectra: z
    .array(z.array(z.number().min(0).max(1)).max(CURVE_LIMIT))
    .min(1)
    .max(2)
    .exactOptional()
    .describe('Fourier spectrum of that embedding, for each operand or for both: shares from k = 0.'),
  embeddingMissing: text.exactOptional().describe('Why it has no spectrum, in one sentence.'),
});

const splitSchema = titled('Split', {
  accuracy: number.describe('Share of the probe inputs that are classified right.'),
  loss: number.describe('Training loss on the probe inputs.'),
  measures: measuresSchema.describe('Everything that was measured.'),
  layers: layersSchema.describe('Layer by layer, from the input; empty where none were measured.'),
});

const frameSchema = titled('Frame', {
  step: count.describe('Updates made before the probe.'),
  train: splitSchema.describe('On the training probe.'),
  test: splitSchema.describe('On the test probe.'),
  network: networkSchema.describe('Of the network itself.'),
});

const column = z
  .array(number)
  .max(FRAME_LIMIT)
  .exactOptional()
  .describe('One value per probe; an absent column is undefined at all of them.');
const columnsSchema = titled(
  'Columns',
  Object.fromEntries(COLUMN_NAMES.map(name => [name, column])) as Record<ColumnName, typeof column>,
);

const networkColumnsSchema = titled(
  'Network columns',
  Object.fromEntries(NETWORK_MEASURES.map(name => [name, column])) as Record<NetworkMeasure, typeof column>,
);

const layerColumnsSchema = titled(
  'Layer columns',
  Object.fromEntries(LAYER_MEASURES.map(name => [name, column])) as Record<LayerMeasure, typeof column>,
);

const layerFramesSchema = titled('Layers over time', {
  names: z
    .array(titled('Layer name', { name: text.describe('Its name.'), width: count.describe('Its features.') }))
    .max(LAYER_LIMIT)
    .describe('The layers, from the input.'),
  steps: stepsSchema(FRAME_LIMIT),
  train: z.array(layerColumnsSchema).max(LAYER_LIMIT).describe('Per layer, on the training probe.'),
  test: z.array(layerColumnsSchema).max(LAYER_LIMIT).describe('Per layer, on the test probe.'),
}).superRefine(({ names, steps, train, test }, context) => {
  checkSteps(steps, context);
  for (const [split, layers] of Object.entries({ train, test })) {
    if (layers.length !== names.length)
      context.addIssue({
        code: 'custom',
        path: [split],
        message: `${layers.length} of ${names.length} layers`,
      });
    layers.forEach((columns, layer) => {
      for (const [name, values] of Object.entries(columns))
        if (values) checkLength(`${split}.${layer}.${name}`, values, steps, context);
    });
  }
});

const lossesSchema = titled('Losses', {
  steps: stepsSchema(LOSS_LIMIT),
  values: z.array(number).max(LOSS_LIMIT).describe('Loss of the batch before the update of that step.'),
}).superRefine(({ steps, values }, context) => {
  checkSteps(steps, context);
  checkLength('values', values, steps, context);
});

const framesSchema = titled('Frames', {
  steps: stepsSchema(FRAME_LIMIT),
  train: columnsSchema.describe('On the training probe.'),
  test: columnsSchema.describe('On the test probe.'),
  network: networkColumnsSchema.describe('Of the network itself.'),
}).superRefine(({ steps, train, test, network }, context) => {
  checkSteps(steps, context);
  for (const [split, columns] of Object.entries({ train, test, network }))
    for (const [name, column] of Object.entries(columns))
      if (column) checkLength(`${split}.${name}`, column, steps, context);
});

const armSchema = titled('Arm', {
  losses: lossesSchema.describe('Training losses.'),
  frames: framesSchema.describe('All probes, as columns.'),
  layers: layerFramesSchema.nullable().describe('The layers at all probes; null where none were measured.'),
  initial: frameSchema.nullable().describe('The probe at step 0, in full; null where there is none.'),
  latest: frameSchema.nullable().describe('The newest probe, in full; null where there is none.'),
  snapshots: z
    .array(frameSchema)
    .max(SNAPSHOT_LIMIT)
    .describe('Some of the probes between these two, in full but for eigenvalues, ascending by step.'),
  divergedAt: count.nullable().describe('Step at which the loss was no longer finite; null while it is.'),
}).superRefine(({ frames, initial, latest, snapshots }, context) => {
  const issue = (message: string) => context.addIssue({ code: 'custom', message });
  if (initial && initial.step !== 0) issue(`the initial probe is of step ${initial.step} instead of 0`);
  if (latest?.step !== frames.steps.at(-1)) issue('the latest probe is not the last one in frames');
  const steps = snapshots.map(({ step }) => step);
  const isInOrder = steps.every((step, i) => step > (steps[i - 1] ?? (initial ? 0 : -1)));
  if (!isInOrder) issue('the snapshots are not in ascending order');
  else if (steps.length && steps.at(-1)! >= (latest?.step ?? 0))
    issue('a snapshot is not older than the latest probe');
});

/** The file format of a recording. `docs/recording-format.md` is generated from this schema. */
export const recordingSchema = titled('Recording', {
  format: z.literal(RECORDING_FORMAT).describe('Always this.'),
  version: z.literal(RECORDING_VERSION).describe('Version of the format.'),
  experiment: experimentSchema
    .clone()
    .register(z.globalRegistry, { description: 'The experiment: every setting, and the arms.' }),
  status: z.enum(['paused', 'finished', 'failed']).describe('Where the run stood. A file is never running.'),
  step: count.describe('Newest step of any arm.'),
  device: titled('Device', {
    device: z.enum(['webgpu', 'wasm', 'cpu']).describe('What computed.'),
    adapter: text.describe('Name of the adapter or the instruction set.'),
    software: z.boolean().describe('The adapter is a software one.'),
    reason: text.nullable().describe('Why this device and not a better one; null where it is the best.'),
  })
    .nullable()
    .describe('Where it was computed; null where that is unknown.'),
  data: titled('Data', {
    name: text.describe('Name of the data set.'),
    train: count.describe('Training pictures.'),
    test: count.describe('Test pictures.'),
    classes: z.array(text).max(10_000).describe('Names of the classes.'),
    shape: z.tuple([count, count, count]).describe('Height, width, channels.'),
    note: text.nullable().describe('How the pictures were split or chosen, where the app did it.'),
  })
    .nullable()
    .describe('What was trained on; null where that is unknown.'),
  arms: z.array(armSchema).max(ARM_IDS.length).describe('One for each arm of the experiment, in its order.'),
}).superRefine(({ experiment, arms }, context) => {
  if (arms.length !== experiment.arms.length)
    context.addIssue({
      code: 'custom',
      path: ['arms'],
      message: `there are ${arms.length} arms, and the experiment has ${experiment.arms.length}`,
    });
});

/** A recording as it stands in a file. Undefined numbers are null. */
export type RecordingFile = z.output<typeof recordingSchema>;
export type FileArm = RecordingFile['arms'][number];
export type FileFrame = NonNullable<FileArm['initial']>;
export type FileSplit = FileFrame['train'];

function checkSteps(steps: readonly number[], context: z.RefinementCtx): void {
  if (steps.some((step, i) => i > 0 && step <= steps[i - 1]!))
    context.addIssue({ code: 'custom', path: ['steps'], message: 'steps must be ascending' });
}

function checkLength(
  name: string,
  values: readonly unknown[],
  steps: readonly number[],
  context: z.RefinementCtx,
): void {
  if (values.length !== steps.length)
    context.addIssue({
      code: 'custom',
      path: name.split('.'),
      message: `${values.length} values for ${steps.length} steps`,
    });
}

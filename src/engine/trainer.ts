import { batchSizeOf, type Settings } from '../experiment/schema';
import { buildNetwork } from '../models/build';
import { embeddingParameter, headParameters, type InputShape, parameterCount, sizeOf } from '../models/spec';
import { isAugmented } from './augmentation';
import { restated } from './carry';
import type { Device } from './device';
import { evaluate } from './losses';
import { scaledOutputs } from './output-scale';
import { planBytes, planFlops } from './program/cost';
import { createPlan, type Plan } from './program/plan';
import type {
  Breathe,
  DeviceInputs,
  ParameterNorms,
  Program,
  ProgramState,
  Runtime,
  UpdateRule,
} from './program/program';
import { slotCount } from './program/program';
import { rateSchedule } from './program/rate';
import type { ArmCost } from './run-cost';
import { TangentMeter } from './tangent';

/** β₁ of AdamW. */
const BETA1 = 0.9;
/** Keeps AdamW's step finite where the squared gradient is zero. */
const EPSILON = 1e-8;

/** What one arm trains on. The inputs are shared by all arms. */
export interface ArmData {
  shape: InputShape;
  classes: number;
  trainInputs: DeviceInputs;
  /** (n, C), row-major */
  trainTargets: Float32Array;
  probes: Record<'train' | 'test', ProbeSet>;
}

/** Fixed inputs on which an arm is measured: the first of `inputs`, as many as there are labels. */
export interface ProbeSet {
  inputs: DeviceInputs;
  labels: Int32Array;
  targets: Float32Array;
}

/** What a probe gives: features (n, p), outputs (n, C), and how good they are. */
export interface SplitProbe {
  samples: number;
  width: number;
  features: Float32Array;
  outputs: Float32Array;
  labels: Int32Array;
  accuracy: number;
  loss: number;
  /** Gram matrices of the taps on the first samples, from the input. */
  layers: LayerGram[];
}

/** Activations of one layer as products of the samples, which is all that richness needs of them. */
export interface LayerGram {
  /** Name of the layer, for people. */
  name: string;
  /** Features of one sample. */
  width: number;
  samples: number;
  /** samples × samples, row-major: products of the samples' features, each feature less its mean over the samples. */
  gram: Float32Array;
}

/** What a network of modular arithmetic looks its numbers up in. */
export interface Embedding {
  /** (tables · modulus, width), row-major: a table for each operand, or one for both. */
  weights: Float32Array;
  width: number;
  modulus: number;
  /** Whether the operation adds or multiplies. */
  group: 'additive' | 'multiplicative';
}

/**
 * The update rule that the settings ask for. With an output scale α the outputs move α² times as far by a step of SGD,
 * and α times by one of AdamW, so the learning rate is divided by that.
 */
export function updateRule(training: Settings['training']): UpdateRule {
  const { momentum, weightDecay, beta2, outputScale } = training;
  const isSgd = training.optimiser === 'sgd';
  const learningRate = training.learningRate / outputScale ** (isSgd ? 2 : 1);
  return isSgd
    ? { kind: 'sgd', learningRate, momentum, weightDecay }
    : { kind: 'adamw', learningRate, beta1: BETA1, beta2, epsilon: EPSILON, weightDecay };
}

/** Whether the optimiser goes on with what it has gathered: it is the same one, and trains the same layers. */
export const keepsMemory = (before: Settings, after: Settings): boolean =>
  before.training.optimiser === after.training.optimiser && before.training.layers === after.training.layers;

/** Trains one arm, a step at a time, and probes it. */
export class Trainer {
  readonly settings: Settings;
  private readonly data: ArmData;
  private readonly plan: Plan;
  private readonly program: Program;
  /** f_θ0 on the probe inputs, (n, C), where there is an output scale. */
  private readonly bases: Record<'train' | 'test', Float32Array> | null;

  private constructor(
    settings: Settings,
    data: ArmData,
    plan: Plan,
    program: Program,
    bases: Record<'train' | 'test', Float32Array> | null,
  ) {
    this.settings = settings;
    this.data = data;
    this.plan = plan;
    this.program = program;
    this.bases = bases;
  }

  /**
   * Builds the arm's network and readies it on the device.
   * @param before updates of the run after which the optimiser begins anew; the learning rate goes on as scheduled
   * @throws ModelError
   */
  static async create(
    settings: Settings,
    data: ArmData,
    runtime: Runtime,
    breathe: Breathe = () => {},
    before = 0,
  ): Promise<Trainer> {
    const { training } = settings;
    const plan = createPlan(buildNetwork(settings, data.shape, data.classes), {
      batch: batchSizeOf(training, data.trainInputs.count),
      probe: Math.max(data.probes.train.labels.length, data.probes.test.labels.length),
      headOnly: training.layers === 'last',
      pieceFlops: runtime.pieceFlops,
      moved: isAugmented(settings),
      probeStatistics: settings.probe.batchStatistics,
    });
    const program = await runtime.createProgram({
      plan,
      loss: training.loss,
      rule: updateRule(training),
      schedule: rateSchedule(settings, before),
      clipNorm: training.clipNorm,
      outputScale: training.outputScale,
      inputs: data.trainInputs,
      targets: data.trainTargets,
    });
    try {
      const bases = training.outputScale === 1 ? null : await centre(program, data, breathe);
      return new Trainer(settings, data, plan, program, bases);
    } catch (error) {
      program.dispose();
      throw error;
    }
  }

  get cost(): ArmCost {
    const { plan } = this;
    const trained = plan.parameters.reduce((sum, { size, trained }) => sum + (trained ? size : 0), 0);
    return {
      parameters: parameterCount(plan.network),
      trained,
      bytes: planBytes(plan, slotCount(updateRule(this.settings.training))),
      flops: planFlops(plan),
    };
  }

  /** One optimiser update on the samples with these indices; the device may still be at it when this resolves. */
  step(batch: Int32Array, breathe: Breathe, moves: Int32Array | null = null): Promise<void> {
    return this.program.step(batch, breathe, moves);
  }

  /** Mean losses of the batches since the last call, each before its update. */
  losses(): Promise<Float32Array> {
    return this.program.losses();
  }

  /** Features and outputs on a fixed probe set, with accuracy and loss. */
  async probe(split: 'train' | 'test', breathe: Breathe): Promise<SplitProbe> {
    const { inputs, labels, targets } = this.data.probes[split];
    const samples = labels.length;
    const { features, outputs: own, grams } = await this.program.probe(inputs, samples, breathe);
    const outputs = this.trained(split, own);
    const { loss, accuracy } = evaluate(this.settings.training.loss, outputs, targets, labels);
    return {
      samples,
      width: features.length / samples,
      features,
      outputs,
      labels,
      accuracy,
      loss,
      layers: this.plan.taps.map(({ name, place }, i) => {
        const gram = grams[i]!;
        return { name, width: sizeOf(place.shape), samples: Math.sqrt(gram.length), gram };
      }),
    };
  }

  /** Outputs of the function that is trained. */
  private trained(split: 'train' | 'test', outputs: Float32Array): Float32Array {
    if (!this.bases) return outputs;
    const all = Int32Array.from({ length: this.data.probes[split].labels.length }, (_, i) => i);
    return scaledOutputs(outputs, this.bases[split], all, this.settings.training.outputScale);
  }

  /** How large the trained parameters are, and how far they have moved since step 0. */
  norms(): Promise<ParameterNorms> {
    return this.program.norms();
  }

  /** Values of all parameters. */
  parameters(): Promise<Float32Array> {
    return this.program.parameters();
  }

  /** What measures this arm's tangent kernel on `samples` inputs. */
  createTangent(
    device: Pick<Device, 'tangents'>,
    inputs: Float32Array,
    samples: number,
  ): Promise<TangentMeter> {
    const headOnly = this.settings.training.layers === 'last';
    return TangentMeter.create(device, { plan: this.plan, headOnly, inputs, samples });
  }

  /** Weights of the last linear layer, C × p. */
  async head(): Promise<Float32Array> {
    const weights = await this.program.parameter(headParameters(this.plan.network)[0]!);
    const { classes } = this.plan;
    const width = weights.length / classes;
    return Float32Array.from(weights, (_, i) => weights[(i % width) * classes + Math.floor(i / width)]!);
  }

  /** Null where the data are no pairs of numbers, or the network does not look them up. */
  async embedding(): Promise<Embedding | null> {
    const { source, operation, modulus } = this.settings.data;
    const parameter = source === 'modular' ? embeddingParameter(this.plan.network) : null;
    if (parameter === null) return null;
    const isSum = operation === 'addition' || operation === 'subtraction';
    return {
      weights: await this.program.parameter(parameter),
      width: this.plan.network.parameters[parameter]!.shape.at(-1)!,
      modulus,
      group: isSum ? 'additive' : 'multiplicative',
    };
  }

  /** Weights and optimiser state, with which a run can go on. */
  save(): Promise<ProgramState> {
    return this.program.save();
  }

  load(state: ProgramState): void {
    this.program.load(state);
  }

  /** The state of another trainer of the same network, laid out as this one wants it. */
  adopt(state: ProgramState, other: Trainer): ProgramState {
    return keepsMemory(other.settings, this.settings)
      ? state
      : restated(state, other.plan, this.plan, slotCount(updateRule(this.settings.training)));
  }

  dispose(): void {
    this.program.dispose();
  }
}

/** Tells a program that is still at its start what its outputs are. @returns those on the probe inputs */
async function centre(
  program: Program,
  { trainInputs, probes, classes }: ArmData,
  breathe: Breathe,
): Promise<Record<'train' | 'test', Float32Array>> {
  const base = await program.outputs(trainInputs, trainInputs.count, breathe);
  program.centre(base);
  const { train, test } = probes;
  return {
    train: base.slice(0, train.labels.length * classes),
    test: await program.outputs(test.inputs, test.labels.length, breathe),
  };
}

import { prepareTargets, smoothTargets } from '../data/transforms';
import type { Inputs } from '../data/types';
import { type Experiment, resolveArm } from '../experiment/schema';
import type { ArmCheckpoint } from './checkpoint';
import type { Device } from './device';
import type { Breathe, DeviceInputs, ParameterNorms } from './program/program';
import type { ArmCost } from './run-cost';
import { TANGENT_SAMPLES, type TangentKernel, type TangentMeter } from './tangent';
import { type Embedding, type ProbeSet, type SplitProbe, Trainer } from './trainer';

/** One probe of one arm, ready to be measured. */
export interface ArmProbe {
  step: number;
  arm: number;
  /** Never dropped in favour of a newer one: the first and the last probe before a pause. */
  keep: boolean;
  /** C × p weights of the last linear layer. */
  head: Float32Array;
  /** How large the trained parameters are, and how far they have moved. */
  parameters: ParameterNorms;
  /** The empirical tangent kernel, where it is asked for and due. */
  tangentKernel: TangentKernel | null;
  /** Why there will never be one although it is asked for, in one sentence; null otherwise. */
  tangentKernelFault: string | null;
  /** Of a network of modular arithmetic; null for any other. */
  embedding: Embedding | null;
  train: SplitProbe;
  test: SplitProbe;
}

/** What all arms share: inputs on the device, and their labels. */
export interface SharedData {
  inputs: Inputs;
  train: DeviceInputs;
  /** The test inputs that are probed. */
  test: DeviceInputs;
  samples: number;
}

/** One arm of a session: its trainer, and the losses that have not been reported yet. */
export class SessionArm {
  readonly index: number;
  live = true;
  trainAccuracy = 0;
  private readonly trainer: Trainer;
  /** Where the tangent kernel is asked for. */
  private readonly tangent: TangentMeter | null;
  private steps: number[] = [];
  private losses: number[] = [];
  /** Step of the newest loss that has been read. */
  private readStep = 0;

  private constructor(index: number, trainer: Trainer, tangent: TangentMeter | null) {
    this.index = index;
    this.trainer = trainer;
    this.tangent = tangent;
  }

  static async create(
    experiment: Experiment,
    index: number,
    { inputs, train, test, samples }: SharedData,
    device: Pick<Device, 'runtime' | 'tangents'>,
    breathe: Breathe,
  ): Promise<SessionArm> {
    const settings = resolveArm(experiment, index);
    // Cross-entropy takes probabilities as targets, which cannot be scaled.
    if (settings.training.loss === 'cross-entropy') settings.data.targetScale = 1;
    const classes = inputs.classes.length;
    const targets = {
      train: prepareTargets(inputs.train.labels, classes, settings, 'train'),
      test: prepareTargets(inputs.test.labels, classes, settings, 'test'),
    };
    const { labelSmoothing } = settings.training;
    for (const { targets: values } of Object.values(targets)) smoothTargets(values, classes, labelSmoothing);
    const probeSet = (held: DeviceInputs, split: 'train' | 'test'): ProbeSet => {
      const count = Math.min(samples, held.count);
      const { labels, targets: values } = targets[split];
      return { inputs: held, labels: labels.slice(0, count), targets: values.slice(0, count * classes) };
    };
    const data = {
      shape: inputs.shape,
      classes,
      trainInputs: train,
      trainTargets: targets.train.targets,
      probes: { train: probeSet(train, 'train'), test: probeSet(test, 'test') },
    };
    const trainer = await Trainer.create(settings, data, device.runtime, breathe);
    const tangent = settings.probe.tangentKernel
      ? await createTangent(trainer, device, inputs, Math.min(samples, TANGENT_SAMPLES))
      : null;
    return new SessionArm(index, trainer, tangent);
  }

  /** Takes up a run where it stood at a step. */
  restore(step: number, { state, live, trainAccuracy }: ArmCheckpoint): void {
    this.trainer.load(state);
    this.readStep = step;
    this.live = live;
    this.trainAccuracy = trainAccuracy;
  }

  get cost(): ArmCost {
    return this.trainer.cost;
  }

  step(batch: Int32Array, breathe: Breathe, moves: Int32Array | null): Promise<void> {
    return this.trainer.step(batch, breathe, moves);
  }

  /**
   * Reads the losses of the steps since the last call.
   * @returns the step before whose update the loss was no longer finite; null where all are
   */
  async readLosses(): Promise<number | null> {
    for (const loss of await this.trainer.losses()) {
      this.readStep++;
      if (!this.live) continue;
      if (!Number.isFinite(loss)) {
        this.live = false;
        return this.readStep;
      }
      this.steps.push(this.readStep);
      this.losses.push(loss);
    }
    return null;
  }

  /** The losses that have been read since the last call; null where there are none. */
  takeLosses(): { steps: Float64Array; values: Float64Array } | null {
    if (!this.steps.length) return null;
    const taken = { steps: Float64Array.from(this.steps), values: Float64Array.from(this.losses) };
    this.steps = [];
    this.losses = [];
    return taken;
  }

  /** All but the tangent kernel, which comes seldom. */
  async probe(step: number, breathe: Breathe): Promise<Omit<ArmProbe, 'keep'>> {
    const head = await this.trainer.head();
    const parameters = await this.trainer.norms();
    const embedding = await this.trainer.embedding();
    const train = await this.trainer.probe('train', breathe);
    const test = await this.trainer.probe('test', breathe);
    this.trainAccuracy = train.accuracy;
    const tangentKernelFault = this.tangent?.fault ?? null;
    const network = { head, parameters, embedding, tangentKernel: null, tangentKernelFault };
    return { step, arm: this.index, ...network, train, test };
  }

  /** Null where it is not asked for, or has a fault. */
  async tangentKernel(breathe: Breathe): Promise<TangentKernel | null> {
    return (await this.tangent?.measure(() => this.trainer.parameters(), breathe)) ?? null;
  }

  async save(): Promise<ArmCheckpoint> {
    return { state: await this.trainer.save(), live: this.live, trainAccuracy: this.trainAccuracy };
  }

  dispose(): void {
    this.tangent?.dispose();
    this.trainer.dispose();
  }
}

/** On the first of the training inputs. */
async function createTangent(
  trainer: Trainer,
  device: Pick<Device, 'tangents'>,
  { train }: Inputs,
  most: number,
): Promise<TangentMeter> {
  const samples = Math.min(most, train.count);
  const size = train.inputs.length / train.count;
  try {
    return await trainer.createTangent(device, train.inputs.slice(0, samples * size), samples);
  } catch (error) {
    trainer.dispose();
    throw error;
  }
}

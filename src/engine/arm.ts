import { prepareTargets } from '../data/transforms';
import type { Inputs } from '../data/types';
import { type Experiment, resolveArm } from '../experiment/schema';
import type { ArmCheckpoint } from './checkpoint';
import type { Breathe, DeviceInputs, Runtime } from './program/program';
import { type ParameterNorms, type ProbeSet, type SplitProbe, type TangentKernel, Trainer } from './trainer';

/** One probe of one arm, ready to be measured. */
export interface ArmProbe {
  step: number;
  arm: number;
  /** Never dropped in favour of a newer one: the first and the last probe before a pause. */
  keep: boolean;
  /** C × p weights of the last linear layer. */
  head: Float32Array;
  /** How large the trained parameters are, and how far they have moved. */
  parameters: ParameterNorms | null;
  /** The empirical tangent kernel, where it is asked for and due. */
  tangentKernel: TangentKernel | null;
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
  private steps: number[] = [];
  private losses: number[] = [];
  /** Step of the newest loss that has been read. */
  private readStep: number;

  private constructor(index: number, trainer: Trainer, step: number) {
    this.index = index;
    this.trainer = trainer;
    this.readStep = step;
  }

  /** @param resume where a run goes on, and the step at which it stood */
  static async create(
    experiment: Experiment,
    index: number,
    { inputs, train, test, samples }: SharedData,
    runtime: Runtime,
    resume?: { step: number; arm: ArmCheckpoint },
  ): Promise<SessionArm> {
    const settings = resolveArm(experiment, index);
    // Cross-entropy takes probabilities as targets, which cannot be scaled.
    if (settings.training.loss === 'cross-entropy') settings.data.targetScale = 1;
    const classes = inputs.classes.length;
    const targets = {
      train: prepareTargets(inputs.train.labels, classes, settings, 'train'),
      test: prepareTargets(inputs.test.labels, classes, settings, 'test'),
    };
    const probeSet = (device: DeviceInputs, split: 'train' | 'test'): ProbeSet => {
      const count = Math.min(samples, device.count);
      const { labels, targets: values } = targets[split];
      return { inputs: device, labels: labels.slice(0, count), targets: values.slice(0, count * classes) };
    };
    const data = {
      shape: inputs.shape,
      classes,
      trainInputs: train,
      trainTargets: targets.train.targets,
      probes: { train: probeSet(train, 'train'), test: probeSet(test, 'test') },
    };
    const arm = new SessionArm(index, await Trainer.create(settings, data, runtime), resume?.step ?? 0);
    if (resume) arm.restore(resume.arm);
    return arm;
  }

  private restore({ state, live, trainAccuracy }: ArmCheckpoint): void {
    this.trainer.load(state);
    this.live = live;
    this.trainAccuracy = trainAccuracy;
  }

  step(batch: Int32Array, breathe: Breathe): Promise<void> {
    return this.trainer.step(batch, breathe);
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

  async probe(step: number, breathe: Breathe): Promise<Omit<ArmProbe, 'keep'>> {
    const head = await this.trainer.head();
    const train = await this.trainer.probe('train', breathe);
    const test = await this.trainer.probe('test', breathe);
    this.trainAccuracy = train.accuracy;
    return { step, arm: this.index, head, parameters: null, tangentKernel: null, train, test };
  }

  async save(): Promise<ArmCheckpoint> {
    return { state: await this.trainer.save(), live: this.live, trainAccuracy: this.trainAccuracy };
  }

  dispose(): void {
    this.trainer.dispose();
  }
}

import {
  dispose,
  gather,
  type Scalar,
  slice,
  stack,
  type Tensor4D,
  tensor1d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { loadDataset } from '../data/load';
import { prepareInputs, prepareTargets } from '../data/transforms';
import type { Inputs, LoadContext } from '../data/types';
import { type Experiment, resolveArm } from '../experiment/schema';
import { BatchOrder } from './batches';
import type { Device } from './device';
import { ProbeSchedule } from './schedule';
import { type ProbeSet, type SplitProbe, Trainer } from './trainer';

/** Milliseconds between two reports of losses. */
const LOSS_INTERVAL = 40;
/** Steps whose losses are read back together where a read waits for the GPU. */
const GPU_READ_STEPS = 8;

/** One probe of one arm, ready to be measured. */
export interface ArmProbe {
  step: number;
  arm: number;
  /** Never dropped in favour of a newer one: the first and the last probe before a pause. */
  keep: boolean;
  /** C × p weights of the last linear layer. */
  head: Float32Array;
  train: SplitProbe;
  test: SplitProbe;
}

export interface DataDescription {
  name: string;
  train: number;
  test: number;
  classes: string[];
  shape: [number, number, number];
  note: string | null;
}

export type SessionStatus = 'loading' | 'compiling' | 'paused' | 'running' | 'finished';

/** What a session reports. Nothing here may throw. */
export interface SessionListener {
  data(description: DataDescription): void;
  status(status: SessionStatus, step: number): void;
  /** Losses before updates `steps` (from 1) of one arm. */
  losses(arm: number, steps: Float64Array, values: Float64Array): void;
  probe(probe: ArmProbe): void;
  /** The loss before update `step` was no longer finite: the arm stops, the others go on. */
  diverged(arm: number, step: number): void;
}

export interface SessionOptions extends LoadContext {
  listener: SessionListener;
  /** Probes follow the clock too, for people who watch; false: the same probes on every machine. */
  paced: boolean;
}

interface ArmState {
  trainer: Trainer;
  steps: number[];
  losses: number[];
  live: boolean;
  trainAccuracy: number;
}

/** Trains all arms of one experiment in lock step: same pictures, same batches, same seed. */
export class TrainingSession {
  step = 0;
  private readonly experiment: Experiment;
  private readonly options: SessionOptions;
  private readonly arms: ArmState[];
  private readonly trainInputs: Tensor4D;
  private readonly testInputs: Tensor4D;
  private readonly probeInputs: Tensor4D[];
  private readonly batches: BatchOrder;
  private readonly schedule: ProbeSchedule;
  private readonly readSteps: number;
  private unread: { step: number; arm: number; loss: Scalar }[] = [];
  private lastReport = 0;
  private lastProbe = -1;
  private stopping = false;
  private running: Promise<void> | null = null;

  /**
   * Loads the data, builds the networks and probes them at step 0.
   * @throws DataError, ModelError, ExperimentError with one sentence; AbortError where cancelled
   */
  static async create(
    experiment: Experiment,
    device: Device,
    options: SessionOptions,
  ): Promise<TrainingSession> {
    const { listener } = options;
    listener.status('loading', 0);
    const dataset = await loadDataset(experiment, options);
    const { name, classes, shape, note } = dataset;
    const inputs = prepareInputs(dataset, experiment);
    listener.data({ name, classes, shape, note, train: inputs.train.count, test: inputs.test.count });
    listener.status('compiling', 0);
    const session = new TrainingSession(experiment, device, inputs, options);
    try {
      await session.probe(true);
    } catch (error) {
      session.dispose();
      throw error;
    }
    listener.status('paused', 0);
    return session;
  }

  private constructor(experiment: Experiment, device: Device, inputs: Inputs, options: SessionOptions) {
    this.experiment = experiment;
    this.options = options;
    const shape = inputs.shape;
    this.trainInputs = tensor4d(inputs.train.inputs, [inputs.train.count, ...shape]);
    this.testInputs = tensor4d(inputs.test.inputs, [inputs.test.count, ...shape]);
    const { samples } = experiment.probe;
    const first = (tensor: Tensor4D) => slice(tensor, 0, Math.min(samples, tensor.shape[0]));
    this.probeInputs = [first(this.trainInputs), first(this.testInputs)];
    this.batches = new BatchOrder(inputs.train.count, experiment.training.batchSize, experiment.seed);
    this.schedule = new ProbeSchedule(experiment.probe.perDecade, options.paced);
    this.readSteps = device.device === 'webgpu' ? GPU_READ_STEPS : 1;
    this.arms = experiment.arms.map((_, index) => this.createArm(index, inputs, device));
  }

  private createArm(index: number, inputs: Inputs, device: Device): ArmState {
    const settings = resolveArm(this.experiment, index);
    // Cross-entropy takes probabilities as targets, which cannot be scaled.
    if (settings.training.loss === 'cross-entropy') settings.data.targetScale = 1;
    const classes = inputs.classes.length;
    const train = prepareTargets(inputs.train.labels, classes, settings, 'train');
    const test = prepareTargets(inputs.test.labels, classes, settings, 'test');
    const probeSet = (tensor: Tensor4D, prepared: typeof train): ProbeSet => ({
      inputs: tensor,
      labels: prepared.labels.slice(0, tensor.shape[0]),
      targets: prepared.targets.slice(0, tensor.shape[0] * classes),
    });
    const data = {
      shape: inputs.shape,
      classes,
      trainInputs: this.trainInputs,
      trainTargets: train.targets,
      probes: { train: probeSet(this.probeInputs[0]!, train), test: probeSet(this.probeInputs[1]!, test) },
    };
    const trainer = new Trainer(settings, data, device.kernels);
    return { trainer, steps: [], losses: [], live: true, trainAccuracy: 0 };
  }

  /** True once no further step will be made. */
  get finished(): boolean {
    return (
      this.step >= this.experiment.stop.steps || !this.arms.some(arm => arm.live) || this.accuracyReached()
    );
  }

  private accuracyReached(): boolean {
    const wanted = this.experiment.stop.trainAccuracy;
    return wanted !== null && this.arms.every(arm => arm.trainAccuracy >= wanted);
  }

  /** Trains until step `until`, a pause, or the end; then probes. Resolves when it has come to rest. */
  run(until = Number.POSITIVE_INFINITY): Promise<void> {
    this.running ??= this.train(until).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Asks a run to come to rest after the step that it is in. */
  async pause(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async train(until: number): Promise<void> {
    const { listener } = this.options;
    this.stopping = false;
    listener.status(this.step === 0 ? 'compiling' : 'running', this.step);
    while (!this.stopping && !this.finished && this.step < until) {
      await this.oneStep();
      if (this.step === 1) listener.status('running', this.step);
      if (this.schedule.isDue(this.step, performance.now())) await this.probe(false);
    }
    await this.readLosses();
    this.reportLosses();
    if (this.lastProbe !== this.step) await this.probe(true);
    listener.status(this.finished ? 'finished' : 'paused', this.step);
  }

  private async oneStep(): Promise<void> {
    const { breathe } = this.options;
    const indices = tensor1d(this.batches.take(), 'int32');
    const inputs = gather(this.trainInputs, indices) as Tensor4D;
    await breathe();
    const step = this.step + 1;
    for (const [arm, { trainer, live }] of this.arms.entries())
      if (live) this.unread.push({ step, arm, loss: await trainer.step(inputs, indices, breathe) });
    dispose([indices, inputs]);
    this.step = step;
    if (step % this.readSteps === 0 || step === 1) await this.readLosses();
    if (performance.now() - this.lastReport > LOSS_INTERVAL) this.reportLosses();
    await breathe();
  }

  private async readLosses(): Promise<void> {
    const { unread } = this;
    if (!unread.length) return;
    this.unread = [];
    const packed = stack(unread.map(({ loss }) => loss));
    const values = await packed.data();
    dispose([packed, ...unread.map(({ loss }) => loss)]);
    unread.forEach(({ step, arm }, i) => {
      const state = this.arms[arm]!;
      if (!state.live) return;
      if (!Number.isFinite(values[i]!)) {
        state.live = false;
        this.options.listener.diverged(arm, step);
        return;
      }
      state.steps.push(step);
      state.losses.push(values[i]!);
    });
  }

  private reportLosses(): void {
    this.lastReport = performance.now();
    for (const [index, arm] of this.arms.entries()) {
      if (!arm.steps.length) continue;
      this.options.listener.losses(index, Float64Array.from(arm.steps), Float64Array.from(arm.losses));
      arm.steps = [];
      arm.losses = [];
    }
  }

  private async probe(keep: boolean): Promise<void> {
    const start = performance.now();
    await this.readLosses();
    this.reportLosses();
    const { breathe, listener } = this.options;
    for (const [index, arm] of this.arms.entries()) {
      if (!arm.live) continue;
      const head = await arm.trainer.head();
      const train = await arm.trainer.probe('train', breathe);
      const test = await arm.trainer.probe('test', breathe);
      arm.trainAccuracy = train.accuracy;
      listener.probe({ step: this.step, arm: index, keep: keep || this.finished, head, train, test });
    }
    this.lastProbe = this.step;
    this.schedule.done(this.step, start, performance.now());
  }

  /** Frees all tensors; pause first. */
  dispose(): void {
    dispose([this.trainInputs, this.testInputs, ...this.probeInputs, ...this.unread.map(({ loss }) => loss)]);
    this.unread = [];
    for (const { trainer } of this.arms) trainer.dispose();
  }
}

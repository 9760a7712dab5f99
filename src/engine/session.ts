import { loadDataset } from '../data/load';
import { prepareInputs } from '../data/transforms';
import type { Inputs, LoadContext } from '../data/types';
import { batchSizeOf, type Change, type Experiment, resolveArm } from '../experiment/schema';
import { withChanges } from '../experiment/stages';
import { type ArmProbe, SessionArm } from './arm';
import type { SharedData } from './arm-data';
import { Branches } from './branches';
import { type Checkpoint, checkpointBytes } from './checkpoint';
import type { Device } from './device';
import { type Pace, Pacer } from './pacer';
import type { Runtime } from './program/program';
import { type RunCost, secondsPerStep } from './run-cost';
import { ProbeSchedule } from './schedule';
import { BatchStream } from './stream';
import { TangentPace } from './tangents';

export type { ArmProbe } from './arm';

/** Milliseconds between two reports of losses. */
const LOSS_INTERVAL = 40;
/** Milliseconds of training between two checkpoints, and the largest share of the time that they may take. */
const CHECKPOINT_INTERVAL = 3_000;
const CHECKPOINT_SHARE = 0.02;
/**
 * Checkpoints that are not larger than this, in bytes, are made at 1, 2, 4, … steps as well: branches go on from them
 * without making many steps anew.
 */
const SMALL_CHECKPOINT = 8_000_000;

export interface DataDescription {
  name: string;
  train: number;
  test: number;
  classes: string[];
  shape: [number, number, number];
  note: string | null;
}

/** Probe inputs for looking at: count × height × width × channels, 0 – 255. */
export interface ProbePictures {
  count: number;
  shape: [number, number, number];
  data: Uint8Array;
  /** count class numbers. */
  labels: Uint16Array;
}

export type SessionStatus = 'loading' | 'compiling' | 'paused' | 'running' | 'finished';

/** What a session reports. Nothing here may throw. */
export interface SessionListener {
  data(description: DataDescription): void;
  status(status: SessionStatus, step: number): void;
  /** Once, before the first step. */
  cost?(cost: RunCost): void;
  /** Losses before updates `steps` (from 1) of one arm. */
  losses(arm: number, steps: Float64Array, values: Float64Array): void;
  probe(probe: ArmProbe): void;
  /** The loss before update `step` was no longer finite: the arm stops, the others go on. */
  diverged(arm: number, step: number): void;
  /** Every few seconds and whenever training rests: all that was reported up to here is in it. */
  checkpoint?(checkpoint: Checkpoint): void;
}

export interface SessionOptions extends LoadContext {
  listener: SessionListener;
  /** Probes follow the clock too, for people who watch; false: the same probes on every machine. */
  paced: boolean;
  /** How a GPU is shared with the page. */
  pace?: Pace;
  /** Goes on from here in place of starting at step 0. */
  resume?: Checkpoint;
  /** An earlier moment of the same run, from which new branches begin that leave behind it. */
  past?: Checkpoint;
}

/** A change before it is known at which step it comes. */
export type WantedChange = Omit<Change, 'step'>;

/** Thrown where a session that nobody wants any more is in the middle of something. */
class Abandoned extends Error {
  override name = 'AbortError';
}

/** Trains all arms of one experiment in lock step: same pictures, same batches, same seed. */
export class TrainingSession {
  step = 0;
  private experiment: Experiment;
  private readonly options: SessionOptions;
  private readonly data: SharedData;
  private readonly arms: readonly SessionArm[];
  private readonly branches: Branches;
  /** Of all arms that are no branches. */
  private readonly stream: BatchStream;
  private readonly schedule: ProbeSchedule;
  /** When tangent kernels are measured; null: never. */
  private readonly tangents: TangentPace | null;
  private readonly pacer: Pacer;
  private lastReport = 0;
  private nextCheckpoint = 0;
  /** Step of the next log-spaced checkpoint. */
  private nextKept = 1;
  /** The update after `step` has its settings already. */
  private updating = false;
  private stopping = false;
  private abandoned = false;
  private running: Promise<void> | null = null;

  /**
   * Loads the data, builds the networks and probes them at step 0, which later probes are compared with; then takes
   * them up where a checkpoint left.
   * @throws DataError, ModelError, ExperimentError with one sentence; AbortError where cancelled
   */
  static async create(
    experiment: Experiment,
    device: Device,
    options: SessionOptions,
  ): Promise<TrainingSession> {
    const { listener, breathe, resume } = options;
    listener.status('loading', resume?.step ?? 0);
    const dataset = await loadDataset(experiment, options);
    const { name, classes, shape, note } = dataset;
    const inputs = await prepareInputs(dataset, experiment, breathe);
    const [train, test] = [inputs.train.count, inputs.test.count];
    listener.data({ name, classes, shape, note, train, test });
    listener.status('compiling', resume?.step ?? 0);
    const data = await uploadInputs(inputs, experiment.probe.samples, device.runtime, options);
    const arms: SessionArm[] = [];
    try {
      const stream = new BatchStream(resolveArm(experiment, 0), train);
      for (const index of experiment.arms.keys())
        arms.push(await SessionArm.create(experiment, index, stream, { shared: data, device, breathe }));
      const session = new TrainingSession(experiment, device.runtime, data, arms, options);
      options.signal.throwIfAborted();
      const seconds = await session.probe(arms, true);
      if (resume) await session.restore(resume);
      listener.cost?.(session.cost(seconds));
      await session.checkpoint();
      listener.status('paused', session.step);
      return session;
    } catch (error) {
      disposeAll(data, arms);
      throw error;
    }
  }

  private constructor(
    experiment: Experiment,
    runtime: Runtime,
    data: SharedData,
    arms: readonly SessionArm[],
    options: SessionOptions,
  ) {
    this.experiment = experiment;
    this.data = data;
    this.arms = arms;
    this.options = options;
    this.stream = arms[0]!.stream;
    this.branches = new Branches(arms, experiment.probe.perDecade, options);
    const { perDecade, tangentKernel } = experiment.probe;
    this.schedule = new ProbeSchedule(perDecade, options.paced);
    this.tangents = tangentKernel ? new TangentPace(perDecade, options.paced) : null;
    this.pacer = new Pacer(runtime.queued);
    if (options.pace) this.pacer.pace = options.pace;
  }

  private async restore(checkpoint: Checkpoint): Promise<void> {
    const { step, nextProbe, nextTangent } = checkpoint;
    this.step = step;
    this.nextKept = 2 ** Math.ceil(Math.log2(step + 1));
    this.schedule.goOn(step, nextProbe);
    if (this.tangents) this.tangents.nextStep = nextTangent;
    this.stream.load(this.arms[0]!.settingsAt(Math.max(0, step - 1)), checkpoint);
    for (const arm of this.arms) {
      const state = checkpoint.arms[arm.index];
      // A branch is behind the others while it catches up, or has not left yet.
      if (state) await arm.restore(state.own?.step ?? step, state, state.own);
      arm.probedAt = -1;
    }
  }

  /** True once no further step will be made. */
  get finished(): boolean {
    return (
      !this.branches.late(this.step).length &&
      (this.step >= this.experiment.stop.steps || !this.arms.some(arm => arm.live) || this.accuracyReached())
    );
  }

  /** The changes that are made while it runs, with those that have been made. */
  get changes(): readonly Change[] {
    return this.experiment.changes ?? [];
  }

  /** Updates that have their settings already. */
  private get settled(): number {
    return this.step + (this.updating ? 1 : 0);
  }

  /** Changes settings from the next update on, but not before update `after` + 1: it may have been made in another session. */
  change(wanted: readonly WantedChange[], after: number): void {
    const step = Math.max(this.settled, after);
    const made = wanted.map(change => ({ step, ...change }));
    const [past, future] = [true, false].map(isPast =>
      this.changes.filter(change => change.step <= step === isPast),
    );
    this.setChanges([...past!, ...made, ...future!]);
  }

  /** Takes back the last `count` changes of a step, unless an update has been made with them. @returns false in that case */
  takeBack(step: number, count: number): boolean {
    const taken = this.changes.filter(change => change.step === step).slice(-count);
    if (step < this.settled || taken.length < count) return false;
    this.setChanges(this.changes.filter(change => !taken.includes(change)));
    return true;
  }

  private setChanges(changes: Change[]): void {
    this.experiment = withChanges(this.experiment, changes);
    for (const arm of this.arms) arm.setChanges(this.experiment);
  }

  /** @param probeSeconds that the probe at step 0 took */
  private cost(probeSeconds: number): RunCost {
    const arms = this.arms.map(arm => arm.cost);
    const { inputs, samples, test } = this.data;
    const { count } = inputs.train;
    const batch = batchSizeOf(this.experiment.training, count);
    const probed = Math.min(samples, count) + test.count;
    const size = inputs.shape.reduce((a, b) => a * b, 1);
    return {
      arms: arms.map(({ flops: _, ...arm }) => arm),
      inputBytes: Float32Array.BYTES_PER_ELEMENT * size * (count + test.count),
      secondsPerStep: secondsPerStep(arms, { seconds: probeSeconds, probed, batch }),
    };
  }

  /** How a GPU is shared with the page, from the next steps on. */
  setPace(pace: Pace): void {
    this.pacer.pace = pace;
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

  /** Stops at once, in the middle of a step, without a word; the session can only be disposed of then. */
  async abandon(): Promise<void> {
    this.abandoned = true;
    await this.running?.catch(() => {});
  }

  /** Gives others their turn, and ends all work of a session that nobody wants. */
  private readonly breathe = async (): Promise<void> => {
    await this.options.breathe();
    if (this.abandoned) throw new Abandoned();
  };

  private async train(until: number): Promise<void> {
    try {
      await this.trainOn(until);
    } catch (error) {
      if (!this.abandoned) throw error;
    }
  }

  private async trainOn(until: number): Promise<void> {
    const { listener } = this.options;
    this.stopping = false;
    listener.status(this.step === 0 ? 'compiling' : 'running', this.step);
    while (!this.stopping) {
      await this.leave();
      const late = this.branches.late(this.step);
      if (!late.length && (this.finished || this.step >= until)) break;
      await this.oneStep(late);
      const now = performance.now();
      if (late.length) await this.probeLate(late, now);
      else if (this.schedule.isDue(this.step, now)) await this.probe(this.told, false);
      if (now > this.nextCheckpoint || this.step >= this.nextKept) await this.checkpoint();
      if (this.step === 1) listener.status('running', this.step);
    }
    await this.readLosses();
    await this.probe(
      this.told.filter(arm => arm.probedAt !== arm.step),
      true,
    );
    await this.checkpoint();
    listener.status(this.finished ? 'finished' : 'paused', this.step);
  }

  private async probeLate(late: readonly SessionArm[], now: number): Promise<void> {
    for (const arm of this.branches.due(late, now)) await this.probe([arm], arm.step === arm.since);
  }

  /** The arms that train and are heard of. */
  private get told(): SessionArm[] {
    return this.arms.filter(arm => arm.isTold);
  }

  /** Branches whose moment has come begin, and are looked at. */
  private async leave(): Promise<void> {
    if (!this.branches.isWaiting(this.step)) return;
    await this.readLosses();
    for (const { arm, divergedAt } of await this.branches.leave())
      if (divergedAt !== null) this.options.listener.diverged(arm.index, divergedAt);
      else if (arm.isTold) await this.probe([arm], true);
  }

  /** @param late branches that are behind: they go on alone; none: all arms do */
  private async oneStep(late: readonly SessionArm[]): Promise<void> {
    const moving = (late.length ? late : this.arms).filter(arm => arm.live && arm.begun);
    if (moving.some(arm => arm.isDue)) await this.readLosses();
    this.updating = !late.length;
    for (const arm of moving) if (arm.live) await arm.advance(this.breathe);
    if (!late.length) this.step++;
    this.updating = false;
    if (this.pacer.stepDone(performance.now()) || this.step === 1) {
      await this.readLosses();
      this.pacer.burstDone(performance.now());
    }
    if (performance.now() - this.lastReport > LOSS_INTERVAL) this.reportLosses();
    await this.breathe();
  }

  private async readLosses(): Promise<void> {
    for (const arm of this.arms) {
      const divergedAt = await arm.readLosses();
      if (divergedAt !== null) this.options.listener.diverged(arm.index, divergedAt);
    }
  }

  private reportLosses(): void {
    this.lastReport = performance.now();
    for (const arm of this.arms) {
      const losses = arm.takeLosses();
      if (losses) this.options.listener.losses(arm.index, losses.steps, losses.values);
    }
  }

  /** @returns the seconds that it took, without tangent kernels */
  private async probe(arms: readonly SessionArm[], keep: boolean): Promise<number> {
    if (!arms.length) return 0;
    const start = performance.now();
    await this.readLosses();
    this.reportLosses();
    const probes = [];
    for (const arm of arms) if (arm.live) probes.push({ arm, probe: await arm.probe(this.breathe) });
    const middle = performance.now();
    // Those of a branch that catches up would come at other steps than those of the others.
    const isTogether = arms.every(({ step }) => step === this.step);
    const kernels = isTogether
      ? await this.tangents?.measure(
          probes.map(({ arm }) => arm),
          { step: this.step, last: this.finished, breathe: this.breathe, isStopping: () => this.stopping },
        )
      : null;
    const end = performance.now();
    const needed = this.schedule.isNeeded(this.step);
    for (const [i, { probe }] of probes.entries()) {
      const tangentKernel = kernels?.[i] ?? null;
      const kept = keep || needed || this.finished || this.stopping || tangentKernel !== null;
      this.options.listener.probe({ ...probe, tangentKernel, keep: kept });
    }
    const spent = end - (middle - start);
    if (isTogether) this.schedule.done(this.step, spent, end);
    this.branches.probed(arms, spent, end);
    return (middle - start) / 1000;
  }

  private async checkpoint(): Promise<void> {
    const { listener } = this.options;
    if (!listener.checkpoint) return;
    const start = performance.now();
    await this.readLosses();
    this.reportLosses();
    const arms = [];
    for (const arm of this.arms) arms.push(arm.begun ? await arm.save() : null);
    const { step, schedule, tangents } = this;
    const [nextProbe, nextTangent] = [schedule.nextStep, tangents?.nextStep ?? 0];
    const checkpoint = { step, ...this.stream.save(), nextProbe, nextTangent, arms };
    listener.checkpoint(checkpoint);
    const isSmall = checkpointBytes(checkpoint) <= SMALL_CHECKPOINT;
    this.nextKept = isSmall ? 2 ** Math.ceil(Math.log2(step + 1)) : Number.POSITIVE_INFINITY;
    const end = performance.now();
    this.nextCheckpoint = end + Math.max(CHECKPOINT_INTERVAL, (end - start) / CHECKPOINT_SHARE);
  }

  /** The probe inputs of both splits as 8-bit pictures; values outside [0, 1] are cut off. */
  probePictures(): Record<'train' | 'test', ProbePictures> {
    const { inputs, samples } = this.data;
    const pictures = (split: 'train' | 'test'): ProbePictures => {
      const count = Math.min(samples, inputs[split].count);
      const size = inputs.shape.reduce((a, b) => a * b, 1);
      const data = Uint8Array.from(inputs[split].inputs.subarray(0, count * size), value =>
        Math.round(255 * Math.min(1, Math.max(0, value))),
      );
      const labels = Uint16Array.from(inputs[split].labels.subarray(0, count));
      return { count, shape: [...inputs.shape], data, labels };
    };
    return { train: pictures('train'), test: pictures('test') };
  }

  /** Frees what the session holds on the device; pause or abandon it first. */
  dispose(): void {
    disposeAll(this.data, this.arms);
  }
}

function disposeAll({ train, test }: SharedData, arms: readonly SessionArm[]): void {
  for (const arm of arms) arm.dispose();
  train.dispose();
  test.dispose();
}

async function uploadInputs(
  inputs: Inputs,
  samples: number,
  runtime: Runtime,
  { breathe }: LoadContext,
): Promise<SharedData> {
  const probed = Math.min(samples, inputs.test.count);
  const size = inputs.test.inputs.length / inputs.test.count;
  const train = await runtime.upload(inputs.train.inputs, inputs.train.count, breathe);
  const test = await runtime.upload(inputs.test.inputs.subarray(0, probed * size), probed, breathe);
  return { inputs, train, test, samples };
}

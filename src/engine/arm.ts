import type { Experiment, Settings } from '../experiment/schema';
import { indexOfArm, type Stage, stageAt, stagesOf } from '../experiment/stages';
import { armData, type SharedData } from './arm-data';
import type { ArmCheckpoint } from './checkpoint';
import type { Device } from './device';
import type { Breathe, ParameterNorms } from './program/program';
import type { ArmCost } from './run-cost';
import { BatchStream, type StreamState } from './stream';
import { TANGENT_SAMPLES, type TangentKernel, type TangentMeter } from './tangent';
import { type Embedding, keepsMemory, type SplitProbe, Trainer } from './trainer';

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

/** Where a branch leaves which arm. */
export interface Leaving {
  /** Index of that arm. */
  of: number;
  at: number;
}

/** What an arm is made of, beside its settings. */
interface Surroundings {
  shared: SharedData;
  device: Pick<Device, 'runtime' | 'tangents'>;
  breathe: Breathe;
}

interface Parts {
  stream: BatchStream;
  stages: readonly Stage[];
  trainer: Trainer;
  tangent: TangentMeter | null;
}

/** One arm of a session: its trainer, and the losses that have not been reported yet. */
export class SessionArm {
  readonly index: number;
  /** Null where it is no branch. */
  readonly leaving: Leaving | null;
  /** The batches that it sees: those of all arms, or a branch's own. */
  readonly stream: BatchStream;
  live = true;
  /** It trains: a branch does so once the arm that it leaves has come there. */
  begun: boolean;
  /** Updates made. */
  step = 0;
  /** Step of its newest probe. */
  probedAt = -1;
  /** Step at which its loss was found to be no longer finite, by this session. */
  divergedAt: number | null = null;
  trainAccuracy = 0;
  private readonly surroundings: Surroundings;
  private stages: readonly Stage[];
  private stage: Stage;
  private trainer: Trainer;
  /** Where the tangent kernel is asked for. */
  private tangent: TangentMeter | null;
  /** Updates that the optimiser knows nothing of. */
  private before = 0;
  private steps: number[] = [];
  private losses: number[] = [];
  /** Step of the newest loss that has been read. */
  private readStep = 0;

  private constructor(experiment: Experiment, index: number, surroundings: Surroundings, own: Parts) {
    const { branch } = experiment.arms[index]!;
    this.index = index;
    this.leaving = branch ? { of: indexOfArm(branch.of), at: branch.at } : null;
    this.begun = !branch;
    this.surroundings = surroundings;
    this.stream = own.stream;
    this.stages = own.stages;
    this.stage = own.stages[0]!;
    this.trainer = own.trainer;
    this.tangent = own.tangent;
  }

  /** @param common the batches of all arms that are no branches */
  static async create(
    experiment: Experiment,
    index: number,
    common: BatchStream,
    surroundings: Surroundings,
  ): Promise<SessionArm> {
    const { shared, device, breathe } = surroundings;
    const stages = stagesOf(experiment, index);
    const { settings } = stages[0]!;
    const isBranch = experiment.arms[index]!.branch !== undefined;
    const stream = isBranch ? new BatchStream(settings, shared.train.count) : common;
    const trainer = await Trainer.create(settings, armData(settings, shared), device.runtime, breathe);
    const tangent = await createTangent(settings, trainer, surroundings);
    return new SessionArm(experiment, index, surroundings, { stream, stages, trainer, tangent });
  }

  /** Step from which it is an arm of its own: before, what a branch does is not told. */
  get since(): number {
    return this.leaving?.at ?? 0;
  }

  /** It trains, and what it does is told. */
  get isTold(): boolean {
    return this.live && this.begun && this.step >= this.since;
  }

  /** The settings of the update after step `step`. */
  settingsAt(step: number): Settings {
    return stageAt(this.stages, step).settings;
  }

  /** The experiment has other changes from now on; steps that have been made are not made anew. */
  setChanges(experiment: Experiment): void {
    this.stages = stagesOf(experiment, this.index);
  }

  /** The next update has other settings than the last one: read the losses first. */
  get isDue(): boolean {
    const next = stageAt(this.stages, this.step);
    if (next === this.stage) return false;
    if (!isSame(next, this.stage)) return true;
    this.stage = next;
    return false;
  }

  /** Takes up a run where it stood at a step. @param stream where its batches stood, where they are its own */
  async restore(
    step: number,
    { state, live, trainAccuracy }: ArmCheckpoint,
    stream?: StreamState,
  ): Promise<void> {
    const stage = stageAt(this.stages, Math.max(0, step - 1));
    const before = Math.max(0, step - state.updates);
    if (live && (before !== this.before || !isSame(stage, this.stage))) await this.rebuild(stage, before);
    this.trainer.load(state);
    if (stream) this.stream.load(stage.settings, stream);
    this.step = step;
    this.readStep = step;
    this.begun = true;
    this.live = live;
    this.trainAccuracy = trainAccuracy;
  }

  /** Becomes what another arm is now, whose losses have all been read. */
  async leave(other: SessionArm): Promise<void> {
    await this.restore(other.step, await other.save(), other.stream.save());
  }

  /** Another trainer for other settings of the same network. */
  private async rebuild(stage: Stage, before: number): Promise<void> {
    const { shared, device, breathe } = this.surroundings;
    const { settings } = stage;
    const old = this.trainer;
    this.trainer = await Trainer.create(settings, armData(settings, shared), device.runtime, breathe, before);
    old.dispose();
    if (this.tangent && old.settings.training.layers !== settings.training.layers) {
      this.tangent.dispose();
      this.tangent = await createTangent(settings, this.trainer, this.surroundings);
    }
    this.before = before;
    this.stage = stage;
  }

  private async change(): Promise<void> {
    const stage = stageAt(this.stages, this.step);
    const old = this.trainer;
    const state = await old.save();
    await this.rebuild(stage, keepsMemory(old.settings, stage.settings) ? this.before : this.step);
    this.trainer.load(this.trainer.adopt(state, old));
    this.stream.follow(stage.settings);
  }

  get cost(): ArmCost {
    return this.trainer.cost;
  }

  /** Makes one update, with the settings that hold for it. */
  async advance(breathe: Breathe): Promise<void> {
    if (this.isDue) await this.change();
    const { indices, moves } = this.stream.take(this.step);
    await this.trainer.step(indices, breathe, moves);
    this.step++;
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
        this.divergedAt = this.readStep;
        return this.readStep;
      }
      if (this.readStep <= this.since) continue;
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
  async probe(breathe: Breathe): Promise<Omit<ArmProbe, 'keep'>> {
    const { step } = this;
    this.probedAt = step;
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
    const { live, trainAccuracy, step } = this;
    const own = this.leaving && { own: { step, ...this.stream.save() } };
    return { state: await this.trainer.save(), live, trainAccuracy, ...own };
  }

  dispose(): void {
    this.tangent?.dispose();
    this.trainer.dispose();
  }
}

const isSame = (a: Stage, b: Stage) => JSON.stringify(a.settings) === JSON.stringify(b.settings);

/** On the first of the training inputs; null where it is not asked for. */
async function createTangent(
  settings: Settings,
  trainer: Trainer,
  { shared: { inputs, samples: most }, device }: Surroundings,
): Promise<TangentMeter | null> {
  if (!settings.probe.tangentKernel) return null;
  const { train } = inputs;
  const samples = Math.min(most, TANGENT_SAMPLES, train.count);
  const size = train.inputs.length / train.count;
  try {
    return await trainer.createTangent(device, train.inputs.slice(0, samples * size), samples);
  } catch (error) {
    trainer.dispose();
    throw error;
  }
}

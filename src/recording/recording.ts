import type { ArmId, Experiment, Settings } from '../experiment/schema';
import { ARM_IDS, resolveArm } from '../experiment/schema';
import { indexOfArm } from '../experiment/stages';
import {
  type Detail,
  LAYER_MEASURES,
  type LayerMeasure,
  SCALAR_MEASURES,
  type ScalarMeasure,
} from '../metrics/types';
import { createDetails, type StepDetail } from './details';
import type { Moments } from './moments';
import { nearestIndex, Series, StepTable } from './series';
import { createSnapshots, snapshotOf } from './snapshots';
import { CollapseTrail } from './trail';
import {
  type DataSummary,
  type DeviceInfo,
  type Frame,
  NETWORK_MEASURES,
  type NetworkMeasure,
  type ProbePictures,
  type RunStatus,
  SPLITS,
  type Split,
  type SplitFrame,
} from './types';

/** Most training losses that an arm keeps; a longer run is thinned. */
export const LOSS_LIMIT = 16_384;
/** Most probes that an arm keeps; a longer run is thinned. */
export const FRAME_LIMIT = 4_096;

export type { StepDetail } from './details';
export { SPLITS, type Split } from './types';

/** What a probe records as one number per split, in the order in which it is listed and exported. */
export const COLUMN_NAMES = ['accuracy', 'loss', ...SCALAR_MEASURES] as const;
export type ColumnName = 'accuracy' | 'loss' | ScalarMeasure;

/** A layer of an arm's network, as it is named in its frames. */
export interface LayerName {
  name: string;
  /** Features of one sample. */
  width: number;
}

/** What one arm of a run has shown so far. Written to through its `Recording`. */
export class ArmRecording {
  readonly index: number;
  readonly id: ArmId;
  readonly label: string;
  /** The experiment's base with this arm's differences laid over it. */
  readonly settings: Settings;
  /** The arm that this one was until step `since`: what happened up to there is recorded there only. */
  readonly parent: ArmRecording | null;
  /** Step from which it is an arm of its own. */
  readonly since: number;
  /** Training losses, each before the update of its step (from 1). */
  readonly losses = new Series(LOSS_LIMIT);
  /** What the newest tangent kernel took, in milliseconds; null before the first. */
  tangentKernelCost: number | null = null;
  /** Step at which the loss was no longer finite; null while it is. */
  divergedAt: number | null = null;
  /** What was asked to be seen of the newest probes beyond their numbers, per split; null where nothing is. */
  readonly details: Record<Split, StepDetail | null> = { train: null, test: null };
  /** Where the class means of `details` have been, for as long as the same three classes are asked for. */
  readonly trails: Record<Split, CollapseTrail | null> = { train: null, test: null };
  /** Past probes in full, some of them where there were many; the first and the newest are among them. */
  readonly snapshots = createSnapshots();
  /** As `details`, of past probes that were looked at; of those before other classes were asked for, nothing. */
  readonly pastDetails: Record<Split, Moments<StepDetail>> = {
    train: createDetails(),
    test: createDetails(),
  };
  readonly #frames = new StepTable(SPLITS.length * COLUMN_NAMES.length, FRAME_LIMIT);
  readonly #network = new StepTable(NETWORK_MEASURES.length, FRAME_LIMIT);
  #initial: Frame | null = null;
  #latest: Frame | null = null;
  #layerNames: readonly LayerName[] = [];
  #layers = new StepTable(0, FRAME_LIMIT);

  /** @param arms those before it, among which is the one that a branch leaves */
  constructor(experiment: Experiment, index: number, arms: readonly ArmRecording[] = []) {
    const { branch } = experiment.arms[index]!;
    this.parent = (branch && arms[indexOfArm(branch.of)]) ?? null;
    this.since = branch?.at ?? 0;
    this.index = index;
    this.id = ARM_IDS[index]!;
    this.label = experiment.arms[index]!.label;
    this.settings = resolveArm(experiment, index);
  }

  /** The frame at step 0. */
  get initial(): Frame | null {
    return this.parent ? this.parent.initial : this.#initial;
  }

  set initial(frame: Frame | null) {
    this.#initial = frame;
  }

  /** The frame with the highest step, with its curves; before a branch has left, that of its arm. */
  get latest(): Frame | null {
    return this.#latest ?? this.parent?.latest ?? null;
  }

  set latest(frame: Frame | null) {
    this.#latest = frame;
  }

  get frameCount(): number {
    return this.#frames.length;
  }

  /** Steps of the recorded probes, ascending. A view: valid until the next frame. */
  get frameSteps(): Float64Array {
    return this.#frames.steps;
  }

  /** One number per probe, aligned with `frameSteps`; NaN where it is undefined. A view, as above. */
  column(split: Split, name: ColumnName): Float64Array {
    return this.#frames.column(SPLITS.indexOf(split) * COLUMN_NAMES.length + COLUMN_NAMES.indexOf(name));
  }

  /** A measure of the network itself, one number per probe, aligned with `frameSteps`; NaN where undefined. A view. */
  networkColumn(name: NetworkMeasure): Float64Array {
    return this.#network.column(NETWORK_MEASURES.indexOf(name));
  }

  /** The layers that are measured, from the input; empty where none are. */
  get layers(): readonly LayerName[] {
    return this.#layerNames;
  }

  /** Steps of the probes that measured the layers, ascending. A view: valid until the next frame. */
  get layerSteps(): Float64Array {
    return this.#layers.steps;
  }

  /** A measure of layer `layer`, one number per step of `layerSteps`; NaN where it is undefined. A view. */
  layerColumn(split: Split, layer: number, name: LayerMeasure): Float64Array {
    return this.#layers.column(layerColumnIndex(this.#layerNames.length, split, layer, name));
  }

  /** Index of the probe nearest to a step; −1 where there is none, as before a branch has left. */
  frameIndexAt(step: number): number {
    if (this.parent && step < this.since) return -1;
    return nearestIndex(this.frameSteps, step);
  }

  /** Puts a frame at its place by step; a second frame for the same step replaces the first. */
  addFrame(frame: Frame): void {
    if (frame.step < this.since) return;
    this.addRow(frame.step, [...splitRow(frame.train), ...splitRow(frame.test)], networkRow(frame));
    const names = frame.train.layers.map(({ name, width }) => ({ name, width }));
    if (names.length > 0 && names.length === frame.test.layers.length)
      this.addLayerRow(frame.step, names, [...layerRow(frame.train), ...layerRow(frame.test)]);
    this.tangentKernelCost = frame.network.tangentKernelCost ?? this.tangentKernelCost;
    if (frame.step === 0) this.initial = frame;
    if (this.#latest === null || frame.step >= this.#latest.step) this.#latest = frame;
    this.snapshots.set(frame.step, snapshotOf(frame));
  }

  /** Adds a past probe of which only the numbers are known. `row`: per split, per column name; NaN: undefined. */
  addRow(step: number, row: ArrayLike<number>, network: ArrayLike<number>): void {
    this.#frames.set(step, row);
    this.#network.set(step, network);
  }

  /** What was asked to be seen of one probe; an older one than what is there is left out. */
  setDetail(split: Split, step: number, detail: Detail): void {
    if (step < (this.details[split]?.step ?? 0)) return;
    this.details[split] = { step, detail };
    const plane = detail.collapse;
    const trail = this.trails[split];
    if (plane && !trail?.isOf(plane)) {
      this.trails[split] = new CollapseTrail(plane.classes);
      this.pastDetails[split] = createDetails();
    }
    if (plane) this.trails[split]!.add(step, plane);
    this.pastDetails[split].set(step, { step, detail });
  }

  /** Adds what a past probe measured of the layers. `row`: per split, per layer, per layer measure; NaN: undefined. */
  addLayerRow(step: number, names: readonly LayerName[], row: ArrayLike<number>): void {
    if (this.#layerNames.length !== names.length) {
      this.#layerNames = names;
      this.#layers = new StepTable(SPLITS.length * names.length * LAYER_MEASURES.length, FRAME_LIMIT);
    }
    this.#layers.set(step, row);
  }
}

const layerColumnIndex = (layers: number, split: Split, layer: number, name: LayerMeasure) =>
  (SPLITS.indexOf(split) * layers + layer) * LAYER_MEASURES.length + LAYER_MEASURES.indexOf(name);

const networkRow = ({ network }: Frame) => NETWORK_MEASURES.map(name => network[name] ?? Number.NaN);

const layerRow = ({ layers }: SplitFrame) =>
  layers.flatMap(layer => LAYER_MEASURES.map(name => layer[name] ?? Number.NaN));

function splitRow(split: SplitFrame): number[] {
  return COLUMN_NAMES.map(name =>
    name === 'accuracy' || name === 'loss' ? split[name] : (split.measures[name] ?? Number.NaN),
  );
}

/**
 * All that a run has shown, with its experiment. Live runs, opened files and imported activations all reach the
 * panels as one of these. `version` grows with every change, and listeners are told after it.
 */
export class Recording {
  readonly runId: string;
  #experiment: Experiment;
  #arms: readonly ArmRecording[] = [];
  #device: DeviceInfo | null = null;
  #data: DataSummary | null = null;
  #pictures: Record<Split, ProbePictures> | null = null;
  #status: RunStatus = 'loading';
  #step = 0;
  #version = 0;
  #news: Recording | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(experiment: Experiment, runId: string) {
    this.runId = runId;
    this.#experiment = experiment;
    this.#addArms();
  }

  get experiment(): Experiment {
    return this.#experiment;
  }
  get arms(): readonly ArmRecording[] {
    return this.#arms;
  }

  /** The same run goes on with other changes, with more arms, which are branches of those that are there, or with less. */
  setExperiment(experiment: Experiment): void {
    this.#news?.setExperiment(experiment);
    this.#experiment = experiment;
    this.#addArms();
    this.#changed();
  }

  #addArms(): void {
    const arms = this.#arms.slice(0, this.#experiment.arms.length);
    for (let index = arms.length; index < this.#experiment.arms.length; index++)
      arms.push(new ArmRecording(this.#experiment, index, arms));
    this.#arms = arms;
  }

  get device(): DeviceInfo | null {
    return this.#device;
  }
  get data(): DataSummary | null {
    return this.#data;
  }
  get status(): RunStatus {
    return this.#status;
  }
  /** Newest step seen in any arm. */
  get step(): number {
    return this.#step;
  }
  get version(): number {
    return this.#version;
  }

  /** Calls `listener` after every change. Returns what ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /**
   * What was recorded since the last call, as a recording of its own; null on the first call, from which on it is
   * collected. It lets a run be kept piece by piece. What is seen of single pictures is not in it.
   */
  takeNews(): Recording | null {
    const taken = this.#news;
    this.#news = new Recording(this.experiment, this.runId);
    this.#news.#device = this.#device;
    this.#news.#data = this.#data;
    this.#news.#status = this.#status;
    this.#news.#step = this.#step;
    return taken;
  }

  setDevice(info: DeviceInfo): void {
    this.#news?.setDevice(info);
    this.#device = info;
    this.#changed();
  }

  setData(summary: DataSummary): void {
    this.#news?.setData(summary);
    this.#data = summary;
    this.#changed();
  }

  setStatus(status: RunStatus, step: number): void {
    this.#news?.setStatus(status, step);
    this.#status = status;
    this.#changed(step);
  }

  /** Adds training losses of arm `arm`: `values[i]` at step `steps[i]`. @throws RangeError for an unknown arm. */
  addLosses(arm: number, steps: Float64Array, values: Float64Array): void {
    const { losses } = this.#arm(arm);
    if (steps.length !== values.length)
      throw new RangeError(
        `There are ${steps.length} steps and ${values.length} losses; give one loss per step.`,
      );
    this.#news?.addLosses(arm, steps, values);
    steps.forEach((step, i) => {
      losses.set(step, values[i]!);
    });
    this.#changed(losses.steps.at(-1));
  }

  /** Adds what one probe measured, in any order. @throws RangeError for an unknown arm. */
  addFrame(frame: Frame): void {
    this.#arm(frame.arm).addFrame(frame);
    this.#news?.addFrame(frame);
    this.#changed(frame.step);
  }

  /** What was asked to be seen of one probe; an older one than what is there is left out. @throws RangeError */
  setDetail(arm: number, split: Split, step: number, detail: Detail): void {
    this.#arm(arm).setDetail(split, step, detail);
    this.#changed(step);
  }

  /** The probe pictures of both splits, once somebody has asked for them. */
  get pictures(): Record<Split, ProbePictures> | null {
    return this.#pictures;
  }

  setPictures(pictures: Record<Split, ProbePictures>): void {
    this.#pictures = pictures;
    this.#changed();
  }

  /** Notes that an arm's loss stopped being finite. @throws RangeError for an unknown arm. */
  markDiverged(arm: number, step: number): void {
    this.#arm(arm).divergedAt = step;
    this.#news?.markDiverged(arm, step);
    this.#changed(step);
  }

  #arm(index: number): ArmRecording {
    const arm = this.arms[index];
    if (!arm) throw new RangeError(`The recording has ${this.arms.length} arms; there is no arm ${index}.`);
    return arm;
  }

  #changed(step = 0): void {
    this.#step = Math.max(this.#step, step);
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

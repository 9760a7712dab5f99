import {
  type Change,
  changeSetting,
  type Experiment,
  parseExperiment,
  type Scalar,
} from '../experiment/schema';
import { withChanges } from '../experiment/stages';
import type { DetailWanted } from '../metrics/types';
import { probeSteps } from '../recording/moment';
import { Recording, SPLITS, type Split } from '../recording/recording';
import { nearestIndex } from '../recording/series';
import type { RunStatus } from '../recording/types';
import type { Checkpoint, Pace, RunEvent, WantedChange } from '../workers/protocol';
import { describeChange } from './describe';
import { History } from './history';
import { ofFirst, PastCheckpoints } from './past-checkpoints';
import { keepsScenario } from './scenarios';
import { type AppStore, addNotice, dismissNotices } from './store';

/** What the session needs of the workers; `RunClient` is one. */
export interface Client {
  /**
   * Starts a run, paused at step 0 or where a checkpoint left it.
   * @param past where branches begin that the checkpoint does not know
   * @returns its id
   */
  load(
    experiment: Experiment,
    files?: readonly File[],
    checkpoint?: Checkpoint | null,
    past?: Checkpoint | null,
  ): string;
  /** Other settings from the next update on, at the earliest after step `after`; answered by a `changes` event. */
  change(wanted: readonly WantedChange[], after: number): void;
  /** Takes the last changes of a step back; answered by a `changes` event. */
  takeBack(at: number, count: number): void;
  play(): void;
  pause(): void;
  step(count: number): void;
  cancel(): void;
  /** How a GPU is shared with the page. */
  setPace(pace: Pace): void;
  /** What is to be seen of the newest probes, from now on. */
  setDetail(split: Split, wanted: DetailWanted | null): void;
  askForPictures(): void;
  /** Asks what the newest probe of an arm was measured from. */
  askForActivations(arm: number, split: Split): void;
  /** Asks how much of downloaded pictures is kept on this machine, or has it forgotten. */
  askForDownloads(empty: boolean): void;
  /** Ends the workers. */
  dispose(): void;
}

interface Waiter {
  target: number;
  /** A pause came after it: no more steps are made towards its target. */
  paused: boolean;
  resolve(): void;
  reject(reason: Error): void;
}

export interface SessionOptions {
  store: AppStore;
  createClient(onEvent: (event: RunEvent) => void): Client;
  /** Calls back before the next frame; replaced in tests. */
  nextFrame(callback: () => void): void;
}

/** Milliseconds between two drawings of the losses, which have a point for every step. */
const LOSSES_EVERY = 200;
const NO_FILES =
  'This experiment is on files of your own, which a link cannot carry: open them again, or choose another data set.';

/** What is looked at of another recording. */
const PRESENT = { hoverStep: null, shownStep: null, playingBack: false, zoom: null };

/** True where every arm that still trains has been measured at this step. */
export function measuredAt(recording: Recording, step: number): boolean {
  return recording.arms.every(arm => arm.divergedAt !== null || (arm.latest?.step ?? -1) >= step);
}

/**
 * The page's glue: turns what the reader does into commands, and what the workers report into the recording
 * and the store. It holds no view.
 */
export class Session {
  readonly store: AppStore;
  /** Told each checkpoint of the run that fills a recording. */
  onCheckpoint: ((checkpoint: Checkpoint, recording: Recording) => void) | null = null;
  /** Told what was asked for by `askForActivations`. */
  onActivations: ((event: Extract<RunEvent, { type: 'activations' }>) => void) | null = null;
  private readonly options: SessionOptions;
  private readonly history = new History();
  private client: Client | null = null;
  private pace: Pace = 'shared';
  private readonly detail: Record<Split, DetailWanted | null> = { train: null, test: null };
  private picturesAsked = '';
  private runId = '';
  /** Where the run on the page goes on once it is loaded; null: at step 0. */
  private checkpoint: Checkpoint | null = null;
  /** Of the run on the page, for branches. */
  private past = new PastCheckpoints();
  /** Step at which the worker last was at rest, or began: behind the recording where it goes on from a checkpoint. */
  private workerStep = 0;
  /** The run has come to rest at least once: the worker takes steps. */
  private ready = false;
  private stepping = false;
  private pendingSteps = 0;
  private waiters: Waiter[] = [];
  private frameAsked = false;
  private changed = { all: false, losses: false };
  private lossesDrawn = 0;
  /** Who waits for an answer about changes in the middle of the run. */
  private asked: ((made: readonly Change[] | null) => void)[] = [];

  constructor(options: SessionOptions) {
    this.options = options;
    this.store = options.store;
  }

  /** Loads the experiment on the page into the workers, unless a run is there already. */
  prepare(): void {
    if (!this.runId && !this.store.getState().kept) this.load();
  }

  /**
   * Has every picture show the past probe nearest to a step, while training goes on behind it.
   * @param step null, or that of the newest probe: the newest from now on
   * @param playsOn the recording is being played back, and goes on from there; otherwise that ends
   */
  showStep(step: number | null, playsOn = false): void {
    const stops = probeSteps(this.store.getState().recording.arms);
    const nearest = step === null ? -1 : nearestIndex(stops, step);
    const isPast = nearest >= 0 && nearest < stops.length - 1;
    this.store.setState(({ playingBack }) => ({
      ...{ shownStep: isPast ? stops[nearest]! : null, hoverStep: null },
      playingBack: playsOn && playingBack && isPast,
    }));
  }

  /** Plays the recording back from the moment that is shown, from its start where that is the newest; or stops it. */
  playBack(): void {
    const { playingBack, shownStep } = this.store.getState();
    if (!playingBack && shownStep === null) this.showStep(0);
    this.store.setState(state => ({ playingBack: !playingBack && state.shownStep !== null }));
  }

  /** Trains on, or starts anew where the run is over. */
  play(): void {
    const { kept, status } = this.store.getState();
    if (kept || status === 'finished' || status === 'failed') this.reset();
    this.prepare();
    if (this.store.getState().status === 'failed') return;
    this.showStep(null);
    this.store.setState({ playing: true });
    dismissNotices(this.store, 'change');
    this.client?.play();
  }

  pause(): void {
    this.store.setState({ playing: false });
    this.pendingSteps = 0;
    this.client?.pause();
    for (const waiter of this.waiters) waiter.paused = true;
    // Steps that are being made may reach a target yet: `settle` tells once they have come to rest.
    if (!this.stepping) this.rejectPaused();
  }

  /** Makes `count` steps and comes to rest; pauses first where it is training. */
  step(count: number): void {
    const { kept, status } = this.store.getState();
    if (status === 'finished' && !kept) return;
    this.showStep(null);
    if (kept || status === 'failed') this.reset();
    this.prepare();
    if (this.store.getState().playing) this.pause();
    this.pendingSteps += count;
    this.sendSteps();
  }

  /**
   * As `step`; resolves once every arm has been measured after the last of the steps.
   * Rejects where the run is paused before, fails, or another takes its place.
   */
  stepAndMeasure(count: number): Promise<void> {
    this.step(count);
    const { recording, experiment, status } = this.store.getState();
    if (status === 'failed') return Promise.reject(new Error('The run could not start: see the page.'));
    const target = Math.min(recording.step + count, experiment.stop.steps);
    return new Promise((resolve, reject) => {
      this.waiters.push({ target, paused: false, resolve, reject });
      this.settle();
    });
  }

  /** Starts the same experiment anew, with the same seed. */
  reset(): void {
    this.begin(this.store.getState().experiment, 'reset');
  }

  /** Starts the same experiment with another seed. */
  newSeed(seed: number): void {
    this.begin({ ...this.store.getState().experiment, seed }, 'new seed', { series: 'seed' });
  }

  /** Changes one setting of all arms. @throws ExperimentError; the experiment is then as it was. */
  change(path: string, value: Scalar): void {
    const { experiment } = this.store.getState();
    const next = changeSetting(experiment, path, value);
    this.adopt(next, keepsScenario(path, experiment, next), path);
  }

  /**
   * Replaces the experiment by an edited one.
   * @param series names what is edited: edits of the same thing one after the other are undone together
   * @throws ExperimentError; the experiment is then as it was.
   */
  edit(next: Experiment, series?: string): void {
    this.adopt(parseExperiment(next), false, series);
  }

  private adopt(next: Experiment, keepPreset: boolean, series?: string): void {
    const { experiment } = this.store.getState();
    if (JSON.stringify(next) === JSON.stringify(experiment)) return;
    const change = describeChange(experiment, next);
    this.begin(keepPreset ? next : { ...next, preset: null }, change, { series });
    addNotice(this.store, 'change', `${change}. The run starts anew.`);
  }

  /** Shows another experiment, paused at step 0. @param label what undo then says it brings back from */
  open(experiment: Experiment, label: string, files: readonly File[] = []): void {
    dismissNotices(this.store, 'link', 'change');
    this.begin(experiment, label, files.length ? { files } : {});
  }

  /** Trains on the reader's own files: the present experiment, with its data replaced. */
  openFiles(files: readonly File[]): void {
    const { experiment } = this.store.getState();
    this.begin({ ...experiment, data: { ...experiment.data, source: 'files' } }, 'your files', { files });
  }

  /** Shows a recording that no run continues. @param label what undo then says it brings back from */
  show(recording: Recording, label = 'import'): void {
    this.history.push({ ...this.present(), label });
    this.store.setState({ undoLabel: this.history.label });
    this.display(recording.experiment, recording, []);
  }

  /**
   * Shows a run that was kept: paused, so that Play goes on from its checkpoint, or as a recording where it has none.
   * @param label what undo then says it brings back from; absent where there is nothing to bring back
   */
  resume(recording: Recording, checkpoint: Checkpoint | null, label?: string): void {
    if (label !== undefined) this.show(recording, label);
    else this.display(recording.experiment, recording, []);
    if (!checkpoint) return;
    this.checkpoint = checkpoint;
    this.store.setState({ kept: false, status: 'paused' });
  }

  /**
   * Goes on with the run on the page as another experiment, which has one more branch, or one less; its other arms and
   * their past stay as they are. Where nothing is there to go on from, the run begins anew, with the same numbers.
   * @param label what undo then says it brings back from
   * @param back what undo then does
   */
  goOn(experiment: Experiment, label?: string, back?: () => void): void {
    const { kept, recording } = this.store.getState();
    if (kept) {
      this.begin(experiment, label ?? '');
      return;
    }
    if (label !== undefined) this.history.push({ ...this.present(), label, ...(back && { back }) });
    const common = Math.min(recording.arms.length, experiment.arms.length);
    this.past = this.past.ofFirst(common);
    const known = this.past.newest ?? (this.checkpoint && ofFirst(this.checkpoint, common));
    recording.setExperiment(experiment);
    this.store.setState({ experiment, undoLabel: this.history.label });
    this.checkpoint = known;
    this.load();
  }

  /**
   * Changes settings of the run on the page from its next update on.
   * @param label what undo then says it takes back
   * @param back what undo then does
   * @returns the changes as they are then; null where the run has made way for another one
   */
  intervene(
    wanted: readonly WantedChange[],
    label: string,
    back: () => void,
  ): Promise<readonly Change[] | null> {
    this.history.push({ ...this.present(), label, back });
    this.store.setState({ undoLabel: this.history.label });
    this.prepare();
    // Steps behind the checkpoint that it goes on from are made again as they were.
    this.client?.change(wanted, this.store.getState().recording.step);
    return this.answer();
  }

  /** Takes back the last changes of a step. @returns as `intervene`; null also where an update was made with them */
  takeBack(at: number, count: number): Promise<readonly Change[] | null> {
    this.client?.takeBack(at, count);
    return this.answer();
  }

  private answer(): Promise<readonly Change[] | null> {
    return new Promise(resolve => this.asked.push(resolve));
  }

  /** Brings back the experiment and the recording before the last change, reset, new seed or load. */
  undo(): void {
    const kept = this.history.pop();
    if (!kept) return;
    dismissNotices(this.store, 'change');
    const { recording, kept: isOver } = this.store.getState();
    if (kept.back && kept.recording === recording) {
      // A run that is over keeps what was done while it went on.
      if (isOver) this.undo();
      else kept.back();
      this.store.setState({ undoLabel: this.history.label });
      return;
    }
    if (kept.recording.step === 0) this.replace(kept.experiment, kept.files);
    else this.display(kept.back ? kept.recording.experiment : kept.experiment, kept.recording, kept.files);
    this.store.setState({ undoLabel: this.history.label });
  }

  /** How a GPU is shared with the page, from now on. */
  setPace(pace: Pace): void {
    this.pace = pace;
    this.client?.setPace(pace);
  }

  /**
   * What panels want to see of the newest probes beyond their numbers, from now on; null: nothing. It comes into the
   * recording (`arm.details`), except where no run is under way.
   */
  setDetail(split: Split, wanted: DetailWanted | null): void {
    this.detail[split] = wanted;
    this.client?.setDetail(split, wanted);
  }

  /** Fetches the probe pictures of the present run into the recording, unless they are there. */
  fetchPictures(): void {
    const { recording, kept } = this.store.getState();
    if (recording.pictures || kept || !this.runId || this.picturesAsked === this.runId) return;
    this.picturesAsked = this.runId;
    this.client?.askForPictures();
  }

  /** Asks what the newest probe of an arm was measured from (`onActivations`). @returns false where no run is there */
  askForActivations(arm: number, split: Split): boolean {
    if (!this.runId || !this.client) return false;
    this.client.askForActivations(arm, split);
    return true;
  }

  /** Finds out how much of downloaded pictures is kept on this machine (`downloads` in the store). */
  askForDownloads(): void {
    this.tellAboutDownloads(false);
  }

  /** Forgets the downloaded pictures that are kept on this machine. */
  emptyDownloads(): void {
    this.tellAboutDownloads(true);
  }

  private tellAboutDownloads(empty: boolean): void {
    try {
      this.startClient().askForDownloads(empty);
    } catch {
      // Without workers nothing is downloaded, and nothing kept.
      this.store.setState({ downloads: { bytes: null } });
    }
  }

  /** Stops a download. */
  cancel(): void {
    this.client?.cancel();
  }

  private begin(
    experiment: Experiment,
    label: string,
    { files, series }: { files?: readonly File[]; series?: string | undefined } = {},
  ): void {
    const present = this.present();
    const next = files ?? present.files;
    // An empty run that starts anew as it was leaves nothing that undo could bring back.
    const isSame =
      next === present.files && JSON.stringify(experiment) === JSON.stringify(present.experiment);
    if (!isSame || present.recording.step > 0) this.history.push({ ...present, label, series });
    this.store.setState({ undoLabel: this.history.label });
    dismissNotices(this.store, 'file');
    this.replace(experiment, next);
  }

  private present(): { experiment: Experiment; recording: Recording; files: readonly File[] } {
    const { experiment, recording, files } = this.store.getState();
    return { experiment, recording, files };
  }

  private replace(experiment: Experiment, files: readonly File[]): void {
    this.store.setState({ experiment, files });
    this.checkpoint = null;
    this.load();
  }

  /** Shows a recording that no run continues. */
  private display(experiment: Experiment, recording: Recording, files: readonly File[]): void {
    this.past = new PastCheckpoints();
    this.client?.pause();
    this.leaveRun();
    dismissNotices(this.store, 'run', 'data', 'device');
    this.store.setState(({ recordingVersion, lossVersion }) => ({
      experiment,
      recording,
      files,
      ...PRESENT,
      kept: true,
      status: 'finished',
      playing: false,
      progress: null,
      cost: null,
      step: recording.step,
      device: recording.device,
      data: recording.data,
      recordingVersion: recordingVersion + 1,
      lossVersion: lossVersion + 1,
    }));
  }

  private leaveRun(): void {
    this.runId = '';
    this.checkpoint = null;
    this.ready = false;
    this.stepping = false;
    this.pendingSteps = 0;
    for (const resolve of this.asked.splice(0)) resolve(null);
    for (const { reject } of this.waiters.splice(0))
      reject(new Error('Another run took the place of the one that was to make these steps.'));
  }

  private load(): void {
    const { checkpoint } = this;
    this.leaveRun();
    const { experiment, files, recording } = this.store.getState();
    dismissNotices(this.store, 'run', 'data', 'device');
    const missing = experiment.data.source === 'files' && !files.length;
    let failure: Error | null = null;
    try {
      if (!missing) this.runId = this.loadIntoWorkers(experiment, files, checkpoint);
    } catch (error) {
      failure = error as Error;
    }
    this.workerStep = checkpoint?.step ?? 0;
    const shown = checkpoint ? recording : new Recording(experiment, this.runId);
    if (checkpoint) this.past.newest = checkpoint;
    else this.past = new PastCheckpoints();
    this.store.setState(({ recordingVersion, lossVersion }) => ({
      recording: shown,
      recordingVersion: recordingVersion + 1,
      lossVersion: lossVersion + 1,
      status: 'loading',
      playing: false,
      kept: false,
      step: shown.step,
      progress: null,
      data: null,
      cost: null,
      ...PRESENT,
    }));
    if (missing) this.fail('data', NO_FILES);
    if (failure)
      this.fail('device', `Training cannot start in this browser (${failure.message}): use a current one.`);
  }

  private loadIntoWorkers(
    experiment: Experiment,
    files: readonly File[],
    checkpoint: Checkpoint | null,
  ): string {
    const past = this.past.forNew(experiment, checkpoint);
    return this.startClient().load(experiment, files.length ? files : undefined, checkpoint, past);
  }

  /** Workers beside those of the page's own run. */
  createClient(onEvent: (event: RunEvent) => void): Client {
    const client = this.options.createClient(onEvent);
    client.setPace(this.pace);
    return client;
  }

  private startClient(): Client {
    if (this.client) return this.client;
    const client = this.createClient(event => this.receive(event));
    for (const split of SPLITS) if (this.detail[split]) client.setDetail(split, this.detail[split]);
    this.client = client;
    return client;
  }

  private fail(where: 'data' | 'device' | 'run', message: string): void {
    addNotice(this.store, where, message);
    const { recording } = this.store.getState();
    recording.setStatus('failed', recording.step);
    this.store.setState({ status: 'failed', playing: false, progress: null });
  }

  private receive(event: RunEvent): void {
    if (event.type === 'downloads') {
      this.store.setState({ downloads: { bytes: event.bytes } });
      return;
    }
    if (event.runId !== this.runId) return;
    const { recording } = this.store.getState();
    switch (event.type) {
      case 'device':
        recording.setDevice(event.info);
        this.store.setState({ device: event.info });
        break;
      case 'data':
        recording.setData(event.summary);
        this.store.setState({ data: event.summary, progress: null });
        break;
      case 'cost':
        this.store.setState({ cost: event.cost });
        return;
      case 'progress': {
        const { task, done, total, unit } = event;
        this.store.setState({ progress: { task, done, total, unit } });
        break;
      }
      case 'status':
        recording.setStatus(event.status, event.step);
        this.workerStep = event.step;
        this.receiveStatus(event.status);
        break;
      case 'changes': {
        const experiment = withChanges(this.store.getState().experiment, event.changes);
        recording.setExperiment(experiment);
        this.store.setState({ experiment });
        this.asked.shift()?.(event.refused ? null : event.changes);
        break;
      }
      case 'losses':
        recording.addLosses(event.arm, event.steps, event.values);
        break;
      case 'frame':
        recording.addFrame(event.frame);
        break;
      case 'detail':
        recording.setDetail(event.arm, event.split, event.step, event.detail);
        break;
      case 'pictures':
        recording.setPictures(event.pictures);
        break;
      case 'diverged':
        recording.markDiverged(event.arm, event.step);
        break;
      case 'error':
        addNotice(this.store, event.where, event.message);
        break;
      case 'resumed':
        addNotice(this.store, 'device', event.message);
        break;
      case 'checkpoint':
        this.past.add(event.checkpoint, event.bytes);
        this.onCheckpoint?.(event.checkpoint, recording);
        return;
      case 'activations':
        this.onActivations?.(event);
        return;
      // Between the workers' client and the workers.
      case 'lost':
      case 'pong':
        return;
    }
    this.askForFrame(event.type === 'losses' ? 'losses' : 'all');
    this.settle();
  }

  private receiveStatus(status: RunStatus): void {
    const rests = status === 'paused' || status === 'finished' || status === 'failed';
    if (rests) this.stepping = false;
    if (status === 'paused') this.ready = true;
    if (status === 'finished' || status === 'failed') this.pendingSteps = 0;
    this.store.setState(state => ({
      status,
      step: state.recording.step,
      playing: state.playing && status !== 'finished' && status !== 'failed',
      progress: status === 'loading' ? state.progress : null,
    }));
    if (status === 'paused') {
      // A command that came while the last one was still being carried out is not taken by the worker.
      if (this.store.getState().playing) this.client?.play();
      else this.sendSteps();
    }
  }

  private sendSteps(): void {
    const { status } = this.store.getState();
    if (!this.pendingSteps || !this.ready || this.stepping || status !== 'paused') return;
    this.stepping = true;
    // Steps that were recorded behind the checkpoint are made again first.
    const count = this.pendingSteps + this.store.getState().recording.step - this.workerStep;
    this.pendingSteps = 0;
    this.client?.step(count);
  }

  /** Resolves those who wait for steps that have been made and measured. */
  private settle(): void {
    const { status, recording } = this.store.getState();
    if (!this.waiters.length || this.stepping || this.pendingSteps) return;
    if (status === 'failed') {
      for (const { reject } of this.waiters.splice(0)) reject(new Error('The run failed: see the page.'));
      return;
    }
    const over = status === 'finished';
    if (!over && status !== 'paused') return;
    if (!over) this.rejectPaused();
    if (!measuredAt(recording, recording.step)) return;
    const done = this.waiters.filter(({ target }) => over || recording.step >= target);
    this.waiters = this.waiters.filter(waiter => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }

  /** Rejects those whose steps a pause has prevented. */
  private rejectPaused(): void {
    const { step } = this.store.getState().recording;
    const prevented = this.waiters.filter(({ paused, target }) => paused && step < target);
    this.waiters = this.waiters.filter(waiter => !prevented.includes(waiter));
    for (const { target, reject } of prevented)
      reject(new Error(`The run was paused at step ${step}, before step ${target}: call step() again.`));
  }

  /** Pictures redraw at most once a frame, however many events arrive; that of the losses less often. */
  private askForFrame(change: 'losses' | 'all'): void {
    this.changed[change] = true;
    if (this.frameAsked) return;
    this.frameAsked = true;
    this.options.nextFrame(() => {
      this.frameAsked = false;
      this.redraw(performance.now());
    });
  }

  private redraw(now: number): void {
    const { all, losses } = this.changed;
    const lossesDue = all || now - this.lossesDrawn >= LOSSES_EVERY;
    this.changed = { all: false, losses: false };
    if (all || lossesDue) this.lossesDrawn = now;
    this.store.setState(({ recordingVersion, lossVersion, recording }) => ({
      recordingVersion: recordingVersion + (all ? 1 : 0),
      lossVersion: lossVersion + (lossesDue ? 1 : 0),
      step: recording.step,
    }));
    if (losses && !lossesDue) this.askForFrame('losses');
  }
}

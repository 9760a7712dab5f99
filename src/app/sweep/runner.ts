import { createStore } from 'zustand/vanilla';
import { type Sweep, sweepPoints } from '../../experiment/sweep';
import { Recording } from '../../recording/recording';
import { keyOf, type PointResult, resultOf, SweepResults } from '../../recording/sweep';
import { forgetPoints, keepLast, keepPoint, keptPoints } from '../../recording/sweep-store';
import type { RunEvent } from '../../workers/protocol';
import { type Client, measuredAt, type Session } from '../session';

/** `resting`: nothing is under way, and runs are missing. */
export type SweepStatus = 'resting' | 'running' | 'paused' | 'done';

export interface SweepState {
  results: SweepResults;
  /** `results.version`, and one more for every other change of them. */
  version: number;
  status: SweepStatus;
  /** The run that is under way, as an index of the points, and its step; null for none. */
  under: { index: number; step: number } | null;
  /** Why the sweep rests although nobody stopped it; null where all is well. */
  fault: string | null;
  /** Runs that failed, with the reason; they are tried again on the next start. */
  failures: ReadonlyMap<number, string>;
  /** False where finished runs cannot be kept on this machine. */
  keeps: boolean;
}

export interface RunnerOptions {
  session: Session;
  /** Milliseconds; replaced in tests. */
  now?(): number;
}

/** How often the step of the run under way is told, in milliseconds. */
const TELL_EVERY = 200;

/**
 * Makes the runs of a sweep, one after the other, in workers of its own. Each result is kept on this machine as soon as
 * it is there, so that a closed page loses the run under way and no other. It rests while the page's own run trains.
 */
export class SweepRunner {
  readonly store;
  private readonly options: RunnerOptions;
  private readonly now: () => number;
  private client: Client | null = null;
  private runId = '';
  private recording: Recording | null = null;
  /** Milliseconds that the run under way has trained before `since`; since when it trains. */
  private spent = 0;
  private since = 0;
  private told = 0;
  private fault: { where: string; message: string } | null = null;
  /** Counts what was opened, so that an older one that is still being read is left alone. */
  private opened = 0;
  /** What is kept is being read; a start waits for it. */
  private reading = false;
  private startsAfter = false;

  constructor(options: RunnerOptions, sweep: Sweep) {
    this.options = options;
    this.now = options.now ?? (() => performance.now());
    this.store = createStore<SweepState>(() => freshState(sweep));
    options.session.store.subscribe((page, before) => {
      const starts =
        (page.playing && !before.playing) || (page.status === 'running' && before.status !== 'running');
      if (starts)
        this.pause(
          'The sweep rests, since the run on the page trains: both at once would slow each other down.',
        );
    });
  }

  /** Shows a sweep with what is known of it; one under way is cancelled. */
  async open(sweep: Sweep): Promise<void> {
    this.stop();
    const turn = ++this.opened;
    const { results, ...state } = freshState(sweep);
    this.reading = true;
    this.startsAfter = false;
    this.store.setState({ ...state, results, version: this.next() });
    const kept = await keptPoints(this.keys(results));
    if (turn !== this.opened) return;
    kept?.forEach((result, index) => {
      if (result) results.add(index, result);
    });
    const status = results.done === results.points.length ? 'done' : 'resting';
    this.store.setState({ status, version: this.next(), keeps: kept !== null });
    this.reading = false;
    if (this.startsAfter) this.start();
    await keepLast(sweep);
  }

  /** Starts or goes on. The page's own run is paused. */
  start(): void {
    const { status } = this.store.getState();
    this.startsAfter = this.reading;
    if (this.reading || status === 'running' || status === 'done') return;
    this.options.session.pause();
    this.store.setState({
      fault: null,
      status: 'running',
      failures: status === 'paused' ? this.store.getState().failures : new Map(),
    });
    this.options.session.store.setState({ sweeping: true });
    this.since = this.now();
    if (status === 'paused' && this.recording) this.client?.play();
    else this.runNext();
  }

  /** Comes to rest in the middle of a run, which goes on from there. */
  pause(fault: string | null = null): void {
    if (this.store.getState().status !== 'running') return;
    this.spent += this.now() - this.since;
    this.client?.pause();
    this.store.setState({ status: 'paused', fault });
  }

  /** Ends the sweep: the run under way is lost, and all finished ones stay. */
  cancel(): void {
    this.stop();
    const { results } = this.store.getState();
    this.store.setState({
      status: results.done === results.points.length ? 'done' : 'resting',
      under: null,
      fault: null,
    });
  }

  /** Forgets all results of this sweep. */
  async forget(): Promise<void> {
    this.stop();
    const { results } = this.store.getState();
    await forgetPoints(this.keys(results));
    await this.open(results.sweep);
  }

  /** About how many seconds the rest takes; null before the first run is there. */
  secondsLeft(): number | null {
    const { results, under, status } = this.store.getState();
    const left = results.secondsLeft();
    if (left === null || !under) return left;
    const running = status === 'running' ? this.now() - this.since : 0;
    return Math.max(1, left - (this.spent + running) / 1_000);
  }

  /** Pictures of the reader's own are part of what a run is. */
  private keys({ points, sweep }: SweepResults): string[] {
    const isOwn = sweep.experiment.data.source === 'files';
    const { files } = this.options.session.store.getState();
    const own = isOwn ? files.map(({ name, size, lastModified }) => [name, size, lastModified]) : [];
    return points.map(({ experiment }) => keyOf(experiment) + (isOwn ? JSON.stringify(own) : ''));
  }

  private next(): number {
    return this.store.getState().version + 1;
  }

  private stop(): void {
    this.client?.dispose();
    this.client = null;
    this.runId = '';
    this.recording = null;
    this.options.session.store.setState({ sweeping: false });
  }

  private runNext(): void {
    const { results, failures } = this.store.getState();
    const index = results.points.findIndex((_, i) => !results.resultAt(i) && !failures.has(i));
    if (index < 0) {
      this.stop();
      const isDone = results.done === results.points.length;
      this.store.setState({ status: isDone ? 'done' : 'resting', under: null });
      return;
    }
    const { experiment } = results.points[index]!;
    const { files } = this.options.session.store.getState();
    this.spent = 0;
    this.since = this.now();
    this.fault = null;
    try {
      this.client ??= this.options.session.createClient(event => this.receive(event));
      this.runId = this.client.load(experiment, experiment.data.source === 'files' ? files : undefined);
    } catch (error) {
      this.fail(`Training cannot start in this browser (${(error as Error).message}): use a current one.`);
      return;
    }
    this.recording = new Recording(experiment, this.runId);
    this.store.setState({ under: { index, step: 0 } });
    this.client.play();
  }

  private fail(fault: string): void {
    this.stop();
    this.store.setState({ status: 'resting', under: null, fault });
  }

  private receive(event: RunEvent): void {
    const { recording } = this;
    if (!recording || event.runId !== this.runId) return;
    switch (event.type) {
      case 'device':
        recording.setDevice(event.info);
        break;
      case 'status':
        recording.setStatus(event.status, event.step);
        // A command that came while the last one was still being carried out is not taken by the worker.
        if (event.status === 'paused' && this.store.getState().status === 'running') this.client?.play();
        if (event.status === 'failed') {
          this.failPoint();
          return;
        }
        break;
      case 'frame':
        recording.addFrame(event.frame);
        break;
      case 'diverged':
        recording.markDiverged(event.arm, event.step);
        break;
      case 'error':
        this.fault = { where: event.where, message: event.message };
        break;
      case 'losses':
        this.tellStep(event.step);
        break;
      // Of no use to a sweep.
      case 'cost':
      case 'data':
      case 'progress':
      case 'detail':
      case 'pictures':
      case 'downloads':
      case 'resumed':
      case 'checkpoint':
      case 'lost':
      case 'pong':
        return;
    }
    if (recording.status === 'finished' && measuredAt(recording, recording.step)) this.finishPoint(recording);
  }

  private tellStep(step: number): void {
    const { under } = this.store.getState();
    if (!under || this.now() - this.told < TELL_EVERY) return;
    this.told = this.now();
    this.store.setState({ under: { ...under, step } });
  }

  /** Where the data or the device fail, all other runs would too; another fault is that of the run alone. */
  private failPoint(): void {
    const { where, message } = this.fault ?? { where: 'run', message: 'The run failed.' };
    const { under, failures } = this.store.getState();
    if (where !== 'run' || !under) {
      this.fail(message);
      return;
    }
    this.store.setState({ failures: new Map(failures).set(under.index, message), version: this.next() });
    this.recording = null;
    this.goOn();
  }

  private finishPoint(recording: Recording): void {
    const { results, under, status } = this.store.getState();
    const running = status === 'running' ? this.now() - this.since : 0;
    const result: PointResult = resultOf(recording, (this.spent + running) / 1_000);
    const { index } = under!;
    results.add(index, result);
    this.recording = null;
    this.store.setState({ version: this.next() });
    void keepPoint(this.keys(results)[index]!, result).then(keeps => {
      if (!keeps) this.store.setState({ keeps });
    });
    this.goOn();
  }

  /** A pause may have come while the last run ended. */
  private goOn(): void {
    if (this.store.getState().status === 'running') this.runNext();
  }
}

function freshState(sweep: Sweep): SweepState {
  const results = new SweepResults(sweep, sweepPoints(sweep));
  return {
    results,
    version: 0,
    status: 'resting',
    under: null,
    fault: null,
    failures: new Map(),
    keeps: true,
  };
}

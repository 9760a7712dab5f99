import type { Experiment } from '../experiment/schema';
import { withChanges } from '../experiment/stages';
import type { DetailWanted } from '../metrics/types';
import type { Split } from '../recording/types';
import type {
  Checkpoint,
  Command,
  DeviceChoice,
  MetricsCommand,
  Pace,
  RunEvent,
  WantedChange,
} from './protocol';

export interface RunClientOptions {
  device: DeviceChoice;
  /** Called with every event of the present run; events of older runs are dropped. */
  onEvent(event: RunEvent): void;
  /** Milliseconds without an answer after which the training worker counts as dead; shorter in tests. */
  patience?: number;
  /** Another training worker than our own, in tests. */
  createTraining?(): Worker;
}

const createTraining = () =>
  new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module', name: 'training' });

/** The run that is under way, with what it takes to go on in another worker. */
interface Run {
  id: string;
  experiment: Experiment;
  files: readonly File[] | undefined;
  checkpoint: Checkpoint | null;
  past: Checkpoint | null;
  /** Step up to which it has been asked to train. */
  target: number;
  /** Newest step that was heard of. */
  step: number;
  /** Step of the checkpoint that it last went on from, and how often it did so. */
  resumedAt: number;
  attempts: number;
}

/** A worker answers within some 50 ms; this long without an answer it is gone. */
const PATIENCE = 10_000;
/** How often a run goes on from the same checkpoint, before it is given up. */
const MOST_ATTEMPTS = 3;

const INFINITE = Number.POSITIVE_INFINITY;

/** The page's end of the two workers. A training worker that is lost is replaced, and the run goes on. */
export class RunClient {
  private readonly options: RunClientOptions;
  private training: Worker | null = null;
  private metrics: Worker | null = null;
  private device: DeviceChoice;
  private pace: Pace = 'shared';
  private run: Run | null = null;
  private readonly wanted: Record<Split, DetailWanted | null> = { train: null, test: null };
  private runs = 0;
  private pings = 0;
  private lastHeard = 0;
  private watch: ReturnType<typeof setInterval> | null = null;

  constructor(options: RunClientOptions) {
    this.options = options;
    this.device = options.device;
  }

  /** Starts the workers and the device, where they are not yet. */
  warmUp(): void {
    if (!this.metrics) {
      this.metrics = new Worker(new URL('./metrics.worker.ts', import.meta.url), {
        type: 'module',
        name: 'metrics',
      });
      this.listen(this.metrics, reason => this.reportCrash(reason));
    }
    if (this.training) return;
    this.training = (this.options.createTraining ?? createTraining)();
    this.listen(this.training, reason => this.recover(`the training worker stopped: ${reason}`));
    const { port1, port2 } = new MessageChannel();
    this.metrics.postMessage({ type: 'connect', port: port2 } satisfies MetricsCommand, [port2]);
    this.send({ type: 'connect', port: port1, device: this.device }, [port1]);
    this.send({ type: 'pace', pace: this.pace });
    this.startWatch();
  }

  private listen(worker: Worker, onCrash: (reason: string) => void): void {
    worker.onmessage = ({ data }: MessageEvent<RunEvent>) => {
      if (worker === this.training || worker === this.metrics) this.receive(data);
    };
    worker.onerror = event => onCrash(event.message || 'no reason given');
    worker.onmessageerror = () => onCrash('a message could not be read');
  }

  /**
   * Starts a run, paused at step 0 or where a checkpoint left it.
   * @param past where branches begin that the checkpoint does not know
   * @returns its id
   */
  load(
    experiment: Experiment,
    files?: readonly File[],
    checkpoint: Checkpoint | null = null,
    past: Checkpoint | null = null,
  ): string {
    const id = `run-${++this.runs}`;
    const progress = { checkpoint, target: 0, step: checkpoint?.step ?? 0, resumedAt: -1, attempts: 0 };
    this.run = { id, experiment, files, past, ...progress };
    this.warmUp();
    this.sendLoad();
    for (const split of ['train', 'test'] as const) if (this.wanted[split]) this.sendDetail(split);
    return id;
  }

  private sendLoad(): void {
    const { id: runId, experiment, files, checkpoint, past } = this.run!;
    const start = { ...(checkpoint && { resume: checkpoint }), ...(past && { past }) };
    this.send({ type: 'load', runId, experiment, ...(files && { files }), ...start });
  }

  /** Other settings from the next update on, at the earliest after step `after`; answered by a `changes` event. */
  change(wanted: readonly WantedChange[], after: number): void {
    this.send({ type: 'change', runId: this.runId, wanted, after });
  }

  /** Takes the last changes of a step back, where no update has been made with them; answered by a `changes` event. */
  takeBack(at: number, count: number): void {
    this.send({ type: 'take-back', runId: this.runId, at, count });
  }

  play(): void {
    this.setTarget(INFINITE);
    this.send({ type: 'play', runId: this.runId });
  }

  pause(): void {
    this.setTarget(0);
    this.send({ type: 'pause', runId: this.runId });
  }

  /** Makes `count` steps, probes, and pauses. */
  step(count: number): void {
    this.setTarget((this.run?.step ?? 0) + count);
    this.send({ type: 'step', runId: this.runId, count });
  }

  /** Stops loading. */
  cancel(): void {
    this.send({ type: 'cancel', runId: this.runId });
  }

  /** What is to be seen of the newest probes; answered by `detail` events, one per arm and probe. */
  setDetail(split: Split, wanted: DetailWanted | null): void {
    this.wanted[split] = wanted;
    this.sendDetail(split);
  }

  private sendDetail(split: Split): void {
    const command: MetricsCommand = { type: 'detail', runId: this.runId, split, wanted: this.wanted[split] };
    this.metrics?.postMessage(command);
  }

  /** Asks what the newest probe of an arm was measured from; answered by an `activations` event. */
  askForActivations(arm: number, split: Split): void {
    const command: MetricsCommand = { type: 'activations', runId: this.runId, arm, split };
    this.metrics?.postMessage(command);
  }

  /** Asks for the probe pictures; answered by a `pictures` event. */
  askForPictures(): void {
    this.send({ type: 'pictures', runId: this.runId });
  }

  /** Asks how much of downloaded pictures is kept, or has it forgotten; answered by a `downloads` event. */
  askForDownloads(empty: boolean): void {
    this.warmUp();
    this.send({ type: 'downloads', empty });
  }

  /** How a GPU is shared with the page. */
  setPace(pace: Pace): void {
    this.pace = pace;
    this.send({ type: 'pace', pace });
  }

  /** Answered by a `pong` event. */
  ping(id: number): void {
    this.send({ type: 'ping', runId: this.runId, id });
  }

  dispose(): void {
    if (this.watch !== null) clearInterval(this.watch);
    this.watch = null;
    this.training?.terminate();
    this.metrics?.terminate();
    this.training = null;
    this.metrics = null;
  }

  private get runId(): string {
    return this.run?.id ?? '';
  }

  private setTarget(step: number): void {
    if (this.run) this.run.target = step;
  }

  private send(command: Command, transfer: Transferable[] = []): void {
    this.training?.postMessage(command, transfer);
  }

  private receive(event: RunEvent): void {
    this.lastHeard = performance.now();
    if (event.type === 'downloads') {
      this.options.onEvent(event);
      return;
    }
    const { run } = this;
    if (!run || event.runId !== run.id) return;
    run.step = Math.max(run.step, event.step);
    if (event.type === 'checkpoint') run.checkpoint = event.checkpoint;
    if (event.type === 'changes') run.experiment = withChanges(run.experiment, event.changes);
    if (event.type === 'lost') this.recover(event.reason);
    // The device of before is not to be had again.
    else if (event.type === 'error' && event.where === 'device' && run.attempts > 0)
      this.recover(event.message.replace(/[.:].*$/, ''));
    else if (event.type !== 'pong' || event.id >= 0) this.options.onEvent(event);
  }

  /** A dead worker says nothing, so it is asked. Timers may be late in hidden tabs, so each one counts anew. */
  private startWatch(): void {
    const patience = this.options.patience ?? PATIENCE;
    const every = patience / 4;
    let unanswered = 0;
    let asked = 0;
    this.lastHeard = performance.now();
    this.watch ??= setInterval(() => {
      unanswered = this.lastHeard >= asked ? 0 : unanswered + 1;
      if (unanswered >= 4 && this.training) {
        unanswered = 0;
        this.recover('the training worker did not answer any more');
        return;
      }
      asked = performance.now();
      this.ping(-++this.pings);
    }, every);
  }

  /** Goes on from the last checkpoint in a new worker; on the next best device where the last one failed twice. */
  private recover(reason: string): void {
    this.training?.terminate();
    this.training = null;
    const { run } = this;
    if (!run) return;
    const at = run.checkpoint?.step ?? 0;
    run.attempts = at === run.resumedAt ? run.attempts + 1 : 1;
    run.resumedAt = at;
    if (run.attempts > MOST_ATTEMPTS) {
      this.reportCrash(reason);
      return;
    }
    if (run.attempts > 1 && this.device !== 'wasm') this.device = 'wasm';
    this.warmUp();
    this.sendLoad();
    if (run.target === INFINITE) this.send({ type: 'play', runId: run.id });
    else if (run.target > at) this.send({ type: 'step', runId: run.id, count: run.target - at });
    const where = this.device === 'wasm' ? ', on WebAssembly,' : '';
    const message = `Training was interrupted, since ${reason}; it goes on${where} from step ${at}, and nothing is missing.`;
    this.options.onEvent({ type: 'resumed', message, runId: run.id, step: at });
  }

  private reportCrash(reason: string): void {
    const message = `Training stopped, since ${reason}: reset to start it again.`;
    const { runId } = this;
    this.dispose();
    this.options.onEvent({ type: 'error', where: 'run', message, runId, step: 0 });
    this.options.onEvent({ type: 'status', status: 'failed', runId, step: 0 });
  }
}

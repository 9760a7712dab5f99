import type { Client } from '../../../src/app/session';
import type { Experiment } from '../../../src/experiment/schema';
import type { Measures } from '../../../src/metrics/types';
import type { Frame } from '../../../src/recording/types';
import type { Checkpoint, EventBody, Pace, RunEvent, WantedChange } from '../../../src/workers/protocol';

export function measuresWith(dlr: number | null): Measures {
  return { samples: 64, width: 8, outputs: 10, rank: 9, dlr, share: 0.9, participation: 6 };
}

const NOTHING = { parameterNorm: null, parameterDistance: null, tangentKernelChange: null };

export function frameAt(arm: number, step: number, dlr: number | null = 0.5, accuracy = 0.5): Frame {
  const split = { accuracy, loss: 0.3, measures: measuresWith(dlr), layers: [] };
  return { arm, step, train: split, test: split, network: NOTHING };
}

/** Stands in for the two workers: remembers what it was told, and reports what a test makes it report. */
export class FakeClient implements Client {
  readonly told: string[] = [];
  runId = '';
  experiment: Experiment | null = null;
  files: readonly File[] | undefined;
  checkpoint: Checkpoint | null = null;
  pace: Pace | null = null;
  private readonly onEvent: (event: RunEvent) => void;
  private runs = 0;

  constructor(onEvent: (event: RunEvent) => void) {
    this.onEvent = onEvent;
  }

  load(
    experiment: Experiment,
    files?: readonly File[],
    checkpoint?: Checkpoint | null,
    past?: Checkpoint | null,
  ): string {
    const branches = past ? `, branches from ${past.step}` : '';
    this.told.push(checkpoint ? `load from ${checkpoint.step}${branches}` : 'load');
    this.experiment = experiment;
    this.checkpoint = checkpoint ?? null;
    this.files = files;
    this.runId = `run-${++this.runs}`;
    return this.runId;
  }
  change(wanted: readonly WantedChange[], after: number) {
    const words = wanted.map(({ arms, path, value }) => `${arms.join('')} ${path} ${value}`);
    this.told.push(`change ${words.join(', ')} after ${after}`);
  }
  takeBack(at: number, count: number) {
    this.told.push(`take back ${count} of ${at}`);
  }
  play() {
    this.told.push('play');
  }
  setDetail() {
    this.told.push('detail');
  }
  askForPictures() {
    this.told.push('pictures');
  }
  askForActivations(arm: number, split: string) {
    this.told.push(`activations of ${arm}, ${split}`);
  }
  askForDownloads(empty: boolean) {
    this.told.push(empty ? 'empty downloads' : 'downloads');
  }
  pause() {
    this.told.push('pause');
  }
  step(count: number) {
    this.told.push(`step ${count}`);
  }
  cancel() {
    this.told.push('cancel');
  }
  dispose() {
    this.told.push('dispose');
  }
  setPace(pace: Pace) {
    this.pace = pace;
  }

  report(body: EventBody, step = 0, runId = this.runId): void {
    this.onEvent({ ...body, runId, step } as RunEvent);
  }

  /** The run has loaded: measured at step 0, and paused. */
  becomeReady(): void {
    this.report({ type: 'status', status: 'compiling' });
    this.measure(0);
    this.report({ type: 'status', status: 'paused' });
  }

  measure(step: number): void {
    this.experiment!.arms.forEach((_, arm) => {
      this.report({ type: 'frame', frame: frameAt(arm, step) }, step);
    });
  }

  /** Trains up to a step, measures, and comes to rest. */
  trainTo(step: number, status: 'paused' | 'finished' = 'paused'): void {
    this.report({ type: 'status', status: 'running' }, step - 1);
    this.measure(step);
    this.report({ type: 'status', status }, step);
  }
}

import { type Experiment, resolveArm } from '../experiment/schema';
import type { Command, DeviceChoice, MetricsCommand, RunEvent } from './protocol';

export interface RunClientOptions {
  device: DeviceChoice;
  /** Called with every event of the present run; events of older runs are dropped. */
  onEvent(event: RunEvent): void;
}

/** What decides the shapes of all buffers on the GPU. */
function architectureOf(experiment: Experiment): string {
  const arms = experiment.arms.map((_, index) => resolveArm(experiment, index).model);
  const { data, training, probe } = experiment;
  return JSON.stringify([arms, data.source, data.train, data.test, training.batchSize, probe.samples]);
}

/** The page's end of the two workers. */
export class RunClient {
  private readonly options: RunClientOptions;
  private training: Worker | null = null;
  private metrics: Worker | null = null;
  private runId = '';
  private runs = 0;
  private architecture = '';
  private onGpu = false;

  constructor(options: RunClientOptions) {
    this.options = options;
  }

  /** Starts the workers and the device, where they are not yet. */
  warmUp(): void {
    if (this.training) return;
    this.training = new Worker(new URL('./training.worker.ts', import.meta.url), {
      type: 'module',
      name: 'training',
    });
    this.metrics = new Worker(new URL('./metrics.worker.ts', import.meta.url), {
      type: 'module',
      name: 'metrics',
    });
    for (const worker of [this.training, this.metrics]) {
      worker.onmessage = ({ data }: MessageEvent<RunEvent>) => this.receive(data);
      worker.onerror = event => this.reportCrash(event.message);
      worker.onmessageerror = () => this.reportCrash('a message could not be read');
    }
    const { port1, port2 } = new MessageChannel();
    const tfjsWasm = new URL('assets/tfjs/', document.baseURI).href;
    this.metrics.postMessage({ type: 'connect', port: port2 } satisfies MetricsCommand, [port2]);
    this.send({ type: 'connect', port: port1, device: this.options.device, tfjsWasm }, [port1]);
  }

  /** Starts a new run, paused at step 0. @returns its id */
  load(experiment: Experiment, files?: readonly File[]): string {
    const architecture = architectureOf(experiment);
    // tfjs never gives GPU buffers back, and it reuses only those of the same size.
    if (this.onGpu && architecture !== this.architecture) this.dispose();
    this.architecture = architecture;
    this.warmUp();
    this.runId = `run-${++this.runs}`;
    this.send({ type: 'load', runId: this.runId, experiment, ...(files && { files }) });
    return this.runId;
  }

  play(): void {
    this.send({ type: 'play', runId: this.runId });
  }

  pause(): void {
    this.send({ type: 'pause', runId: this.runId });
  }

  /** Makes `count` steps, probes, and pauses. */
  step(count: number): void {
    this.send({ type: 'step', runId: this.runId, count });
  }

  /** Stops loading. */
  cancel(): void {
    this.send({ type: 'cancel', runId: this.runId });
  }

  /** Answered by a `pong` event. */
  ping(id: number): void {
    this.send({ type: 'ping', runId: this.runId, id });
  }

  dispose(): void {
    this.training?.terminate();
    this.metrics?.terminate();
    this.training = null;
    this.metrics = null;
  }

  private send(command: Command, transfer: Transferable[] = []): void {
    this.training?.postMessage(command, transfer);
  }

  private receive(event: RunEvent): void {
    if (event.type === 'device') this.onGpu = event.info.device === 'webgpu';
    if (event.runId === this.runId) this.options.onEvent(event);
  }

  private reportCrash(reason: string): void {
    const message = `The training worker stopped (${reason || 'no reason given'}): reset to start it again.`;
    const { runId } = this;
    this.dispose();
    this.options.onEvent({ type: 'error', where: 'run', message, runId, step: 0 });
    this.options.onEvent({ type: 'status', status: 'failed', runId, step: 0 });
  }
}

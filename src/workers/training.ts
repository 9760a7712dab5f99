import { createBreather } from '../engine/breathe';
import { type Device, DeviceError, type DeviceFiles, startDevice } from '../engine/device';
import { type ArmProbe, type SessionListener, TrainingSession } from '../engine/session';
import type { Command, DeviceChoice, EventBody, ProbeMessage, RunEvent } from './protocol';

type Load = Extract<Command, { type: 'load' }>;

/** The buffers of a probe that can be handed over; labels stay, since every probe of a run shares them. */
function buffersOf(probe: ArmProbe): Transferable[] {
  const { head, train, test } = probe;
  return [head, train.features, train.outputs, test.features, test.outputs].map(
    array => array.buffer as ArrayBuffer,
  );
}

/** The training worker's logic: one device, one session at a time, commands in, events and probes out. */
export class TrainingHost {
  private readonly post: (event: RunEvent) => void;
  private readonly kernels: DeviceFiles['kernels'];
  private readonly breathe = createBreather();
  private port: MessagePort | null = null;
  private device: Promise<Device> | null = null;
  private runId = '';
  private session: TrainingSession | null = null;
  private abort = new AbortController();
  /** Loads follow one another: a session is freed before the next one is made. */
  private loading: Promise<void> = Promise.resolve();
  /** Steps that were asked for before the session was ready. */
  private wanted: number | null = null;

  /** @param kernels gives our compiled wasm kernels */
  constructor(post: (event: RunEvent) => void, kernels: DeviceFiles['kernels']) {
    this.post = post;
    this.kernels = kernels;
  }

  handle(command: Command): void {
    if (command.type === 'connect') this.connect(command.port, command.device, command.tfjsWasm);
    else if (command.type === 'load') this.load(command);
    else if (command.type === 'ping') this.emit({ type: 'pong', id: command.id }, command.runId);
    else if (command.runId === this.runId) this.control(command);
  }

  private control(command: Extract<Command, { type: 'play' | 'pause' | 'step' | 'cancel' }>): void {
    switch (command.type) {
      case 'play':
        this.train(Number.POSITIVE_INFINITY);
        break;
      case 'step':
        this.train(command.count);
        break;
      case 'pause':
        this.wanted = null;
        void this.session?.pause();
        break;
      case 'cancel':
        this.wanted = null;
        this.abort.abort();
    }
  }

  private connect(port: MessagePort, choice: DeviceChoice, tfjsWasm: string): void {
    this.port = port;
    this.device = startDevice(choice, { tfjsWasm, kernels: this.kernels });
    // The load that needs the device reports the failure.
    this.device.catch(() => {});
  }

  private load(command: Load): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.runId = command.runId;
    this.wanted = null;
    const old = this.session;
    this.session = null;
    const { signal } = this.abort;
    this.loading = this.loading.then(async () => {
      await old?.pause();
      old?.dispose();
      if (command.runId === this.runId) await this.start(command, signal);
    });
  }

  private async start({ runId, experiment, files }: Load, signal: AbortSignal): Promise<void> {
    try {
      const device = await this.device!;
      const { kernels: _, ...info } = device;
      this.emit({ type: 'device', info }, runId);
      const session = await TrainingSession.create(experiment, device, {
        signal,
        breathe: this.breathe,
        paced: true,
        listener: this.listener(runId),
        onProgress: (task, done, total, unit) =>
          this.emit({ type: 'progress', task, done, total, unit }, runId),
        ...(files && { files }),
      });
      if (runId !== this.runId) return session.dispose();
      this.session = session;
      if (this.wanted !== null) this.train(this.wanted);
    } catch (error) {
      if (runId === this.runId) this.fail(error as Error, runId);
    }
  }

  private train(count: number): void {
    if (!this.session) {
      this.wanted = count;
      return;
    }
    const { runId, session } = this;
    session.run(session.step + count).catch(error => this.fail(error, runId));
  }

  private fail(error: Error, runId: string): void {
    const step = this.session?.step ?? 0;
    const cancelled = error.name === 'AbortError';
    const message = cancelled
      ? 'Loading was cancelled: choose a data set, or reset to try again.'
      : error.message;
    const where =
      cancelled || error.name === 'DataError' ? 'data' : error instanceof DeviceError ? 'device' : 'run';
    const known = where !== 'run' || ['ModelError', 'ExperimentError'].includes(error.name);
    const words = known ? message : `Training stopped at step ${step}: ${message}. Reset to try again.`;
    this.emit({ type: 'error', where, message: words }, runId, step);
    this.emit({ type: 'status', status: 'failed' }, runId, step);
  }

  private emit(body: EventBody, runId: string, step = this.session?.step ?? 0): void {
    this.post({ ...body, runId, step } as RunEvent);
  }

  private listener(runId: string): SessionListener {
    return {
      data: summary => this.emit({ type: 'data', summary }, runId),
      status: (status, step) => this.emit({ type: 'status', status }, runId, step),
      losses: (arm, steps, values) => this.emit({ type: 'losses', arm, steps, values }, runId, steps.at(-1)),
      diverged: (arm, step) => this.emit({ type: 'diverged', arm }, runId, step),
      probe: probe => {
        const message: ProbeMessage = { runId, ...probe };
        this.port!.postMessage(message, buffersOf(probe));
      },
    };
  }
}

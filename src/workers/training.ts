import { createBreather } from '../engine/breathe';
import { checkpointBytes } from '../engine/checkpoint';
import { type Device, DeviceError, type DeviceFiles, startDevice } from '../engine/device';
import { type ArmProbe, type SessionListener, TrainingSession } from '../engine/session';
import type { Command, DeviceChoice, EventBody, Pace, ProbeMessage, RunEvent } from './protocol';

/** Milliseconds in which a GPU that is lost says so. */
const LOST_PATIENCE = 300;

type Load = Extract<Command, { type: 'load' }>;

/** The buffers of a probe that can be handed over; labels stay, since every probe of a run shares them. */
export function buffersOf(probe: ArmProbe): Transferable[] {
  const { head, train, test, tangentKernel, embedding } = probe;
  const arrays = [train, test].flatMap(({ features, outputs, layers }) => [
    features,
    outputs,
    ...layers.map(({ gram }) => gram),
  ]);
  const more = [...(tangentKernel ? [tangentKernel.kernel] : []), ...(embedding ? [embedding.weights] : [])];
  return [head, ...arrays, ...more].map(array => array.buffer as ArrayBuffer);
}

/** The training worker's logic: one device, one session at a time, commands in, events and probes out. */
export class TrainingHost {
  private readonly post: (event: RunEvent) => void;
  private readonly kernels: DeviceFiles['kernels'];
  private readonly breathe = createBreather();
  private port: MessagePort | null = null;
  private choice: DeviceChoice = 'auto';
  private device: Promise<Device> | null = null;
  /** Why the device is gone; null while it is not. */
  private lost: string | null = null;
  private runId = '';
  private session: TrainingSession | null = null;
  private abort = new AbortController();
  private pace: Pace = 'shared';
  /** Loads follow one another: a session is freed before the next one is made. */
  private loading: Promise<void> = Promise.resolve();
  /** Steps that were asked for before the session was ready. */
  private wanted: number | null = null;
  private picturesWanted = false;
  /** Changes that were asked for before the session was ready. */
  private changes: Extract<Command, { type: 'change' | 'take-back' }>[] = [];

  /** @param kernels gives our compiled wasm kernels */
  constructor(post: (event: RunEvent) => void, kernels: DeviceFiles['kernels']) {
    this.post = post;
    this.kernels = kernels;
  }

  handle(command: Command): void {
    switch (command.type) {
      case 'connect':
        this.port = command.port;
        this.choice = command.device;
        // The load that needs the device reports a failure.
        this.startDevice().catch(() => {});
        break;
      case 'load':
        this.load(command);
        break;
      case 'pace':
        this.pace = command.pace;
        this.session?.setPace(command.pace);
        break;
      case 'pictures':
        if (command.runId === this.runId) this.sendPictures();
        break;
      case 'downloads':
        void this.reportDownloads(command.empty);
        break;
      case 'ping':
        this.emit({ type: 'pong', id: command.id }, command.runId);
        break;
      case 'change':
      case 'take-back':
        if (command.runId === this.runId) this.change(command);
        break;
      case 'play':
      case 'step':
      case 'pause':
      case 'cancel':
        if (command.runId === this.runId) this.control(command);
    }
  }

  private async reportDownloads(empty: boolean): Promise<void> {
    const { cacheSize, emptyCache } = await import('../engine/downloads');
    const bytes = await (empty ? emptyCache() : cacheSize());
    this.emit({ type: 'downloads', bytes }, this.runId);
  }

  /** At once, or as soon as the session is there. */
  private sendPictures(): void {
    this.picturesWanted = !this.session;
    if (this.session) this.emit({ type: 'pictures', pictures: this.session.probePictures() }, this.runId);
  }

  /** At once, or as soon as the session is there. */
  private change(command: Extract<Command, { type: 'change' | 'take-back' }>): void {
    const { session, runId } = this;
    if (!session) {
      this.changes.push(command);
      return;
    }
    const refused = command.type === 'take-back' && !session.takeBack(command.at, command.count);
    if (command.type === 'change') session.change(command.wanted, command.after);
    this.emit({ type: 'changes', changes: session.changes, refused }, runId);
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

  /** The device; one that did not start is tried again by the next load. */
  private startDevice(): Promise<Device> {
    this.device ??= startDevice(this.choice, { kernels: this.kernels }).then(
      device => {
        void device.lost.then(reason => {
          this.lost = reason;
          this.emit({ type: 'lost', reason }, this.runId);
        });
        return device;
      },
      error => {
        this.device = null;
        throw error instanceof DeviceError ? error : new DeviceError((error as Error).message);
      },
    );
    return this.device;
  }

  private load(command: Load): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.runId = command.runId;
    this.wanted = null;
    this.picturesWanted = false;
    this.changes = [];
    const old = this.session;
    this.session = null;
    const { signal } = this.abort;
    this.loading = this.loading.then(async () => {
      await old?.abandon();
      old?.dispose();
      if (command.runId === this.runId) await this.start(command, signal);
    });
  }

  private async start({ runId, experiment, files, resume, past }: Load, signal: AbortSignal): Promise<void> {
    const breathe = async () => {
      await this.breathe();
      signal.throwIfAborted();
    };
    try {
      const device = await this.startDevice();
      // Gone while there was no run, or another one: this one has not been told.
      if (this.lost !== null) return this.emit({ type: 'lost', reason: this.lost }, runId);
      const { runtime: _, lost: __, tangents: ___, ...info } = device;
      this.emit({ type: 'device', info }, runId);
      const session = await TrainingSession.create(experiment, device, {
        signal,
        breathe,
        paced: true,
        pace: this.pace,
        listener: this.listener(runId),
        onProgress: (task, done, total, unit) =>
          this.emit({ type: 'progress', task, done, total, unit }, runId),
        ...(files && { files }),
        ...(resume && { resume }),
        ...(past && { past }),
      });
      if (runId !== this.runId) return session.dispose();
      this.session = session;
      if (this.picturesWanted) this.sendPictures();
      for (const change of this.changes.splice(0)) this.change(change);
      if (this.wanted !== null) this.train(this.wanted);
    } catch (error) {
      if (runId === this.runId) await this.failUnlessLost(error as Error, runId);
    }
  }

  private train(count: number): void {
    if (!this.session) {
      this.wanted = count;
      return;
    }
    const { runId, session } = this;
    session.run(session.step + count).catch(error => this.failUnlessLost(error, runId));
  }

  /** Work that waits for a GPU fails when it is lost, which is told in its own words. */
  private async failUnlessLost(error: Error, runId: string): Promise<void> {
    const lost = await Promise.race([
      this.device?.then(device => device.lost) ?? null,
      new Promise<null>(resolve => setTimeout(() => resolve(null), LOST_PATIENCE)),
    ]);
    if (lost === null) this.fail(error, runId);
  }

  private fail(error: Error, runId: string): void {
    const step = this.session?.step ?? 0;
    const cancelled = error.name === 'AbortError';
    const message = cancelled
      ? 'Loading was cancelled: choose a data set, or reset to try again.'
      : error.message;
    const where =
      cancelled || error.name === 'DataError' ? 'data' : error instanceof DeviceError ? 'device' : 'run';
    const known = where !== 'run' || ['ModelError', 'ExperimentError', 'MemoryError'].includes(error.name);
    const words = known
      ? message
      : `Training stopped at step ${step}: ${message.replace(/\.$/, '')}. Reset to try again.`;
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
      cost: cost => this.emit({ type: 'cost', cost }, runId, 0),
      losses: (arm, steps, values) => this.emit({ type: 'losses', arm, steps, values }, runId, steps.at(-1)),
      diverged: (arm, step) => this.emit({ type: 'diverged', arm }, runId, step),
      checkpoint: checkpoint => {
        const bytes = checkpointBytes(checkpoint);
        this.emit({ type: 'checkpoint', checkpoint, bytes }, runId, checkpoint.step);
      },
      probe: probe => {
        const message: ProbeMessage = { runId, ...probe };
        this.port!.postMessage(message, buffersOf(probe));
      },
    };
  }
}

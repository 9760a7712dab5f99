import { createBreather } from '../engine/breathe';
import { LatestSlots } from '../metrics/latest';
import { ArmMeter } from '../metrics/meter';
import type { DetailWanted } from '../metrics/types';
import type { Frame, Split } from '../recording/types';
import type { ProbeMessage, RunEvent } from './protocol';

/**
 * The metrics worker's logic: it measures the newest probe of each arm. One that is still waiting when a newer
 * one arrives is dropped, so that the pictures never lag behind training.
 */
export class MetricsHost {
  private readonly post: (event: RunEvent) => void;
  private readonly slots = new LatestSlots<ProbeMessage>();
  private readonly breathe = createBreather(0);
  private meters = new Map<number, ArmMeter>();
  private runId = '';
  private busy = false;

  constructor(post: (event: RunEvent) => void) {
    this.post = post;
  }

  offer(probe: ProbeMessage): void {
    if (probe.runId !== this.runId) {
      this.runId = probe.runId;
      this.slots.clear();
      this.meters = new Map();
    }
    this.slots.offer(String(probe.arm), probe, probe.keep);
    if (!this.busy) void this.work();
  }

  /** What is to be seen of the newest probes of a run; null: nothing. */
  want(_runId: string, _split: Split, _wanted: DetailWanted | null): void {}

  private async work(): Promise<void> {
    this.busy = true;
    for (;;) {
      // Lets probes in that arrived meanwhile, so that the newest one is taken.
      await this.breathe();
      const probe = this.slots.take();
      if (!probe) break;
      const { runId, step } = probe;
      try {
        this.post({ type: 'frame', frame: this.measure(probe), runId, step });
      } catch (error) {
        const message = `The probe of step ${step} could not be measured (${(error as Error).message}).`;
        this.post({ type: 'error', where: 'run', message, runId, step });
      }
    }
    this.busy = false;
  }

  private measure({ step, arm, head, train, test }: ProbeMessage): Frame {
    const meter = this.meters.get(arm) ?? new ArmMeter();
    this.meters.set(arm, meter);
    const split = (name: 'train' | 'test', probe: typeof train) => ({
      accuracy: probe.accuracy,
      loss: probe.loss,
      measures: meter.measure(name, step, { ...probe, head }),
      layers: [],
    });
    const network = { parameterNorm: null, parameterDistance: null, tangentKernelChange: null };
    return { step, arm, train: split('train', train), test: split('test', test), network };
  }
}

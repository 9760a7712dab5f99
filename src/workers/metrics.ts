import { createBreather } from '../engine/breathe';
import { detailOf } from '../metrics/detail';
import { LatestSlots } from '../metrics/latest';
import { ArmMeter, probeInput } from '../metrics/meter';
import { type Numerics, plainNumerics } from '../metrics/numerics';
import type { Activations, DetailWanted } from '../metrics/types';
import type { Frame, Split } from '../recording/types';
import { SPLITS } from '../recording/types';
import type { ProbeMessage, RunEvent } from './protocol';

/**
 * The metrics worker's logic: it measures the newest probe of each arm. One that is still waiting when a newer
 * one arrives is dropped, so that the pictures never lag behind training.
 */
export class MetricsHost {
  private readonly post: (event: RunEvent) => void;
  private readonly numerics: Numerics;
  private readonly slots = new LatestSlots<ProbeMessage>();
  private readonly breathe = createBreather(0);
  private meters = new Map<number, ArmMeter>();
  /** The newest measured probe of each arm, for those who want to look at it when nothing new comes. */
  private newest = new Map<number, ProbeMessage>();
  private wanted: Record<Split, DetailWanted | null> = { train: null, test: null };
  /** Arm and split whose newest probe has not been looked at as it is wanted. */
  private unseen = new Set<string>();
  private runId = '';
  private busy = false;

  constructor(post: (event: RunEvent) => void, numerics: Numerics = plainNumerics) {
    this.post = post;
    this.numerics = numerics;
  }

  offer(probe: ProbeMessage): void {
    this.follow(probe.runId);
    this.slots.offer(String(probe.arm), probe, probe.keep);
    if (!this.busy) void this.work();
  }

  /** What is to be seen of the newest probes of a run, at once and from now on; null: nothing. */
  want(runId: string, split: Split, wanted: DetailWanted | null): void {
    this.follow(runId);
    this.wanted[split] = wanted;
    for (const arm of this.newest.keys()) this.unseen.add(`${arm} ${split}`);
    if (!this.busy) void this.work();
  }

  /** Posts what the newest measured probe of an arm was measured from. */
  tellActivations(runId: string, arm: number, split: Split): void {
    this.follow(runId);
    const probe = this.newest.get(arm);
    const activations = probe ? activationsOf(probe, split) : null;
    this.post({ type: 'activations', arm, split, activations, runId, step: probe?.step ?? 0 });
  }

  private follow(runId: string): void {
    if (runId === this.runId) return;
    this.runId = runId;
    this.slots.clear();
    this.meters = new Map();
    this.newest = new Map();
    this.unseen.clear();
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (;;) {
      // Lets probes in that arrived meanwhile, so that the newest one is taken.
      await this.breathe();
      const probe = this.slots.take();
      if (probe) this.attempt(probe, () => this.measure(probe));
      if (!this.look() && !probe) break;
    }
    this.busy = false;
  }

  private attempt({ runId, step }: ProbeMessage, work: () => void): void {
    try {
      work();
    } catch (error) {
      const message = `The probe of step ${step} could not be measured (${(error as Error).message}).`;
      this.post({ type: 'error', where: 'run', message, runId, step });
    }
  }

  private measure(probe: ProbeMessage): void {
    const { runId, step, arm, head } = probe;
    const meter = this.meters.get(arm) ?? new ArmMeter(this.numerics);
    this.meters.set(arm, meter);
    const split = (name: Split) => {
      const { accuracy, loss, ...arrays } = probe[name];
      const measures = meter.measure(name, step, { ...arrays, head });
      return { accuracy, loss, measures, layers: meter.measureLayers({ ...arrays, head }) };
    };
    const network = meter.measureNetwork(step, probe);
    const frame: Frame = { step, arm, train: split('train'), test: split('test'), network };
    this.post({ type: 'frame', frame, runId, step });
    this.newest.set(arm, probe);
    for (const name of SPLITS) this.unseen.add(`${arm} ${name}`);
  }

  /** Looks at one newest probe as it is wanted. @returns false where there is nothing left to look at */
  private look(): boolean {
    for (const key of this.unseen) {
      this.unseen.delete(key);
      const [arm, split] = key.split(' ') as [string, Split];
      const probe = this.newest.get(Number(arm));
      const wanted = this.wanted[split];
      if (!probe || !wanted) continue;
      this.attempt(probe, () => {
        const { runId, step, head } = probe;
        const detail = detailOf(probeInput({ ...probe[split], head }), wanted, this.numerics);
        this.post({ type: 'detail', arm: Number(arm), split, detail, runId, step });
      });
      return true;
    }
    return false;
  }
}

function activationsOf(probe: ProbeMessage, name: Split): Activations {
  const { samples, width, features, outputs, labels } = probe[name];
  return { samples, width, features, outputs, labels, head: probe.head };
}

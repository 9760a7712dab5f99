import type { SessionArm } from './arm';
import type { Checkpoint } from './checkpoint';
import { ProbeSchedule } from './schedule';

interface Options {
  /** Probes follow the clock too. */
  paced: boolean;
  past?: Checkpoint;
}

/**
 * The branches of a session. One that leaves at a step to come does so when all arms are there. One that leaves at a
 * step that lies behind begins at the nearest checkpoint before it, or at step 0, makes the way of the arm that it
 * leaves again, unheard, and goes on alone until it has caught up with the others.
 */
export class Branches {
  private readonly arms: readonly SessionArm[];
  private readonly past: Checkpoint | undefined;
  /** When those that catch up are looked at. */
  private readonly schedules = new Map<SessionArm, ProbeSchedule>();
  private readonly createSchedule: () => ProbeSchedule;

  constructor(arms: readonly SessionArm[], perDecade: number, { paced, past }: Options) {
    this.arms = arms;
    this.past = past;
    this.createSchedule = () => new ProbeSchedule(perDecade, paced);
  }

  /** Branches that are behind the others at step `step`, as far as the last of them. */
  late(step: number): SessionArm[] {
    const behind = this.arms.filter(arm => arm.live && arm.begun && arm.step < step);
    const last = Math.min(...behind.map(arm => arm.step));
    return behind.filter(arm => arm.step === last);
  }

  /** Whether a branch may have to begin now, with the others at step `step`. */
  isWaiting(step: number): boolean {
    return this.arms.some(arm => !arm.begun && arm.live && arm.since <= step);
  }

  /** Begins those whose moment has come. @returns them; of one whose arm diverged before, at which step */
  async leave(): Promise<{ arm: SessionArm; divergedAt: number | null }[]> {
    const left = [];
    for (const arm of this.arms) {
      if (arm.begun || !arm.live) continue;
      const { of, at } = arm.leaving!;
      const other = this.arms[of]!;
      if (other.divergedAt !== null && other.divergedAt <= at) arm.live = false;
      else if (!other.begun || other.step < at) continue;
      else if (other.step === at) await arm.leave(other);
      else await this.beginBehind(arm, of, at);
      left.push({ arm, divergedAt: arm.live ? null : other.divergedAt });
    }
    return left;
  }

  private async beginBehind(arm: SessionArm, of: number, at: number): Promise<void> {
    const { past } = this;
    const state = past?.arms[of];
    const step = state?.own?.step ?? past?.step ?? 0;
    if (past && state && step <= at) await arm.restore(step, state, state.own ?? past);
    arm.begun = true;
  }

  /** Those of the branches that catch up that it is time to look at. */
  due(late: readonly SessionArm[], now: number): SessionArm[] {
    return late.filter(arm => {
      if (!arm.isTold) return false;
      if (arm.step === arm.since) return true;
      return this.scheduleOf(arm).isDue(arm.step, now);
    });
  }

  /** Call after each probe. */
  probed(arms: readonly SessionArm[], start: number, end: number): void {
    for (const arm of arms) if (arm.leaving) this.scheduleOf(arm).done(arm.step, start, end);
  }

  private scheduleOf(arm: SessionArm): ProbeSchedule {
    const schedule = this.schedules.get(arm) ?? this.createSchedule();
    this.schedules.set(arm, schedule);
    return schedule;
  }
}

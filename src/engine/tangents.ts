import type { SessionArm } from './arm';
import type { Breathe } from './program/program';
import { ProbeSchedule, TANGENTS } from './schedule';
import type { TangentKernel } from './tangent';

/** Kernels in a tenfold of steps, where the clock has no say. */
const PER_DECADE = 6;

/** Thrown where a kernel is in the middle of being measured and a pause is asked for. */
class Interrupted extends Error {}

/** What a session says of itself when it asks for kernels. */
export interface Moment {
  step: number;
  /** No further step will be made. */
  last: boolean;
  breathe: Breathe;
  /** A pause has been asked for. */
  isStopping(): boolean;
}

/** When a session measures tangent kernels: with a probe at step 0, when one is due, and at the end. */
export class TangentPace {
  private readonly schedule: ProbeSchedule;

  /** @param perDecade as often as this at the most, where the clock has a say */
  constructor(perDecade: number, paced: boolean) {
    this.schedule = new ProbeSchedule(paced ? perDecade : PER_DECADE, paced, TANGENTS);
  }

  /** Step from which the next one is due. */
  get nextStep(): number {
    return this.schedule.nextStep;
  }

  set nextStep(step: number) {
    this.schedule.nextStep = step;
  }

  /** One for each of these arms, where it is time; none where a pause comes in between. */
  async measure(
    arms: readonly SessionArm[],
    { step, last, breathe, isStopping }: Moment,
  ): Promise<(TangentKernel | null)[]> {
    const start = performance.now();
    if (isStopping() || !(step === 0 || last || this.schedule.isDue(step, start))) return [];
    const breatheUnlessStopping = async () => {
      await breathe();
      if (isStopping()) throw new Interrupted();
    };
    const kernels = [];
    try {
      for (const arm of arms) kernels.push(await arm.tangentKernel(breatheUnlessStopping));
    } catch (error) {
      if (error instanceof Interrupted) return [];
      throw error;
    }
    this.schedule.done(step, start, performance.now());
    return kernels;
  }
}

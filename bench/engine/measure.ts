import type { Contender } from './peers/types';

export interface Measurement {
  losses: number[];
  /** Mean ms per step of each round. */
  rounds: number[];
  dispatchesPerStep: number | null;
  arithmetic?: ReturnType<NonNullable<Contender['arithmetic']>>;
}

/** Losses of the first steps may differ by this much, as a share where they are above 1. */
const TOLERANCE = 1e-3;
const CHECKED_STEPS = 3;
/** Two steps are enough where they take longer than this. */
const CHECK_MS = 40_000;
const WARM_MS = 500;
const ROUND_MS = 300;
const BUDGET_MS = 4_000;
const MOST_ROUNDS = 9;
/** Where a step takes longer, the checked steps must do as rounds. */
const SLOW_MS = 2_000;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Takes steps without waiting in between, then waits for the device. @returns mean ms per step */
async function timeSteps(contender: Contender, steps: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < steps; i++) {
    const pending = contender.step();
    if (pending) await pending;
  }
  await contender.loss();
  return (performance.now() - start) / steps;
}

/** Losses of the first steps, what each took in ms, and the dispatches of the last one. */
async function firstSteps(contender: Contender) {
  const losses: number[] = [];
  const times: number[] = [];
  let dispatchesPerStep: number | null = null;
  let total = 0;
  while (losses.length < CHECKED_STEPS && !(losses.length > 1 && total > CHECK_MS)) {
    const before = contender.dispatches?.() ?? null;
    const time = await timeSteps(contender, 1);
    if (before !== null) dispatchesPerStep = contender.dispatches!() - before;
    losses.push(await contender.loss());
    times.push(time);
    total += time;
  }
  return { losses, times, dispatchesPerStep };
}

/** @throws Error where an engine trains something else than the reference did */
function checkLosses(losses: readonly number[], reference: readonly number[] | null): void {
  const words = (values: readonly number[]) => values.map(value => value.toFixed(5)).join(', ');
  const agrees = (loss: number, i: number) =>
    Math.abs(loss - reference![i]!) <= TOLERANCE * Math.max(1, Math.abs(reference![i]!));
  if (reference && !losses.every(agrees))
    throw new Error(`The first losses are ${words(losses)} and should be ${words(reference)}.`);
}

async function warmUp(contender: Contender): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < WARM_MS) await timeSteps(contender, 2);
}

/** Checks the first losses, warms up, and times steps in rounds. */
export async function measure(contender: Contender, reference: number[] | null): Promise<Measurement> {
  const { losses, times, dispatchesPerStep } = await firstSteps(contender);
  checkLosses(losses, reference);
  if (times.at(-1)! > SLOW_MS) return { losses, rounds: times.slice(1), dispatchesPerStep };
  await warmUp(contender);
  const estimate = await timeSteps(contender, 3);
  const steps = Math.max(1, Math.ceil(ROUND_MS / estimate));
  const count = Math.min(MOST_ROUNDS, Math.max(1, Math.floor(BUDGET_MS / (steps * estimate))));
  const rounds: number[] = [];
  for (let round = 0; round < count; round++) rounds.push(await timeSteps(contender, steps));
  return { losses, rounds, dispatchesPerStep };
}

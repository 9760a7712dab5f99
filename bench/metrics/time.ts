import type { Contender } from './contenders';

/** Differences between implementations, as a share. */
const TOLERANCE = 1e-5;
const WARM_MS = 300;
/** A round lasts at least this long, with more calls where one is quicker. */
const ROUND_MS = 100;
const BUDGET_MS = 5_000;
const FEWEST_ROUNDS = 7;
const MOST_ROUNDS = 31;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** @throws Error where a result is another than the first one's: quick at something else does not count */
export function checkAgreement(name: string, actual: readonly number[], expected: readonly number[]): void {
  const agree = expected.every((value, i) => Math.abs(actual[i]! - value) <= TOLERANCE * Math.abs(value));
  if (!agree) throw new Error(`${name} finds ${actual.join(', ')} and not ${expected.join(', ')}.`);
}

/** Mean ms of these many calls. */
function timeCalls(contender: Contender, calls: number): number {
  const start = performance.now();
  for (let i = 0; i < calls; i++) contender();
  return (performance.now() - start) / calls;
}

/** Calls until the compiler has done its work; returns the ms of the last call. */
function warmUp(contender: Contender): number {
  const start = performance.now();
  let newest = timeCalls(contender, 1);
  for (let calls = 1; calls < 2 || performance.now() - start < WARM_MS; calls++)
    newest = timeCalls(contender, 1);
  return newest;
}

/**
 * Median ms of a call of each, over rounds in which all take turns, so that a drift of the machine meets all alike.
 * @throws Error where they do not agree
 */
export function timeAll<Name extends string>(
  all: Record<Name, Contender>,
): { ms: Record<Name, number>; check: number[] } {
  const names = Object.keys(all) as Name[];
  const check = all[names[0]!]();
  for (const name of names) checkAgreement(name, all[name](), check);
  const calls = {} as Record<Name, number>;
  const rounds = {} as Record<Name, number[]>;
  let longest = 0;
  for (const name of names) {
    const ms = warmUp(all[name]);
    calls[name] = Math.max(1, Math.ceil(ROUND_MS / Math.max(ms, 0.01)));
    rounds[name] = [];
    longest = Math.max(longest, ms * calls[name]);
  }
  const count = Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, Math.floor(BUDGET_MS / longest)));
  for (let round = 0; round < count; round++)
    for (const name of names) rounds[name].push(timeCalls(all[name], calls[name]));
  const ms = {} as Record<Name, number>;
  for (const name of names) ms[name] = median(rounds[name]);
  return { ms, check };
}

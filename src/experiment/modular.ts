/** The arithmetic tasks of `data.source: "modular"`: every pair (a, b) of numbers below p, labelled a ∘ b mod p. */

export const OPERATIONS = ['addition', 'subtraction', 'multiplication', 'division'] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface ModularTask {
  operation: Operation;
  /** p: numbers are 0 … p − 1. Prime for division. */
  modulus: number;
  /** Share of the pairs that is trained on. */
  trainShare: number;
}

export function isPrime(value: number): boolean {
  if (value < 2) return false;
  for (let factor = 2; factor * factor <= value; factor++) if (value % factor === 0) return false;
  return true;
}

/** How many pairs there are: p², or p (p − 1) for division, where b = 0 is left out. */
export const countPairs = ({ operation, modulus }: Pick<ModularTask, 'operation' | 'modulus'>): number =>
  modulus * (operation === 'division' ? modulus - 1 : modulus);

/** How many pairs are trained on: the share asked for, and at least one pair on either side. */
export function countTrainPairs(task: ModularTask): number {
  const pairs = countPairs(task);
  return Math.min(pairs - 1, Math.max(1, Math.round(task.trainShare * pairs)));
}

/** Why the task has no answers, as a clause that says what to do; null where it has. */
export function modularFault({ operation, modulus }: Pick<ModularTask, 'operation' | 'modulus'>) {
  if (operation !== 'division' || isPrime(modulus)) return null;
  const primes: number[] = [];
  for (let below = modulus; below > 1 && !primes.length; below--) if (isPrime(below)) primes.push(below);
  for (let above = modulus; primes.length < 2; above++) if (isPrime(above)) primes.push(above);
  return `Division needs a prime modulus, and ${modulus} is none: choose ${primes.join(' or ')}`;
}

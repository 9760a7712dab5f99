import { countPairs, countTrainPairs, modularFault, type Operation } from '../experiment/modular';
import { createRandom } from '../experiment/random';
import { DataError, type DataSettings, type Dataset, type Pictures } from './types';
import { countWords } from './words';

/** What a byte of 255 becomes as an input: 1. */
const ONE = 255;

const NAMES: Record<Operation, string> = {
  addition: 'Addition',
  subtraction: 'Subtraction',
  multiplication: 'Multiplication',
  division: 'Division',
};

/** a ∘ b mod p. For division p is prime and b is not 0: a / b = a · b^(p − 2), by Fermat's little theorem. */
export function combine(operation: Operation, a: number, b: number, p: number): number {
  switch (operation) {
    case 'addition':
      return (a + b) % p;
    case 'subtraction':
      return (a - b + p) % p;
    case 'multiplication':
      return (a * b) % p;
    case 'division': {
      let result = a;
      for (let power = 0; power < p - 2; power++) result = (result * b) % p;
      return result;
    }
  }
}

/** Pairs at `order`, as pictures of 1 × 2p × 1: one-hot a, then one-hot b. */
function encodePairs(pairs: readonly (readonly [a: number, b: number])[], operation: Operation, p: number) {
  const count = pairs.length;
  const encoded: Pictures = {
    count,
    pixels: new Uint8Array(count * 2 * p),
    labels: new Uint16Array(count),
  };
  pairs.forEach(([a, b], i) => {
    encoded.pixels[i * 2 * p + a] = ONE;
    encoded.pixels[i * 2 * p + p + b] = ONE;
    encoded.labels[i] = combine(operation, a, b, p);
  });
  return encoded;
}

/**
 * All pairs (a, b) of numbers below p with their result a ∘ b mod p as class, one-hot in [1, 2p, 1]. A share of
 * them, drawn with the seed, is to train on, and all others are to test on. Division leaves out b = 0.
 * @throws DataError for division by a modulus that is not prime.
 */
export function makeModular({ data, seed }: DataSettings): Dataset {
  const { operation, modulus: p } = data;
  const fault = modularFault(data);
  if (fault) throw new DataError(`${fault}.`);
  const firstB = operation === 'division' ? 1 : 0;
  const perA = p - firstB;
  const pairs = Array.from(
    createRandom(seed, 'modular/split').permutation(countPairs(data)),
    index => [Math.floor(index / perA), firstB + (index % perA)] as const,
  );
  const trained = countTrainPairs(data);
  return {
    name: `${NAMES[operation]} modulo ${p}`,
    classes: Array.from({ length: p }, (_, result) => String(result)),
    shape: [1, 2 * p, 1],
    train: encodePairs(pairs.slice(0, trained), operation, p),
    test: encodePairs(pairs.slice(trained), operation, p),
    note: `Of all ${countWords(pairs.length)} pairs${firstB ? ' with b ≠ 0' : ''}, ${countWords(trained)} are trained on, drawn with seed ${seed}, and all others tested on.`,
  };
}

import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of draws. Same seed and stream name, same draws, on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Uniform integer in [0, bound), without modulo bias. */
  integer(bound: number): number;
  /** The integers 0 … length − 1 in random order (Fisher–Yates). */
  permutation(length: number): Uint32Array;
  /** Where the stream stands, for `resumeRandom`. */
  state(): number[];
}

/** FNV-1a over the seed and the stream's name, mixed, so that streams of one seed are independent. */
function mixedSeed(seed: number, stream: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${stream}`) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * A generator for one purpose. Give each purpose its own stream name ("batches", "weights", …), so that a
 * change in how many draws one of them makes does not move the others.
 */
export function createRandom(seed: number, stream: string): Random {
  return randomFrom(xoroshiro128plus(mixedSeed(seed, stream)), null);
}

/** A generator that goes on where another one's `state()` was taken. */
export function resumeRandom([spare, ...state]: readonly number[]): Random {
  return randomFrom(xoroshiro128plusFromState(state), Number.isNaN(spare) ? null : spare!);
}

type Generator = ReturnType<typeof xoroshiro128plus>;

/** @param spare the second normal of the newest pair, where it has not been taken yet */
function randomFrom(generator: Generator, spare: number | null): Random {
  const bits = () => generator.next() >>> 0;
  const uniform = () => bits() / 2 ** 32;
  const integer = (bound: number) => {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32)
      throw new RangeError(`integer() needs a bound between 1 and 2³², not ${bound}.`);
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let draw = bits();
    while (draw >= limit) draw = bits();
    return draw % bound;
  };
  return {
    uniform,
    integer,
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const s = u * u + v * v;
        if (s === 0 || s >= 1) continue;
        const factor = Math.sqrt((-2 * Math.log(s)) / s);
        spare = v * factor;
        return u * factor;
      }
    },
    permutation(length) {
      const order = Uint32Array.from({ length }, (_, i) => i);
      for (let i = length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const swapped = order[i]!;
        order[i] = order[j]!;
        order[j] = swapped;
      }
      return order;
    },
    state: () => [spare ?? Number.NaN, ...generator.getState()],
  };
}

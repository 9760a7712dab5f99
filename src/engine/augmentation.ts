import { createRandom, type Random, resumeRandom } from '../experiment/random';
import type { Settings } from '../experiment/schema';
import { packMove } from './program/moves';

type Wanted = Pick<Settings['training'], 'flip' | 'shift'>;

/** True where training pictures are changed on their way into the network. Pairs of numbers are no pictures. */
export const isAugmented = ({ data, training }: Pick<Settings, 'data' | 'training'>): boolean =>
  data.source !== 'modular' && (training.flip || training.shift > 0);

/**
 * Draws how training pictures are flipped and shifted: each left to right with probability ½, and by −k … k pixels in
 * both directions, all alike. A stream of its own, so that the batches stay the same with and without.
 */
export class Augmentation {
  /** What is drawn from now on. */
  wanted: Wanted;
  private random: Random;

  constructor(wanted: Wanted, seed: number) {
    this.wanted = wanted;
    this.random = createRandom(seed, 'augment');
  }

  /** Moves of the next `count` pictures, packed. */
  take(count: number): Int32Array {
    const { flip, shift } = this.wanted;
    const pixels = () => (shift ? this.random.integer(2 * shift + 1) - shift : 0);
    return Int32Array.from({ length: count }, () =>
      packMove({ flip: flip && this.random.integer(2) === 1, dx: pixels(), dy: pixels() }),
    );
  }

  /** Where the stream stands. */
  save(): number[] {
    return this.random.state();
  }

  load(state: readonly number[]): void {
    this.random = resumeRandom(state);
  }
}

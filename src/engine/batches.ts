import { createRandom, type Random, resumeRandom } from '../experiment/random';

/** Where an order of batches stands. */
export interface BatchState {
  order: Uint32Array;
  next: number;
  random: number[];
}

/**
 * The order in which training pictures are seen: a fresh permutation each epoch, the ragged last batch
 * dropped, so that every batch has the same shape. A full batch keeps its order.
 */
export class BatchOrder {
  private readonly samples: number;
  private readonly batchSize: number;
  private random: Random;
  private order: Uint32Array;
  private next = 0;

  constructor(samples: number, batchSize: number, seed: number) {
    if (batchSize < 1 || batchSize > samples)
      throw new RangeError(`A batch of ${batchSize} does not fit a training set of ${samples}`);
    this.samples = samples;
    this.batchSize = batchSize;
    this.random = createRandom(seed, 'batches');
    this.order = this.draw();
  }

  /** Indices of the next batch. */
  take(): Int32Array {
    if (this.next + this.batchSize > this.samples) {
      this.order = this.draw();
      this.next = 0;
    }
    const batch = Int32Array.from(this.order.subarray(this.next, this.next + this.batchSize));
    this.next += this.batchSize;
    return batch;
  }

  save(): BatchState {
    return { order: this.order.slice(), next: this.next, random: this.random.state() };
  }

  load({ order, next, random }: BatchState): void {
    this.order = order.slice();
    this.next = next;
    this.random = resumeRandom(random);
  }

  private draw(): Uint32Array {
    if (this.batchSize === this.samples) return Uint32Array.from({ length: this.samples }, (_, i) => i);
    return this.random.permutation(this.samples);
  }
}

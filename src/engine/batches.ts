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
  private batchSize: number;
  private random: Random;
  private order: Uint32Array;
  private next = 0;

  constructor(samples: number, batchSize: number, seed: number) {
    this.samples = samples;
    this.batchSize = this.checked(batchSize);
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

  /** Another batch size from now on, with a fresh epoch; nothing where it is the same. */
  resize(batchSize: number): void {
    if (batchSize === this.batchSize) return;
    this.batchSize = this.checked(batchSize);
    this.order = this.draw();
    this.next = 0;
  }

  private checked(batchSize: number): number {
    if (batchSize >= 1 && batchSize <= this.samples) return batchSize;
    throw new RangeError(`A batch of ${batchSize} does not fit a training set of ${this.samples}`);
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

import { batchSizeOf, type Settings } from '../experiment/schema';
import { Augmentation, isAugmented } from './augmentation';
import { BatchOrder, type BatchState } from './batches';

/** Where a stream of batches stands. */
export interface StreamState {
  batches: BatchState;
  /** State of the stream that flips and shifts are drawn from; null where there are none. */
  augmentation: number[] | null;
}

/** What one update sees. */
export interface Batch {
  indices: Int32Array;
  /** How the pictures are flipped and shifted, packed; null where they stay as they are. */
  moves: Int32Array | null;
}

/** The batches of a run in their order, each with its flips and shifts. Arms that share one see the same. */
export class BatchStream {
  private readonly samples: number;
  private readonly batches: BatchOrder;
  private augmentation: Augmentation | null = null;
  private newest: (Batch & { step: number }) | null = null;

  /** @param samples training pictures */
  constructor(settings: Settings, samples: number) {
    this.samples = samples;
    this.batches = new BatchOrder(samples, batchSizeOf(settings.training, samples), settings.seed);
    this.augmentation = isAugmented(settings) ? new Augmentation(settings.training, settings.seed) : null;
  }

  /** The batch of the update after step `step`; the same for whoever asks for it before the next one is asked for. */
  take(step: number): Batch {
    if (this.newest?.step === step) return this.newest;
    const indices = this.batches.take();
    this.newest = { step, indices, moves: this.augmentation?.take(indices.length) ?? null };
    return this.newest;
  }

  /** From now on as these settings want it; an epoch that is cut off by another batch size is not gone on with. */
  follow(settings: Settings): void {
    this.batches.resize(batchSizeOf(settings.training, this.samples));
    if (!isAugmented(settings)) this.augmentation = null;
    else if (this.augmentation) this.augmentation.wanted = settings.training;
    else this.augmentation = new Augmentation(settings.training, settings.seed);
  }

  save(): StreamState {
    return { batches: this.batches.save(), augmentation: this.augmentation?.save() ?? null };
  }

  /** @param settings those of the last update */
  load(settings: Settings, { batches, augmentation }: StreamState): void {
    this.follow(settings);
    this.newest = null;
    this.batches.load(batches);
    if (augmentation) this.augmentation?.load(augmentation);
  }
}

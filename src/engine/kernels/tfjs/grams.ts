import {
  add,
  concat,
  keep,
  matMul,
  mean,
  reshape,
  slice,
  sub,
  type Tensor,
  type Tensor2D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../models/spec';
import type { Tap } from '../../program/plan';
import type { Breathe } from '../../program/program';

/** Each column less its mean. Counted from the first row, so that a large mean costs no accuracy. */
function centred(x: Tensor2D): Tensor2D {
  const moved = sub(x, slice(x, [0, 0], [1, -1]));
  return sub(moved, mean(moved, 0, true));
}

/**
 * (n, n) products of the rows of x (n, width), each column less its mean.
 * @param flops arithmetic between two breaths
 */
async function gramOf(x: Tensor2D, flops: number, breathe: Breathe): Promise<Float32Array> {
  const [samples, width] = x.shape;
  const columns = Math.max(1, Math.floor(flops / (2 * samples ** 2)));
  let sum: Tensor = zeros([samples, samples]);
  try {
    for (let start = 0; start < width; start += columns) {
      const next = tidy(() => {
        const part = centred(slice(x, [0, start], [samples, Math.min(columns, width - start)]));
        return add(sum, matMul(part, part, false, true));
      });
      sum.dispose();
      sum = next;
      await breathe();
    }
    return await sum.data<'float32'>();
  } finally {
    sum.dispose();
  }
}

/** Makes the Gram matrices of a plan's taps while a probe goes through it piece by piece. */
export class TapGrams {
  readonly grams: Float32Array[] = [];
  private readonly taps: readonly Tap[];
  private readonly count: number;
  private readonly flops: number;
  private readonly pieces: Tensor2D[][];

  /** @param count samples of the probe */
  constructor(taps: readonly Tap[], count: number, flops: number) {
    this.taps = taps;
    this.count = count;
    this.flops = flops;
    this.pieces = taps.map(() => []);
  }

  /** Takes what the newest piece, samples `start` to `start + rows`, has left in the taps. */
  async add(
    start: number,
    rows: number,
    read: (place: Tap['place']) => Tensor,
    breathe: Breathe,
  ): Promise<void> {
    for (const [index, { place, samples }] of this.taps.entries()) {
      const wanted = Math.min(samples, this.count);
      if (start >= wanted) continue;
      const width = sizeOf(place.shape);
      const piece = tidy(() => {
        const flat = reshape(read(place), [rows, width]) as Tensor2D;
        return keep(slice(flat, [0, 0], [Math.min(rows, wanted - start), width]));
      });
      this.pieces[index]!.push(piece);
      if (start + rows < wanted) continue;
      const all = concat(this.pieces[index]!, 0);
      try {
        this.grams[index] = await gramOf(all, this.flops, breathe);
      } finally {
        all.dispose();
      }
    }
  }

  dispose(): void {
    for (const piece of this.pieces.flat()) piece.dispose();
  }
}

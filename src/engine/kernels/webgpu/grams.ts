import type { Place } from '../../program/ops';
import { type Plan, placeSize, type Tap } from '../../program/plan';
import type { Breathe } from '../../program/program';
import type { Gpu, Pass } from './gpu';
import { gramKernels, gramRoom } from './gram';
import type { Shared } from './shader';

interface GpuTap extends Tap {
  passes: readonly Pass[];
  /** Where samples of several pieces are brought together; null where the first piece has all. */
  kept: GPUBuffer | null;
  /** Floats of the matrices before it. */
  offset: number;
}

/** Makes the Gram matrices of a plan's taps on the GPU while a probe goes through it piece by piece. */
export class TapGrams {
  private readonly gpu: Gpu;
  private readonly taps: readonly GpuTap[];
  private readonly buffers: Record<'centred' | 'gramParts' | 'grams', GPUBuffer>;
  private readonly bufferOf: (source: Place | Shared) => GPUBuffer;

  private constructor(
    gpu: Gpu,
    taps: readonly GpuTap[],
    buffers: Record<'centred' | 'gramParts' | 'grams', GPUBuffer>,
    bufferOf: (source: Place | Shared) => GPUBuffer,
  ) {
    this.gpu = gpu;
    this.taps = taps;
    this.buffers = buffers;
    this.bufferOf = bufferOf;
  }

  /** @param bufferOf the program's buffers */
  static async create(
    gpu: Gpu,
    plan: Plan,
    bufferOf: (source: Place | Shared) => GPUBuffer,
  ): Promise<TapGrams> {
    const room = gramRoom(plan.taps);
    const buffers = {
      centred: gpu.create(room.centred),
      gramParts: gpu.create(room.parts),
      grams: gpu.create(room.grams),
    };
    let offset = 0;
    const taps: GpuTap[] = [];
    for (const tap of plan.taps) {
      const { place, samples } = tap;
      const kept = samples > plan.probePiece ? gpu.create((placeSize(place) / place.rows) * samples) : null;
      const own = (source: Place | Shared) =>
        source === place && kept
          ? kept
          : source === 'centred' || source === 'gramParts' || source === 'grams'
            ? buffers[source]
            : bufferOf(source);
      const passes = await Promise.all(gramKernels(place, offset).map(kernel => gpu.prepare(kernel, own)));
      taps.push({ ...tap, passes, kept, offset });
      offset += samples ** 2;
    }
    return new TapGrams(gpu, taps, buffers, bufferOf);
  }

  /** Floats of all matrices, each at its offset with room for all of the tap's samples. */
  get size(): number {
    return this.taps.reduce((sum, { samples }) => sum + samples ** 2, 0);
  }

  /** Encodes the copies of what the newest piece, samples `start` to `start + rows`, leaves in the taps. */
  keep(encoder: GPUCommandEncoder, start: number, rows: number): void {
    for (const { place, samples, kept } of this.taps) {
      if (!kept || start >= samples) continue;
      const bytes = (4 * placeSize(place)) / place.rows;
      const length = Math.min(rows, samples - start) * bytes;
      encoder.copyBufferToBuffer(this.bufferOf(place), 0, kept, start * bytes, length);
    }
  }

  /**
   * Queues the matrices that are complete after samples `start` to `start + rows` of `count`.
   * @param tellRows tells the next passes how many samples are theirs
   */
  async multiply(
    { start, rows, count }: { start: number; rows: number; count: number },
    tellRows: (rows: number) => void,
    breathe: Breathe,
  ): Promise<void> {
    const { gpu } = this;
    for (const { samples, passes } of this.taps) {
      const wanted = Math.min(samples, count);
      if (start >= wanted || start + rows < wanted) continue;
      tellRows(wanted);
      const encoder = gpu.device.createCommandEncoder();
      gpu.encode(encoder, passes, wanted);
      gpu.device.queue.submit([encoder.finish()]);
      await breathe();
    }
  }

  /** Encodes a copy of all matrices. */
  copy(encoder: GPUCommandEncoder, staging: GPUBuffer): void {
    encoder.copyBufferToBuffer(this.buffers.grams, 0, staging, 0, 4 * this.size);
  }

  /** @param values what `copy` has copied, for a probe of `count` samples */
  split(values: Float32Array, count: number): Float32Array[] {
    return this.taps.map(({ offset, samples }) =>
      values.slice(offset, offset + Math.min(samples, count) ** 2),
    );
  }

  dispose(): void {
    for (const buffer of Object.values(this.buffers)) this.gpu.release(buffer);
    for (const { kept } of this.taps) if (kept) this.gpu.release(kept);
  }
}

import type { Place } from '../../program/ops';
import { type Plan, placeSize, type Tap } from '../../program/plan';
import type { Breathe } from '../../program/program';
import type { WasmKernels } from './module';

/** Values of each sample that are centred and multiplied between two breaths. */
const CHUNK = 256;

/** Neighbouring values of one sample, in floats from its first. */
interface Run {
  offset: number;
  columns: number;
}

/** The values inside a place's border, in chunks of `CHUNK`, the last one shorter. */
function chunksOf({ shape: [height, width, channels], border }: Place): Run[][] {
  const row = (width + 2 * border) * channels;
  const runs = border
    ? Array.from({ length: height }, (_, y) => ({
        offset: (border + y) * row + border * channels,
        columns: width * channels,
      }))
    : [{ offset: 0, columns: height * row }];
  const chunks: Run[][] = [];
  let room = 0;
  for (let { offset, columns } of runs)
    while (columns > 0) {
      if (room === 0) {
        chunks.push([]);
        room = CHUNK;
      }
      const taken = Math.min(columns, room);
      chunks.at(-1)!.push({ offset, columns: taken });
      offset += taken;
      columns -= taken;
      room -= taken;
    }
  return chunks;
}

/** Gram matrix of the first `samples` samples of a place that lies at this address: (samples, samples). */
export async function gramOf(
  kernels: WasmKernels,
  place: Place,
  address: number,
  samples: number,
  breathe: Breathe,
): Promise<Float32Array> {
  const { exports } = kernels;
  const step = placeSize(place) / place.rows;
  const panels = exports.gramScratchBytes(samples);
  const product = kernels.reserve(samples * samples);
  try {
    let isFirst = true;
    for (const chunk of chunksOf(place)) {
      const scratch = kernels.scratch(panels + 4 * samples * CHUNK + 8 * CHUNK);
      const centred = scratch + panels;
      const sums = centred + 4 * samples * CHUNK;
      const depth = chunk.reduce((sum, { columns }) => sum + columns, 0);
      let column = 0;
      for (const { offset, columns } of chunk) {
        const to = centred + 4 * column;
        exports.centreColumns(address + 4 * offset, step, samples, columns, to, depth, sums);
        column += columns;
      }
      exports.gramLower(samples, depth, centred, depth, product, isFirst ? 0 : 1, scratch);
      isFirst = false;
      await breathe();
    }
    exports.mirror(samples, product);
    return kernels.floats(product, samples * samples).slice();
  } finally {
    kernels.release(product);
  }
}

/** Makes the Gram matrices of a plan's taps while a probe goes through it piece by piece. */
export class TapGrams {
  readonly grams: Float32Array[] = [];
  private readonly kernels: WasmKernels;
  private readonly taps: readonly Tap[];
  private readonly places: readonly number[];
  private readonly count: number;
  /** Where samples of several pieces are brought together; 0 where the first piece has all. */
  private readonly kept: number[] = [];

  /**
   * @param places addresses of the plan's places
   * @param count samples of the probe
   */
  constructor(kernels: WasmKernels, plan: Plan, places: readonly number[], count: number) {
    this.kernels = kernels;
    this.taps = plan.taps;
    this.places = places;
    this.count = count;
  }

  /** Takes what the newest piece, samples `start` to `start + rows`, has left in the taps. */
  async add(start: number, rows: number, breathe: Breathe): Promise<void> {
    for (const [index, { place, samples }] of this.taps.entries()) {
      const wanted = Math.min(samples, this.count);
      if (start >= wanted) continue;
      const size = placeSize(place) / place.rows;
      if (start === 0) this.kept[index] = rows < wanted ? this.kernels.reserve(size * wanted) : 0;
      const [from, kept] = [this.places[place.id]!, this.kept[index]!];
      if (kept) {
        const values = this.kernels.floats(from, size * Math.min(rows, wanted - start));
        this.kernels.floats(kept + 4 * start * size, values.length).set(values);
      }
      if (start + rows >= wanted)
        this.grams[index] = await gramOf(this.kernels, place, kept || from, wanted, breathe);
    }
  }

  dispose(): void {
    for (const address of this.kept) if (address) this.kernels.release(address);
  }
}

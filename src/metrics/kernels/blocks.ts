import type { Columns } from '../columns';
import type { Kernels } from './exports';
import { CallMemory } from './memory';
import { BLOCK_ROWS } from './shared';

/** Bytes between columns of a block in `assembly/blocks.ts`, where they are constants. */
export const COLUMN_BYTES = 2112;
export const SINGLE_COLUMN_BYTES = 1088;
/** Columns of a register tile: blocks are filled up with zero columns. */
export const TILE = 4;
/** Numbers of a cache line. */
const LINE = 8;

export const upTo = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/** Bytes from row to row: an odd number of cache lines, so that rows do not fall on the same lines of the cache. */
export const strideOf = (size: number) => (Math.ceil(size / LINE) | 1) * LINE * 8;

/** Bytes of one block with these many columns. */
export const blockBytes = (columns: number) => upTo(columns, TILE) * COLUMN_BYTES;

/** Columns that lie in the kernels' memory, in blocks of 256 rows, until others take their place. */
interface Resident {
  columns: Columns;
  address: number;
}

/** The compiled kernels with their memory, and how matrices come in and out of it. */
export class KernelModule {
  readonly memory: CallMemory;
  readonly kernels: Kernels;
  resident: Resident | null = null;

  private constructor(memory: CallMemory, kernels: Kernels) {
    this.memory = memory;
    this.kernels = kernels;
  }

  /** @param binary the compiled `assembly/` */
  static async create(binary: BufferSource): Promise<KernelModule> {
    const memory = new CallMemory();
    const { instance } = await WebAssembly.instantiate(binary, { env: { memory: memory.memory } });
    return new KernelModule(memory, instance.exports as unknown as Kernels);
  }

  /** Calls for each block of at most 256 rows; `rows` is filled up to a multiple. */
  inBlocks(
    from: number,
    to: number,
    multiple: number,
    each: (start: number, end: number, rows: number) => void,
  ): void {
    for (let start = from; start < to; start += BLOCK_ROWS) {
      const end = Math.min(start + BLOCK_ROWS, to);
      each(start, end, upTo(end - start, multiple));
    }
  }

  /**
   * Address of rows start … end of every column, filled up with zero rows to `rows` and with zero columns: where they
   * lie already, or else `to`, into which they are copied.
   */
  blockAt(matrix: Columns, start: number, end: number, rows: number, to: number): number {
    const block = Math.floor(start / BLOCK_ROWS);
    const isWhole = end <= (block + 1) * BLOCK_ROWS && (rows === end - start || end === matrix.rows);
    if (this.resident?.columns === matrix && isWhole)
      return this.resident.address + block * blockBytes(matrix.columns) + (start % BLOCK_ROWS) * 8;
    this.copyBlock(matrix, start, end, rows, to);
    return to;
  }

  private copyBlock(
    { rows: all, columns, data }: Columns,
    start: number,
    end: number,
    rows: number,
    to: number,
  ): void {
    const step = COLUMN_BYTES / 8;
    const block = this.memory.floats(to, upTo(columns, TILE) * step);
    for (let j = 0; j < columns; j++) {
      block.set(data.subarray(j * all + start, j * all + end), j * step);
      if (rows > end - start) block.fill(0, j * step + end - start, j * step + rows);
    }
    for (let j = columns; j < upTo(columns, TILE); j++) block.fill(0, j * step, j * step + rows);
  }

  unpadded(address: number, stride: number, height: number, width: number): Float64Array {
    const padded = this.memory.floats(address, stride * height);
    if (stride === width) return padded.slice();
    const result = new Float64Array(height * width);
    for (let i = 0; i < height; i++) result.set(padded.subarray(i * stride, i * stride + width), i * width);
    return result;
  }
}

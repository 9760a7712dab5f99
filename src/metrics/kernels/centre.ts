import { type Columns, centre, emptyColumns, unitOf } from '../columns';
import type { Matrix } from '../types';
import { blockBytes, COLUMN_BYTES, type KernelModule, strideOf, TILE, upTo } from './blocks';
import { BLOCK_ROWS } from './shared';

/** Columns of more than this do not stay in the kernels' memory. */
const RESIDENT_BYTES = 2 ** 27;

/** `Numerics.centre`. The kernel takes float32, as a device gives them; float64 is left to the twin. */
export function centreByKernel(
  module: KernelModule,
  matrix: Matrix,
  order: Int32Array | undefined,
  isBrief: boolean,
): Columns | null {
  const { rows, columns, data } = matrix;
  if (!(data instanceof Float32Array) || rows === 0) return centre(matrix, order);
  const bytes = Math.ceil(rows / BLOCK_ROWS) * blockBytes(columns);
  const staysResident = isBrief && bytes <= RESIDENT_BYTES;
  if (staysResident) module.resident = null;
  const address = staysResident ? module.memory.keep(bytes) : 0;
  const width = upTo(columns, TILE);
  const step = strideOf(rows);
  const at = module.memory.lay({
    raw: data.byteLength + 16,
    order: rows * 4,
    firsts: width * 8,
    sums: width * 8,
    lows: width * 4,
    highs: width * 4,
    to: staysResident ? 0 : columns * step,
  });
  const { buffer } = module.memory.memory;
  new Float32Array(buffer, at.raw, data.length).set(data);
  const rowNumbers = new Int32Array(buffer, at.order, rows);
  if (order) rowNumbers.set(order);
  else for (let i = 0; i < rows; i++) rowNumbers[i] = i;
  module.kernels.moments(at.raw, at.order, rows, columns, at.firsts, at.sums, at.lows, at.highs);

  const firsts = module.memory.floats(at.firsts, columns);
  const means = module.memory.floats(at.sums, columns);
  const lows = new Float32Array(buffer, at.lows, columns);
  const highs = new Float32Array(buffer, at.highs, columns);
  let extent = 0;
  for (let j = 0; j < columns; j++) {
    means[j]! /= rows;
    const mean = firsts[j]! + means[j]!;
    if (!Number.isFinite(mean)) return null;
    extent = Math.max(extent, highs[j]! - mean, mean - lows[j]!);
  }
  const unit = unitOf(extent);
  const about = { rows, columns, scale: unit, means: firsts.map((first, j) => (first + means[j]!) / unit) };
  const write = (first: number, count: number, to: number, stride: number) =>
    module.kernels.centreColumns(
      at.raw,
      at.order + 4 * first,
      count,
      columns,
      at.firsts,
      at.sums,
      1 / unit,
      to,
      stride,
    );
  if (staysResident) {
    for (let block = 0; block * BLOCK_ROWS < rows; block++) {
      const first = block * BLOCK_ROWS;
      const to = address + block * blockBytes(columns);
      const count = Math.min(BLOCK_ROWS, rows - first);
      if (count < BLOCK_ROWS || columns < width) module.memory.floats(to, blockBytes(columns) / 8).fill(0);
      write(first, count, to, COLUMN_BYTES);
    }
    const resident = new ResidentColumns(module, about);
    module.resident = { columns: resident, address };
    return resident;
  }
  write(0, rows, at.to, step);
  return { ...about, data: gathered(module, rows, columns, j => at.to + j * step, rows) };
}

/** Numbers of columns that lie in pieces of `length` rows, the pieces of column j one after another from `first(j)`. */
function gathered(
  module: KernelModule,
  rows: number,
  columns: number,
  first: (j: number) => number,
  length: number,
): Float64Array {
  const { data } = emptyColumns(rows, columns);
  for (let j = 0; j < columns; j++)
    for (let start = 0; start < rows; start += length) {
      const address = first(j) + (start / length) * blockBytes(columns);
      data.set(module.memory.floats(address, Math.min(length, rows - start)), j * rows + start);
    }
  return data;
}

/** Columns whose numbers are copied out of the kernels' memory only where somebody asks for them. */
class ResidentColumns implements Columns {
  readonly rows: number;
  readonly columns: number;
  readonly scale: number;
  readonly means: Float64Array;
  private readonly module: KernelModule;
  private copied: Float64Array | null = null;

  constructor(module: KernelModule, about: Pick<Required<Columns>, 'rows' | 'columns' | 'scale' | 'means'>) {
    this.module = module;
    this.rows = about.rows;
    this.columns = about.columns;
    this.scale = about.scale;
    this.means = about.means;
  }

  /** @throws Error once others have taken their place */
  get data(): Float64Array {
    const { resident } = this.module;
    if (this.copied === null) {
      if (resident?.columns !== this) throw new Error('These columns have made room for others.');
      const first = (j: number) => resident.address + j * COLUMN_BYTES;
      this.copied = gathered(this.module, this.rows, this.columns, first, BLOCK_ROWS);
    }
    return this.copied;
  }
}

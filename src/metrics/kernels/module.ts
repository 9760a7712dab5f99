import { type Columns, centre, emptyColumns, unitOf } from '../columns';
import type { Eigen, GramInParts, Numerics } from '../numerics';
import type { Matrix } from '../types';
import { CallMemory } from './memory';
import {
  BLOCK_ROWS,
  checkEdges,
  checkEigen,
  checkRows,
  checkSingle,
  checkWeights,
  exponentOf,
  inOrder,
  largestOf,
  notConverged,
  powerOfTwo,
} from './shared';

/** Bytes between columns of a block in `assembly/blocks.ts`, where they are constants. */
const COLUMN_BYTES = 2112;
const SINGLE_COLUMN_BYTES = 1088;
/** Columns of a register tile: blocks are filled up with zero columns. */
const TILE = 4;
/** Carried rows side by side in `assembly/panels.ts`. */
const PANEL = 8;
/** Rotations that wait until they are applied take at most this much, which a cache holds. */
const ROTATION_BYTES = 2 ** 18;
/** Gram matrices of blocks take at most this much; larger ones are made again when they are needed. */
const PART_BYTES = 2 ** 27;

/** Exports of `assembly/`, whose files document them. */
interface Kernels {
  addProduct(
    a: number,
    aColumns: number,
    b: number,
    bColumns: number,
    rows: number,
    c: number,
    symmetric: boolean,
  ): void;
  moments(
    raw: number,
    order: number,
    rows: number,
    columns: number,
    firsts: number,
    sums: number,
    lows: number,
    highs: number,
  ): void;
  centreColumns(
    raw: number,
    order: number,
    rows: number,
    columns: number,
    firsts: number,
    means: number,
    factor: number,
    to: number,
    step: number,
  ): void;
  addProductSingle(a: number, aColumns: number, b: number, bColumns: number, rows: number, c: number): void;
  combine(a: number, columns: number, w: number, results: number, rows: number, to: number): void;
  addSums(a: number, columns: number, rows: number, sums: number): void;
  addUpper(size: number, stride: number, from: number, to: number): void;
  squaredRest(size: number, stride: number, c: number, b: number, s: number, left: number): number;
  demote(from: number, count: number, to: number): void;
  mirror(size: number, c: number, stride: number): void;
  largest(size: number, a: number, stride: number): number;
  scaleAll(count: number, from: number, factor: number): void;
  tridiagonalise(
    size: number,
    a: number,
    stride: number,
    diagonal: number,
    beside: number,
    factors: number,
    work: number,
  ): void;
  reflectPanels(
    size: number,
    a: number,
    stride: number,
    factors: number,
    panels: number,
    count: number,
  ): void;
  diagonalise(
    size: number,
    d: number,
    beside: number,
    panels: number,
    count: number,
    room: number,
    table: number,
    rotations: number,
  ): number;
}

const upTo = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/** Bytes from row to row: an odd number of cache lines, so that rows do not fall on the same lines of the cache. */
const strideOf = (size: number) => (Math.ceil(size / PANEL) | 1) * PANEL * 8;

/** @param binary the compiled `assembly/` */
export async function createNumerics(binary: BufferSource): Promise<Numerics> {
  const memory = new CallMemory();
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory: memory.memory } });
  return new WasmNumerics(memory, instance.exports as unknown as Kernels);
}

class WasmNumerics implements Numerics {
  private readonly memory: CallMemory;
  private readonly kernels: Kernels;

  constructor(memory: CallMemory, kernels: Kernels) {
    this.memory = memory;
    this.kernels = kernels;
  }

  /** The kernel takes float32, as a device gives them; float64 is left to the twin. */
  centre(matrix: Matrix, order?: Int32Array): Columns | null {
    const { rows, columns, data } = matrix;
    if (!(data instanceof Float32Array) || rows === 0) return centre(matrix, order);
    const width = upTo(columns, TILE);
    const step = strideOf(rows);
    const at = this.memory.lay({
      raw: data.byteLength + 16,
      order: rows * 4,
      firsts: width * 8,
      sums: width * 8,
      lows: width * 4,
      highs: width * 4,
      to: columns * step,
    });
    const { buffer } = this.memory.memory;
    new Float32Array(buffer, at.raw, data.length).set(data);
    const rowNumbers = new Int32Array(buffer, at.order, rows);
    if (order) rowNumbers.set(order);
    else for (let i = 0; i < rows; i++) rowNumbers[i] = i;
    this.kernels.moments(at.raw, at.order, rows, columns, at.firsts, at.sums, at.lows, at.highs);

    const firsts = this.memory.floats(at.firsts, columns);
    const means = this.memory.floats(at.sums, columns);
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
    this.kernels.centreColumns(at.raw, at.order, rows, columns, at.firsts, at.sums, 1 / unit, at.to, step);
    const result = emptyColumns(rows, columns, unit);
    const own = this.memory.floats(at.to, (columns * step) / 8);
    for (let j = 0; j < columns; j++)
      result.data.set(own.subarray((j * step) / 8, (j * step) / 8 + rows), j * rows);
    return { ...result, means: firsts.map((first, j) => (first + means[j]!) / unit) };
  }

  gram(a: Columns, from = 0, to = a.rows): Float64Array {
    checkRows(a, a, from, to);
    const size = upTo(a.columns, TILE);
    const at = this.memory.lay({ a: size * COLUMN_BYTES, c: size * size * 8 });
    this.upperGram(a, from, to, size, at.a, at.c);
    this.kernels.mirror(a.columns, at.c, size * 8);
    return this.unpadded(at.c, size, a.columns, a.columns);
  }

  gramInParts(a: Columns, edges: readonly number[], others: Columns): GramInParts {
    checkEdges(a, edges, others);
    const size = upTo(a.columns, TILE);
    const height = upTo(others.columns, TILE);
    const blocks = edges.length - 1;
    const bytes = size * size * 8;
    const isKept = blocks * bytes <= PART_BYTES;
    const at = this.memory.lay({
      a: size * COLUMN_BYTES,
      others: height * COLUMN_BYTES,
      all: bytes,
      parts: (isKept ? blocks : 1) * bytes,
      crossed: height * size * 8,
      sums: blocks * size * 8,
    });
    this.memory.floats(at.all, size * size).fill(0);
    this.memory.floats(at.sums, blocks * size).fill(0);
    const partOf = (b: number) => at.parts + (isKept ? b * bytes : 0);
    const crossed = edges.slice(1).map((to, b) => {
      this.memory.floats(at.crossed, height * size).fill(0);
      this.upperGram(a, edges[b]!, to, size, at.a, partOf(b), (start, end, rows) => {
        this.kernels.addSums(at.a, a.columns, rows, at.sums + b * size * 8);
        this.copyBlock(others, start, end, rows, at.others);
        this.kernels.addProduct(at.others, height, at.a, size, rows, at.crossed, false);
      });
      this.kernels.addUpper(size, size, partOf(b), at.all);
      return this.unpadded(at.crossed, size, others.columns, a.columns);
    });
    const normsWithout = Float64Array.from(crossed, (_, b) => {
      const [from, to] = [edges[b]!, edges[b + 1]!];
      if (!isKept) this.upperGram(a, from, to, size, at.a, partOf(b));
      const left = a.rows - (to - from);
      return Math.sqrt(
        this.kernels.squaredRest(a.columns, size, at.all, partOf(b), at.sums + b * size * 8, left),
      );
    });
    this.kernels.mirror(a.columns, at.all, size * 8);
    return {
      all: this.unpadded(at.all, size, a.columns, a.columns),
      sums: this.unpadded(at.sums, size, blocks, a.columns),
      normsWithout,
      crossed,
    };
  }

  product(a: Columns, b: Columns, from = 0, to = a.rows): Float64Array {
    checkRows(a, b, from, to);
    const [height, width] = [upTo(a.columns, TILE), upTo(b.columns, TILE)];
    const at = this.memory.lay({
      a: height * COLUMN_BYTES,
      b: width * COLUMN_BYTES,
      c: height * width * 8,
    });
    this.memory.floats(at.c, height * width).fill(0);
    this.inBlocks(from, to, TILE, (start, end, rows) => {
      this.copyBlock(a, start, end, rows, at.a);
      this.copyBlock(b, start, end, rows, at.b);
      this.kernels.addProduct(at.a, height, at.b, width, rows, at.c, false);
    });
    return this.unpadded(at.c, width, a.columns, b.columns);
  }

  productSingle(a: Columns, b: Columns): Float64Array {
    checkRows(a, b, 0, a.rows);
    const [height, width] = [upTo(a.columns, TILE), upTo(b.columns, TILE)];
    const at = this.memory.lay({
      a: height * SINGLE_COLUMN_BYTES,
      b: width * SINGLE_COLUMN_BYTES,
      c: height * width * 8,
      block: Math.max(height, width) * COLUMN_BYTES,
    });
    this.memory.floats(at.c, height * width).fill(0);
    this.inBlocks(0, a.rows, 2 * TILE, (start, end, rows) => {
      for (const [matrix, columns, to] of [
        [a, height, at.a],
        [b, width, at.b],
      ] as const) {
        this.copyBlock(matrix, start, end, rows, at.block);
        for (let j = 0; j < columns; j++)
          this.kernels.demote(at.block + j * COLUMN_BYTES, rows, to + j * SINGLE_COLUMN_BYTES);
      }
      this.kernels.addProductSingle(at.a, height, at.b, width, rows, at.c);
    });
    return checkSingle(this.unpadded(at.c, width, a.columns, b.columns));
  }

  combine(a: Columns, weights: Columns): Columns {
    checkWeights(a, weights);
    const results = upTo(weights.columns, 2);
    const at = this.memory.lay({
      a: upTo(a.columns, TILE) * COLUMN_BYTES,
      w: a.columns * results * 8,
      to: results * COLUMN_BYTES,
    });
    const w = this.memory.floats(at.w, a.columns * results).fill(0);
    for (let r = 0; r < weights.columns; r++)
      for (let j = 0; j < a.columns; j++) w[j * results + r] = weights.data[r * a.columns + j]!;
    const result = emptyColumns(a.rows, weights.columns, a.scale * weights.scale);
    this.inBlocks(0, a.rows, PANEL, (start, end, rows) => {
      this.copyBlock(a, start, end, rows, at.a);
      this.kernels.combine(at.a, a.columns, at.w, results, rows, at.to);
      for (let r = 0; r < weights.columns; r++)
        result.data.set(this.memory.floats(at.to + r * COLUMN_BYTES, end - start), r * a.rows + start);
    });
    return result;
  }

  eigen(square: Float64Array, size: number, carried = new Float64Array(0)): Eigen {
    checkEigen(square, size, carried);
    const count = carried.length / size;
    const panels = Math.ceil(count / PANEL);
    const stride = strideOf(size);
    const room = Math.max(1, Math.floor(ROTATION_BYTES / (16 * size)));
    const at = this.memory.lay({
      matrix: size * stride,
      diagonal: size * 8,
      beside: size * 8,
      factors: size * 8,
      work: 2 * stride,
      table: room * 8,
      rotations: room * size * 16,
      panels: panels * PANEL * size * 8,
    });
    const exponent = this.copyScaled(square, size, at.matrix, stride);
    const carriedExponent = this.copyPanels(carried, size, at.panels, panels);
    const { matrix, diagonal, beside, factors } = at;
    this.kernels.tridiagonalise(size, matrix, stride, diagonal, beside, factors, at.work);
    this.kernels.reflectPanels(size, matrix, stride, factors, at.panels, panels);
    if (!this.kernels.diagonalise(size, diagonal, beside, at.panels, panels, room, at.table, at.rotations))
      throw notConverged(size);
    const rotated = this.memory.floats(at.panels, panels * PANEL * size);
    return inOrder(
      this.memory.floats(diagonal, size),
      exponent,
      count,
      carriedExponent,
      (row, k) => rotated[((row >> 3) * size + k) * PANEL + (row & 7)]!,
    );
  }

  /** aᵀa over rows [from, to) on and above the diagonal, size × size; `also` is called while a block is there. */
  private upperGram(
    a: Columns,
    from: number,
    to: number,
    size: number,
    block: number,
    c: number,
    also?: (start: number, end: number, rows: number) => void,
  ): void {
    this.memory.floats(c, size * size).fill(0);
    this.inBlocks(from, to, TILE, (start, end, rows) => {
      this.copyBlock(a, start, end, rows, block);
      this.kernels.addProduct(block, size, block, size, rows, c, true);
      also?.(start, end, rows);
    });
  }

  /** Calls for each block of at most 256 rows; `rows` is filled up to a multiple. */
  private inBlocks(
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

  /** Rows start … end of every column, filled up with zero rows and columns. */
  private copyBlock(
    { rows: all, columns, data }: Columns,
    start: number,
    end: number,
    rows: number,
    to: number,
  ) {
    const step = COLUMN_BYTES / 8;
    const block = this.memory.floats(to, upTo(columns, TILE) * step);
    for (let j = 0; j < columns; j++) {
      block.set(data.subarray(j * all + start, j * all + end), j * step);
      if (rows > end - start) block.fill(0, j * step + end - start, j * step + rows);
    }
    for (let j = columns; j < upTo(columns, TILE); j++) block.fill(0, j * step, j * step + rows);
  }

  private unpadded(address: number, stride: number, height: number, width: number): Float64Array {
    const padded = this.memory.floats(address, stride * height);
    if (stride === width) return padded.slice();
    const result = new Float64Array(height * width);
    for (let i = 0; i < height; i++) result.set(padded.subarray(i * stride, i * stride + width), i * width);
    return result;
  }

  /** Copies the lower triangle with its largest number near 1; returns the power of two that was taken out. */
  private copyScaled(square: Float64Array, size: number, to: number, stride: number): number {
    const step = stride / 8;
    const matrix = this.memory.floats(to, size * step);
    for (let i = 0; i < size; i++) matrix.set(square.subarray(i * size, i * size + i + 1), i * step);
    const exponent = exponentOf(this.kernels.largest(size, to, stride));
    for (const factor of powerOfTwo(-exponent))
      if (factor !== 1) for (let i = 0; i < size; i++) this.kernels.scaleAll(i + 1, to + i * stride, factor);
    return exponent;
  }

  /** Copies rows into panels likewise; what fills up the last panel is zero. */
  private copyPanels(carried: Float64Array, size: number, to: number, panels: number): number {
    const exponent = exponentOf(largestOf(carried));
    const [low, high] = powerOfTwo(-exponent);
    const target = this.memory.floats(to, panels * PANEL * size).fill(0);
    for (let row = 0; row < carried.length / size; row++) {
      const start = (row >> 3) * size * PANEL + (row & 7);
      for (let j = 0; j < size; j++) target[start + j * PANEL] = carried[row * size + j]! * low * high;
    }
    return exponent;
  }
}

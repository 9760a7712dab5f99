import { type Columns, centre, emptyColumns, unitOf } from '../columns';
import type { Matrix } from '../types';
import { type KernelModule, strideOf, TILE, upTo } from './blocks';

/** `Numerics.centre`. The kernel takes float32, as a device gives them; float64 is left to the twin. */
export function centreByKernel(module: KernelModule, matrix: Matrix, order?: Int32Array): Columns | null {
  const { rows, columns, data } = matrix;
  if (!(data instanceof Float32Array) || rows === 0) return centre(matrix, order);
  const width = upTo(columns, TILE);
  const step = strideOf(rows);
  const at = module.memory.lay({
    raw: data.byteLength + 16,
    order: rows * 4,
    firsts: width * 8,
    sums: width * 8,
    lows: width * 4,
    highs: width * 4,
    to: columns * step,
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
  module.kernels.centreColumns(at.raw, at.order, rows, columns, at.firsts, at.sums, 1 / unit, at.to, step);
  const result = emptyColumns(rows, columns, unit);
  const own = module.memory.floats(at.to, (columns * step) / 8);
  for (let j = 0; j < columns; j++)
    result.data.set(own.subarray((j * step) / 8, (j * step) / 8 + rows), j * rows);
  return { ...result, means: firsts.map((first, j) => (first + means[j]!) / unit) };
}

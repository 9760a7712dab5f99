import { expect } from 'vitest';
import type { WasmKernels } from '../../../src/engine/kernels/wasm/module';
import { compileParts } from '../../../src/engine/kernels/wasm/parts';
import { bordered, type OpCase, type OpResult, unbordered } from './op-cases';

/**
 * Runs a case by our kernels; the border of no place may be written.
 * @param pieceFlops products of more are cut into parts
 */
export function runOnWasm(
  kernels: WasmKernels,
  { op, rows, places, parameters, values, weights, gradients }: OpCase,
  pieceFlops = Number.POSITIVE_INFINITY,
): OpResult {
  if (op.kind === 'loss' || op.kind === 'gather') throw new Error('Not an op of its own.');
  const total = parameters.reduce((most, { offset, size }) => Math.max(most, offset + size), 0);
  const laidOut = (arrays: Float32Array[]) => {
    const all = new Float32Array(total);
    for (const [i, array] of arrays.entries()) all.set(array, parameters[i]!.offset);
    return kernels.upload(all);
  };
  const at = {
    places: places.map((place, i) => kernels.upload(bordered(values[i]!, place))),
    parameters: laidOut(weights),
    gradients: laidOut(gradients),
  };
  const works = compileParts(kernels, { parameters, places }, at, op, { rows, pieceFlops });
  for (const work of works) work(rows);
  const result = {
    values: places.map((place, i) => {
      const [h, w, c] = place.shape;
      const size = rows * (h + 2 * place.border) * (w + 2 * place.border) * c;
      return unbordered(kernels.floats(at.places[i]!, size), place, rows);
    }),
    weights: parameters.map(({ offset, size }) => kernels.floats(at.parameters + 4 * offset, size).slice()),
    gradients: parameters.map(({ offset, size }) => kernels.floats(at.gradients + 4 * offset, size).slice()),
  };
  for (const [i, place] of places.entries())
    expectEmptyBorder(kernels.floats(at.places[i]!, bordered(values[i]!, place).length), place, rows);
  for (const address of [...at.places, at.parameters, at.gradients]) kernels.release(address);
  return result;
}

/** Nothing may be written into a border, or the next convolution would see it. */
function expectEmptyBorder(all: Float32Array, place: OpCase['places'][number], rows: number): void {
  const inside = bordered(unbordered(all, place, rows), { ...place, rows });
  expect(all.findIndex((value, i) => i < inside.length && value !== inside[i] && !Number.isNaN(value))).toBe(
    -1,
  );
}

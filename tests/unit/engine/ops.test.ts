import '@tensorflow/tfjs-backend-cpu';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WasmKernels } from '../../../src/engine/kernels/wasm/module';
import { compileParts } from '../../../src/engine/kernels/wasm/parts';
import { productFlops } from '../../../src/engine/program/cost';
import { nodeKernels } from './devices';
import { allOpCases, type OpCase, worstDifference } from './op-cases';
import { runOnTfjs } from './op-on-cpu';
import { runOnWasm } from './op-on-wasm';

let kernels: WasmKernels;
beforeAll(async () => {
  kernels = await nodeKernels();
  await setBackend('cpu');
  await ready();
});

describe('products in parts of three samples', () => {
  const products = allOpCases(5, 4).filter(({ op, rows }) => productFlops(op) > 0 && rows > 1);
  it.each(products.map(made => [made.name, made] as const))('%s: against tfjs on cpu', (_, made) => {
    const { where, error } = worstDifference(
      runOnWasm(kernels, made, 3 * productFlops(made.op)),
      runOnTfjs(made),
    );
    expect(error, where).toBeLessThan(5e-6);
  });

  it('are cut where one sample is too much, and not where all of them are little', () => {
    const [made] = products as [OpCase];
    const at = { places: made.places.map(() => 0), parameters: 0, gradients: 0 };
    const parts = (pieceFlops: number) =>
      compileParts(kernels, made, at, made.op as never, { rows: 7, pieceFlops }).length;
    const one = productFlops(made.op);
    expect([parts(1), parts(3 * one), parts(7 * one)]).toEqual([7, 3, 1]);
  });
});

describe('wasm kernels against tfjs on cpu', () => {
  it.each(allOpCases(7, 16).map(made => [made.name, made] as const))('%s', (_, made) => {
    const { where, error } = worstDifference(runOnWasm(kernels, made), runOnTfjs(made));
    expect(error, where).toBeLessThan(5e-6);
  });
});

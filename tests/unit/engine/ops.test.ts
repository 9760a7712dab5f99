import '@tensorflow/tfjs-backend-cpu';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WasmKernels } from '../../../src/engine/kernels/wasm/module';
import { nodeKernels } from './devices';
import { allOpCases, worstDifference } from './op-cases';
import { runOnTfjs } from './op-on-cpu';
import { runOnWasm } from './op-on-wasm';

let kernels: WasmKernels;
beforeAll(async () => {
  kernels = await nodeKernels();
  await setBackend('cpu');
  await ready();
});

describe('wasm kernels against tfjs on cpu', () => {
  it.each(allOpCases(7, 16).map(made => [made.name, made] as const))('%s', (_, made) => {
    const { where, error } = worstDifference(runOnWasm(kernels, made), runOnTfjs(made));
    expect(error, where).toBeLessThan(5e-6);
  });
});

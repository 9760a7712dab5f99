import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, ready, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import fmaUrl from '../../../src/engine/kernels/wasm/generated/kernels-fma.wasm?url';
import { WasmKernels } from '../../../src/engine/kernels/wasm/module';
import { Gpu } from '../../../src/engine/kernels/webgpu/gpu';
import { allOpCases, type OpResult, worstDifference } from '../../unit/engine/op-cases';
import { runOnTfjs } from '../../unit/engine/op-on-cpu';
import { runOnWasm } from '../../unit/engine/op-on-wasm';
import { runOnWebgpu } from './op-on-webgpu';

const cases = allOpCases(11, 8);
let expected: OpResult[];
let kernels: WasmKernels;
let gpus: Record<4 | 8, Gpu>;

beforeAll(async () => {
  await setBackend('cpu');
  await ready();
  expected = cases.map(runOnTfjs);
  kernels = await WasmKernels.create(await (await fetch(fmaUrl)).arrayBuffer());
  expect(
    await navigator.gpu?.requestAdapter(),
    'this browser has no WebGPU adapter, not even a software one',
  ).toBeTruthy();
  await setBackend('webgpu');
  await ready();
  const webgpu = backend() as WebGPUBackend;
  gpus = { 4: new Gpu(webgpu, 4), 8: new Gpu(webgpu, 8) };
});

const named = cases.map((made, i) => [made.name, i] as const);

describe('wasm kernels with relaxed SIMD against tfjs on cpu', () => {
  it.each(named)('%s', (_, i) => {
    const { where, error } = worstDifference(runOnWasm(kernels, cases[i]!), expected[i]!);
    expect(error, where).toBeLessThan(5e-6);
  });
});

describe.each([4, 8] as const)('WGSL programs with tiles of %i against tfjs on cpu', tile => {
  it.each(named)('%s', async (_, i) => {
    const result = await runOnWebgpu(gpus[tile], cases[i]!);
    const { where, error } = worstDifference(result, expected[i]!);
    expect(error, where).toBeLessThan(2e-5);
  });
});

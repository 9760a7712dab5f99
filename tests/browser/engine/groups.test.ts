import '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Gpu } from '../../../src/engine/kernels/webgpu/gpu';
import { GpuProgram } from '../../../src/engine/kernels/webgpu/program';
import { createPlan } from '../../../src/engine/program/plan';
import { ALL, GRADIENT_RULE, INPUTS, NETWORKS, SAMPLES, TARGETS } from '../../unit/engine/networks';
import { pageDevice } from '../devices';

it('a batch that must stay whole gives the same numbers in one submission and in many', async () => {
  const { runtime } = await pageDevice('webgpu');
  const gpu = new Gpu(backend() as WebGPUBackend, 8);
  const [, network] = NETWORKS.find(([name]) => name === 'residual, batch norm')!;
  const run = async (pieceFlops: number) => {
    const inputs = await runtime.upload(INPUTS, SAMPLES, () => {});
    const plan = createPlan(network, { batch: SAMPLES, probe: SAMPLES, headOnly: false, pieceFlops: 1e9 });
    const options = { plan, loss: 'mse', rule: GRADIENT_RULE, inputs, targets: TARGETS } as const;
    const program = await GpuProgram.create(gpu, options, pieceFlops);
    let breaths = 0;
    const breathe = () => {
      breaths++;
    };
    for (let i = 0; i < 3; i++) await program.step(ALL, breathe);
    const { outputs } = await program.probe(inputs, SAMPLES, () => {});
    const parameters = await program.parameters();
    program.dispose();
    inputs.dispose();
    return { breaths, outputs, parameters };
  };
  const [whole, many] = [await run(1e12), await run(1)];
  expect(whole.breaths).toBe(3);
  expect(many.breaths).toBeGreaterThan(30);
  expect(many.outputs).toEqual(whole.outputs);
  expect(many.parameters).toEqual(whole.parameters);
  expect(whole.outputs.every(Number.isFinite)).toBe(true);
});

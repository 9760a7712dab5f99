import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { tinyArm, tinyLosses } from '../arm';
import { pageDevice } from '../devices';

const STEPS = 20;
const arms = [
  ['AdamW, squared error', {}],
  ['SGD, cross-entropy', { optimiser: 'sgd', loss: 'cross-entropy', learningRate: 0.05, weightDecay: 0.01 }],
  ['SGD, steps', { optimiser: 'sgd', learningRate: 0.05, schedule: 'steps', firstDrop: 0.004, warmup: 5 }],
  ['AdamW, cosine', { schedule: 'cosine', warmup: 5 }],
  ['clipped', { clipNorm: 0.05 }],
  ['flips and shifts', { flip: true, shift: 3 }],
  ['output scale', { optimiser: 'sgd', learningRate: 0.01, outputScale: 10 }],
  ['output scale, cross-entropy', { loss: 'cross-entropy', outputScale: 10 }],
  ['only the last layer', { layers: 'last' }],
] as const;

describe('the same arm on every device', () => {
  it.each(arms)('webgpu against cpu: %s', async (_, changes) => {
    expect(
      await navigator.gpu?.requestAdapter(),
      'this browser has no WebGPU adapter, not even a software one',
    ).toBeTruthy();
    const cpu = await tinyLosses(await pageDevice('cpu'), STEPS, changes);
    const device = await pageDevice('webgpu');
    expect(device.device).toBe('webgpu');
    const webgpu = await tinyLosses(device, STEPS, changes);
    expect(cpu[STEPS - 1]).toBeLessThan(cpu[0]!);
    webgpu.forEach((loss, step) => {
      expect(Math.abs(loss - cpu[step]!), `step ${step + 1}`).toBeLessThan(1e-3);
    });
  });

  it.each(arms)('wasm against cpu: %s', async (_, changes) => {
    const cpu = await tinyLosses(await pageDevice('cpu'), STEPS, changes);
    const wasm = await tinyLosses(await pageDevice('wasm'), STEPS, changes);
    wasm.forEach((loss, step) => {
      expect(Math.abs(loss - cpu[step]!), `step ${step + 1}`).toBeLessThan(1e-4);
    });
  });

  it('wasm repeats itself to the bit', async () => {
    const device = await pageDevice('wasm');
    expect(await tinyLosses(device, STEPS)).toEqual(await tinyLosses(device, STEPS));
  });
});

describe('startDevice', () => {
  it('prefers wasm to a software adapter, and says why', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const device = await pageDevice('auto');
    const software = adapter!.info.isFallbackAdapter || adapter!.info.architecture === 'swiftshader';
    expect(device.device).toBe(software ? 'wasm' : 'webgpu');
    if (software) expect(device.reason).toContain('only in software');
  });
});

describe('memory', () => {
  it('2,000 steps with 200 probes leave tensors and memory where they were', async () => {
    const device = await pageDevice('wasm');
    const arm = await tinyArm(device);
    const round = async () => {
      for (let i = 0; i < 10; i++) await arm.step();
      await arm.probe();
      await arm.trainer.head();
    };
    await round();
    const before = [memory().numTensors, device.runtime.allocatedBytes()];
    for (let i = 0; i < 200; i++) await round();
    expect([memory().numTensors, device.runtime.allocatedBytes()]).toEqual(before);
    arm.dispose();
  });

  it('20,000 steps leave tensors and memory where they were, and repeat themselves to the bit', async () => {
    const device = await pageDevice('wasm');
    const run = async () => {
      const arm = await tinyArm(device);
      for (let i = 0; i < 100; i++) await arm.step();
      const before = [memory().numTensors, device.runtime.allocatedBytes()];
      for (let i = 100; i < 19_999; i++) await arm.step();
      const loss = await arm.step();
      expect([memory().numTensors, device.runtime.allocatedBytes()]).toEqual(before);
      arm.dispose();
      return loss;
    };
    expect(await run()).toBe(await run());
  });

  it('500 steps on webgpu leave tensors and GPU memory where they were', async () => {
    const device = await pageDevice('webgpu');
    const arm = await tinyArm(device);
    const round = async () => {
      for (let i = 0; i < 10; i++) await arm.step();
      await arm.probe();
      await arm.trainer.head();
    };
    await round();
    const before = [memory().numTensors, device.runtime.allocatedBytes()];
    for (let i = 0; i < 50; i++) await round();
    expect([memory().numTensors, device.runtime.allocatedBytes()]).toEqual(before);
    arm.dispose();
  });
});

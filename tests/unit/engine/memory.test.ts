import { beforeEach, describe, expect, it } from 'vitest';
import type { WasmKernels } from '../../../src/engine/kernels/wasm/module';
import { createWasmRuntime } from '../../../src/engine/kernels/wasm/runtime';
import { createPlan } from '../../../src/engine/program/plan';
import { MemoryError } from '../../../src/engine/program/program';
import { createRandom } from '../../../src/experiment/random';
import { built } from '../models/shape';
import { nodeKernels } from './devices';
import { GRADIENT_RULE } from './networks';

let kernels: WasmKernels;
beforeEach(async () => {
  kernels = await nodeKernels();
});

describe('the memory of the kernels', () => {
  it('gives zeros, on the boundary of a cache line, that nobody else has', () => {
    const first = kernels.allocate(100);
    kernels.floats(first, 100).fill(7);
    const second = kernels.allocate(100);
    kernels.floats(second, 100).fill(9);
    expect([first % 64, second % 64]).toEqual([0, 0]);
    expect(kernels.floats(first, 100).every(value => value === 7)).toBe(true);
    kernels.release(first);
    const again = kernels.allocate(100);
    expect(again).toBe(first);
    expect(kernels.floats(again, 100).every(value => value === 0)).toBe(true);
  });

  it('comes back whole, in whatever order it is given back', () => {
    const random = createRandom(3, 'memory');
    const sizes = Array.from({ length: 200 }, () => 1 + random.integer(50_000));
    const round = () => {
      const held = sizes.map(size => kernels.allocate(size));
      for (const i of random.permutation(held.length)) kernels.release(held[i]!);
    };
    round();
    const size = kernels.floats(0, 0).buffer.byteLength;
    for (let i = 0; i < 20; i++) round();
    expect(kernels.allocatedBytes).toBe(0);
    expect(kernels.floats(0, 0).buffer.byteLength).toBe(size);
  });

  it('says in one sentence that it is full, and stays usable', () => {
    expect(() => kernels.allocate(2 ** 30)).toThrow(MemoryError);
    expect(() => kernels.allocate(2 ** 30)).toThrow(/use a smaller network, batch or training set\.$/);
    expect(kernels.allocate(10)).toBeGreaterThan(0);
  });

  it('says that a batch which must stay whole is too large before it takes anything', async () => {
    const runtime = createWasmRuntime(kernels);
    const inputs = await runtime.upload(new Float32Array(10), 1, () => {});
    const before = runtime.allocatedBytes();
    const network = built({ kind: 'resnet18', widthMultiplier: 0.125, batchNorm: true }, [32, 32, 3]);
    const options = { headOnly: false, pieceFlops: runtime.pieceFlops };
    const plan = createPlan(network, { batch: 10_000, probe: 1_000, ...options });
    const program = {
      plan,
      loss: 'mse',
      rule: GRADIENT_RULE,
      inputs,
      targets: new Float32Array(10),
    } as const;
    await expect(runtime.createProgram(program)).rejects.toThrow(
      /more memory than this browser gives \(\d{4,6} MB\): use a smaller network, batch/,
    );
    expect(runtime.allocatedBytes()).toBe(before);
    // Without batch norm it comes in pieces.
    const pieces = createPlan(built({ kind: 'resnet18', widthMultiplier: 0.125 }, [32, 32, 3]), {
      ...{ batch: 10_000, probe: 1_000, ...options },
    });
    expect(pieces.piece).toBeLessThan(1_000);
  });

  it('refuses what was never given', () => {
    expect(() => kernels.release(4_096)).toThrow(RangeError);
  });
});

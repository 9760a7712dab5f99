import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../../../src/engine/program/program';
import { sizeOf } from '../../../src/models/spec';
import { nodeDevice } from './devices';
import { GRAM_BOUND, GRAM_CASES, gramByHand, gramError, gramOn } from './gram-cases';
import { createProgram, NETWORKS, SAMPLES } from './networks';

let runtimes: Record<'cpu' | 'wasm', Runtime>;
beforeAll(async () => {
  runtimes = { cpu: (await nodeDevice('cpu')).runtime, wasm: (await nodeDevice('wasm')).runtime };
});

describe.each(['cpu', 'wasm'] as const)('the Gram matrix of a tap on %s', device => {
  it.each(GRAM_CASES.map(made => [made.name, made] as const))('%s: as in float64', async (_, made) => {
    const { gram, wanted, plan } = await gramOn(runtimes[device], made);
    expect(wanted).toBe(Math.min(made.samples, 256));
    if (made.piece < made.samples) expect(plan.probePiece).toBeLessThanOrEqual(made.piece);
    const expected = gramByHand(made.values, sizeOf(made.shape), wanted);
    expect(gramError(gram, expected)).toBeLessThan(GRAM_BOUND);
  });

  it('leaves no memory behind, also where a probe is broken off', async () => {
    const runtime = runtimes[device];
    const made = await createProgram(runtime, NETWORKS[4]![1], { pieceFlops: 30_000 });
    await made.program.probe(made.inputs, SAMPLES, () => {});
    const before = runtime.allocatedBytes();
    for (let calls = 1; calls < 40; calls += 3) {
      let left = calls;
      const broken = made.program.probe(made.inputs, SAMPLES, () => {
        if (--left === 0) throw new Error('enough');
      });
      await broken.catch(() => {});
    }
    await made.program.probe(made.inputs, SAMPLES, () => {});
    expect(runtime.allocatedBytes()).toBe(before);
    made.dispose();
  });
});

describe.each(NETWORKS)('the taps of %s', (_, network) => {
  it('have names, end with the features, and agree on wasm and cpu', async () => {
    const onDevice = async (runtime: Runtime) => {
      const { program, plan, inputs, dispose } = await createProgram(runtime, network, {
        pieceFlops: 30_000,
      });
      const outcome = await program.probe(inputs, SAMPLES, () => {});
      dispose();
      return { ...outcome, plan };
    };
    const [cpu, wasm] = [await onDevice(runtimes.cpu), await onDevice(runtimes.wasm)];
    expect(wasm.plan.taps.map(({ name }) => name)).toEqual(network.taps.map(({ name }) => name));
    expect(wasm.plan.taps.at(-1)!.place).toBe(wasm.plan.features);
    const width = wasm.features.length / SAMPLES;
    const last = gramByHand(wasm.features, width, SAMPLES);
    expect(gramError(wasm.grams.at(-1)!, last)).toBeLessThan(GRAM_BOUND);
    wasm.grams.forEach((gram, i) => {
      expect(gramError(gram, Float64Array.from(cpu.grams[i]!))).toBeLessThan(2e-5);
    });
    expect(wasm.grams).toHaveLength(network.taps.length);
  });
});

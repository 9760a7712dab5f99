import { beforeAll, describe, expect, it } from 'vitest';
import { createBreather } from '../../../src/engine/breathe';
import type { Device } from '../../../src/engine/device';
import type { ArmProbe } from '../../../src/engine/session';
import { nodeDevice } from './devices';
import { gramByHand, gramError } from './gram-cases';
import { start } from './session-run';

let devices: Record<'wasm' | 'cpu', Device>;
beforeAll(async () => {
  devices = { cpu: await nodeDevice('cpu'), wasm: await nodeDevice('wasm') };
});

const slim = { data: { train: 120, test: 40 }, model: { width: 12 }, stop: { steps: 100 } };
const measured = { ...slim, probe: { samples: 40, tangentKernel: true } };
const kernelsOf = (probes: readonly ArmProbe[], arm: number) =>
  probes.flatMap(probe => (probe.arm === arm && probe.tangentKernel ? [probe] : []));

describe.each(['wasm', 'cpu'] as const)('a probe of a session on %s', name => {
  it('has the layers of both splits and the norms of the parameters', async () => {
    const { session, probes } = await start(devices[name]);
    await session.run(3);
    for (const probe of probes) {
      for (const { layers, features, width, samples } of [probe.train, probe.test]) {
        expect(layers.map(layer => [layer.name, layer.width, layer.samples])).toEqual([
          ['dense 1', 12, 40],
          ['dense 2', 12, 40],
        ]);
        const expected = gramByHand(features, width, samples);
        expect(gramError(layers.at(-1)!.gram, expected)).toBeLessThan(2e-6);
      }
      const { squared, squaredDistance, squaredStart } = probe.parameters;
      expect(squaredDistance > 0).toBe(probe.step > 0);
      if (probe.step === 0) expect(squared / squaredStart).toBeCloseTo(1, 10);
      expect(squared).toBeGreaterThan(0);
      expect([probe.tangentKernel, probe.tangentKernelFault]).toEqual([null, null]);
    }
    session.dispose();
  });

  it('has the same norms after a resume as without one', async () => {
    const unbroken = await start(devices[name]);
    await unbroken.session.run();
    const first = await start(devices[name]);
    await first.session.run(5);
    const second = await start(devices[name], {}, structuredClone(first.checkpoints.at(-1)!));
    await second.session.run();
    expect(second.probes.at(-1)!.parameters).toEqual(unbroken.probes.at(-1)!.parameters);
    for (const { session } of [unbroken, first, second]) session.dispose();
  });
});

describe('the embedding of a network of modular arithmetic', () => {
  const pairs = { data: { source: 'modular', modulus: 7 }, training: { fullBatch: true } } as const;
  const embeddings = async (experiment: Parameters<typeof start>[1], steps = 2) => {
    const { session, probes } = await start(devices.wasm, { stop: { steps: 100 }, ...experiment });
    await session.run(steps);
    session.dispose();
    return probes.map(({ embedding }) => embedding);
  };

  it('has a table for each operand, and moves', async () => {
    const arms = [{ label: 'Alone', set: {} }];
    const [before, after] = await embeddings({ ...pairs, arms, model: { kind: 'quadratic', width: 6 } });
    expect(before).toMatchObject({ width: 6, modulus: 7, group: 'additive' });
    expect(before!.weights).toHaveLength(2 * 7 * 6);
    expect(after!.weights).not.toEqual(before!.weights);
  });

  it('has one table for both in a transformer', async () => {
    const data = { ...pairs.data, operation: 'division' } as const;
    const [first] = await embeddings({ ...pairs, data, model: { kind: 'transformer', width: 8, depth: 1 } });
    expect(first).toMatchObject({ width: 8, modulus: 7, group: 'multiplicative' });
    expect(first!.weights).toHaveLength(7 * 8);
  });

  it.each(['wasm', 'cpu'] as const)('can be handed over on %s, and training goes on', async name => {
    const experiment = { ...pairs, model: { kind: 'quadratic', width: 6 }, stop: { steps: 3 } };
    const { session, probes } = await start(devices[name], experiment);
    const { buffer } = probes[0]!.embedding!.weights;
    structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
    await session.run();
    session.dispose();
    const last = probes.at(-2)!;
    expect(last.step).toBe(3);
    expect(last.embedding!.weights.every(Number.isFinite)).toBe(true);
    expect(last.embedding!.weights).toHaveLength(2 * 7 * 6);
  });

  it('is none for pictures', async () => {
    expect(await embeddings(slim, 1)).toContain(null);
  });
});

describe('the tangent kernel of a session', () => {
  it('comes at step 0, six times a decade and at the end, the same after a resume', async () => {
    const unbroken = await start(devices.wasm, measured);
    await unbroken.session.run();
    const kernels = kernelsOf(unbroken.probes, 0);
    const steps = kernels.map(({ step }) => step);
    // 60 and 88 are due, and wait for the next probe.
    expect(steps).toEqual([0, 1, 2, 3, 4, 6, 9, 13, 19, 28, 41, 61, 89, 100]);
    expect(kernels.every(({ keep, tangentKernel }) => keep && tangentKernel!.milliseconds > 0)).toBe(true);
    expect(unbroken.probes.length / 2).toBeGreaterThan(steps.length);
    const first = await start(devices.wasm, measured);
    await first.session.run(8);
    const second = await start(devices.wasm, measured, structuredClone(first.checkpoints.at(-1)!));
    await second.session.run();
    const values = (probes: ArmProbe[]) =>
      kernelsOf(probes, 0).map(probe => [probe.step, probe.tangentKernel!.kernel]);
    const later = ([step]: unknown[]) => step === 0 || (step as number) > 8;
    expect(values(second.probes)).toEqual(values(unbroken.probes).filter(later));
    for (const { session } of [unbroken, first, second]) session.dispose();
  });

  it('stays where only the head learns, and moves where all does', async () => {
    const { session, probes } = await start(devices.wasm, measured);
    await session.run();
    const [all, last] = [0, 1].map(arm => kernelsOf(probes, arm).map(probe => probe.tangentKernel!.kernel));
    expect(last!.every(kernel => kernel.every((value, i) => value === last![0]![i]))).toBe(true);
    expect(last!.length).toBe(all!.length);
    expect(Array.from(all!.at(-1)!)).not.toEqual(Array.from(all![0]!));
    session.dispose();
  });

  it('says why there is none where an arm has too many parameters', async () => {
    const { session, probes } = await start(devices.wasm, { ...measured, model: { width: 200 } });
    const [all, last] = probes as [ArmProbe, ArmProbe];
    expect(all.tangentKernel).toBeNull();
    expect(all.tangentKernelFault).toMatch(
      /at most 100,000 trained parameters, and this network has 199,210: /,
    );
    expect(last.tangentKernel).not.toBeNull();
    expect(last.tangentKernelFault).toBeNull();
    session.dispose();
  });

  it('gives way to a pause and to a reset, and comes with the next probe', async () => {
    const held = { interrupt: () => {} };
    let breaths = 0;
    const breathe = async () => {
      breaths++;
      held.interrupt();
    };
    const run = await start(devices.wasm, measured, undefined, { breathe });
    const first = kernelsOf(run.probes, 0).length;
    await run.session.run(1);
    const all = breaths;
    expect(kernelsOf(run.probes, 0)).toHaveLength(first + 1);
    // A pause while the probe of step 2 is under way, some breaths into its kernel.
    let paused: Promise<void> | null = null;
    const before = run.probes.length;
    held.interrupt = () => {
      if (run.session.step === 2 && breaths > all + 200) paused ??= run.session.pause();
    };
    await run.session.run();
    await paused;
    expect(run.session.step).toBe(2);
    expect(
      run.probes.slice(before).map(({ step, tangentKernel, keep }) => [step, tangentKernel, keep]),
    ).toEqual([
      [2, null, true],
      [2, null, true],
    ]);
    held.interrupt = () => {};
    await run.session.run(3);
    expect(kernelsOf(run.probes, 1).map(({ step }) => step)).toEqual([0, 1, 3]);
    const { length } = run.probes;
    held.interrupt = () => {
      if (run.session.step === 4) void run.session.abandon();
    };
    await run.session.run();
    expect(run.probes).toHaveLength(length);
    run.session.dispose();
  });

  it('takes a tenth of the time at the most where the clock has a say', async () => {
    const changes = { ...measured, stop: { steps: 100_000 } };
    const run = await start(devices.wasm, changes, undefined, { paced: true, breathe: createBreather() });
    const begin = performance.now();
    const running = run.session.run();
    await new Promise(resolve => setTimeout(resolve, 1_500));
    await run.session.pause();
    await running;
    const later = run.probes.filter(({ step, tangentKernel }) => step > 0 && tangentKernel);
    const spent = later.reduce((sum, probe) => sum + probe.tangentKernel!.milliseconds, 0);
    expect(later.length).toBeGreaterThan(1);
    // The last one's pause is still to come.
    const last = later.slice(-2).reduce((sum, probe) => sum + probe.tangentKernel!.milliseconds, 0);
    expect(spent - last).toBeLessThan(0.11 * (performance.now() - begin));
    run.session.dispose();
  });

  it('gives back all memory', async () => {
    const { runtime } = devices.wasm;
    const once = async () => {
      const run = await start(devices.wasm, measured);
      await run.session.run(5);
      run.session.dispose();
    };
    await once();
    const before = runtime.allocatedBytes();
    await once();
    expect(runtime.allocatedBytes()).toBe(before);
  });
});

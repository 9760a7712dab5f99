import { beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device';
import type { ArmProbe } from '../../../src/engine/session';
import { nodeDevice } from './devices';
import { start } from './session-run';

let wasm: Device;
let cpu: Device;
beforeAll(async () => {
  cpu = await nodeDevice('cpu');
  wasm = await nodeDevice('wasm');
});

describe.each(['wasm', 'cpu'] as const)('a session on %s', name => {
  const device = () => (name === 'wasm' ? wasm : cpu);

  it('goes on from a checkpoint to the bit, across epochs, without a gap or a repeated step', async () => {
    const unbroken = await start(device());
    await unbroken.session.run();
    const first = await start(device());
    // In the middle of the third epoch of two batches.
    await first.session.run(5);
    const checkpoint = structuredClone(first.checkpoints.at(-1)!);
    expect(checkpoint.step).toBe(5);
    const second = await start(device(), {}, checkpoint);
    expect(second.session.step).toBe(5);
    // What later probes are compared with, made anew.
    expect(second.probes).toEqual(unbroken.probes.filter(({ step }) => step === 0));
    await second.session.run();
    expect(new Map([...first.losses, ...second.losses])).toEqual(unbroken.losses);
    expect(first.losses.size + second.losses.size).toBe(unbroken.losses.size);
    const steps = ({ probes }: typeof first) => probes.map(({ step }) => step);
    expect(steps(second)).toEqual(steps(unbroken).filter(step => step === 0 || step > 5));
    expect(second.probes.at(-1)).toEqual(unbroken.probes.at(-1));
    expect(second.checkpoints.at(-1)).toEqual(unbroken.checkpoints.at(-1));
    for (const { session } of [unbroken, first, second]) session.dispose();
  });

  it('sees every picture in every step of a full batch', async () => {
    const run = async (training: object) => {
      const made = await start(device(), { training: { learningRate: 3e-3, ...training } });
      await made.session.run(4);
      made.session.dispose();
      return made.losses;
    };
    const full = await run({ fullBatch: true, batchSize: 50 });
    expect(full.size).toBe(8);
    expect(full).toEqual(await run({ batchSize: 120 }));
    expect(full).not.toEqual(await run({ batchSize: 50 }));
  });

  it('goes on from a checkpoint to the bit on a schedule, with clipping, flips and shifts', async () => {
    const training = { batchSize: 50, learningRate: 3e-3, warmup: 7, schedule: 'cosine', clipNorm: 0.2 };
    const changes = { training: { ...training, flip: true, shift: 2 }, probe: { samples: 40, perDecade: 2 } };
    const unbroken = await start(device(), changes);
    await unbroken.session.run();
    const first = await start(device(), changes);
    await first.session.run(13);
    const second = await start(device(), changes, structuredClone(first.checkpoints.at(-1)!));
    await second.session.run();
    expect(second.checkpoints.at(-1)).toEqual(unbroken.checkpoints.at(-1));
    expect(new Map([...first.losses, ...second.losses])).toEqual(unbroken.losses);
    for (const { session } of [unbroken, first, second]) session.dispose();
  });

  it('flips and shifts what is trained on, for all arms alike, and not what is probed', async () => {
    const arms = [
      { label: 'One', set: {} },
      { label: 'The same', set: {} },
    ];
    const run = async (training: object) => {
      const made = await start(device(), { training: { batchSize: 50, ...training }, arms });
      await made.session.run(3);
      made.session.dispose();
      return made;
    };
    const [plain, moved] = [await run({}), await run({ flip: true, shift: 2 })];
    expect(moved.probes[0]).toEqual(plain.probes[0]);
    for (const step of [1, 2, 3]) {
      expect(moved.losses.get(`0/${step}`)).not.toBe(plain.losses.get(`0/${step}`));
      expect(moved.losses.get(`0/${step}`)).toBe(moved.losses.get(`1/${step}`));
    }
    // The batches are drawn from another stream.
    expect(moved.checkpoints.at(-1)!.batches).toEqual(plain.checkpoints.at(-1)!.batches);
  });

  it('keeps an arm that has diverged at rest, also from a checkpoint', async () => {
    const wild = { 'training.learningRate': 1e6, 'training.optimiser': 'sgd' };
    const arms = [
      { label: 'Wild', set: wild },
      { label: 'Calm', set: {} },
    ];
    const run = await start(device(), { arms });
    await run.session.run(20);
    expect(run.diverged).toHaveLength(1);
    const again = await start(device(), { arms }, structuredClone(run.checkpoints.at(-1)!));
    await again.session.run();
    expect(again.diverged).toHaveLength(0);
    expect([...again.losses.keys()].every(key => key.startsWith('1/'))).toBe(true);
    run.session.dispose();
    again.session.dispose();
  });

  it('gives back all memory, also where it cannot be made or is abandoned', async () => {
    const { runtime } = device();
    // The kernels' scratch space stays.
    (await start(device())).session.dispose();
    const before = runtime.allocatedBytes();
    for (let i = 0; i < 3; i++) {
      const deep = { model: { kind: 'cnn', depth: 4 }, data: { train: 120, test: 40 } };
      await start(device(), { training: { batchSize: 120 } }).then(({ session }) => session.dispose());
      await expect(
        start(device(), { ...deep, arms: [{ label: 'x', set: {} }], training: { batchSize: 200 } }),
      ).rejects.toThrow();
      const run = await start(device());
      const running = run.session.run();
      await run.session.abandon();
      await running;
      expect(run.session.step).toBeLessThan(30);
      run.session.dispose();
    }
    expect(runtime.allocatedBytes()).toBe(before);
  });
});

describe('label smoothing', () => {
  it.each(['mse', 'cross-entropy'])(
    'moves the targets of every %s loss, of each arm by itself',
    async loss => {
      const epsilon = 0.3;
      const arms = [
        { label: 'One-hot', set: {} },
        { label: 'Smooth', set: { 'training.labelSmoothing': epsilon } },
      ];
      const run = await start(wasm, { training: { batchSize: 50, loss }, arms });
      const [plain, smooth] = run.probes as [ArmProbe, ArmProbe];
      for (const split of ['train', 'test'] as const) {
        const { outputs, labels, samples } = plain[split];
        expect(smooth[split].outputs).toEqual(outputs);
        const classes = outputs.length / samples;
        let [hot, soft] = [0, 0];
        for (const [i, label] of labels.entries()) {
          const f = outputs.subarray(i * classes, (i + 1) * classes);
          const normaliser = Math.log(f.reduce((sum, value) => sum + Math.exp(value), 0));
          for (let c = 0; c < classes; c++) {
            const y = c === label ? 1 : 0;
            const s = (1 - epsilon) * y + epsilon / classes;
            hot += loss === 'mse' ? (f[c]! - y) ** 2 / 2 : -y * (f[c]! - normaliser);
            soft += loss === 'mse' ? (f[c]! - s) ** 2 / 2 : -s * (f[c]! - normaliser);
          }
        }
        expect(plain[split].loss).toBeCloseTo(hot / samples, 5);
        expect(smooth[split].loss).toBeCloseTo(soft / samples, 5);
      }
      await run.session.run(1);
      expect(run.losses.get('0/1')).not.toBe(run.losses.get('1/1'));
      run.session.dispose();
    },
  );
});

describe('a session', () => {
  it('may go on on another device, within its rounding', async () => {
    const unbroken = await start(wasm);
    await unbroken.session.run();
    const first = await start(cpu);
    await first.session.run(7);
    const second = await start(wasm, {}, structuredClone(first.checkpoints.at(-1)!));
    await second.session.run();
    for (const [key, loss] of second.losses) expect(loss).toBeCloseTo(unbroken.losses.get(key)!, 4);
    for (const { session } of [unbroken, first, second]) session.dispose();
  });
});

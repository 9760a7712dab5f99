import { beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device';
import type { Arm, Change, Scalar } from '../../../src/experiment/schema';
import { nodeDevice } from './devices';
import { start } from './session-run';

let wasm: Device;
beforeAll(async () => {
  wasm = await nodeDevice('wasm');
});

type Run = Awaited<ReturnType<typeof start>>;

const A: Arm = { label: 'All layers', set: {} };
const B: Arm = { label: 'Last layer only', set: { 'training.layers': 'last' } };

const lossesOf = ({ losses }: Run, arm: number, from = 1) =>
  [...losses]
    .filter(([key]) => key.startsWith(`${arm}/`) && Number(key.slice(2)) >= from)
    .map(([, loss]) => loss);

const stepsOf = ({ losses }: Run, arm: number) =>
  [...losses.keys()].filter(key => key.startsWith(`${arm}/`)).map(key => Number(key.slice(2)));

const probedOf = ({ probes }: Run, arm: number) =>
  probes.filter(probe => probe.arm === arm).map(({ step }) => step);

const probeOf = ({ probes }: Run, arm: number, step: number) =>
  probes.find(probe => probe.arm === arm && probe.step === step)!;

async function whole(changes: object): Promise<Run> {
  const run = await start(wasm, changes);
  await run.session.run();
  run.session.dispose();
  return run;
}

describe('a change while a session runs', () => {
  const WANTED: [path: string, value: Scalar, arms: Change['arms']][] = [
    ['training.learningRate', 0.02, ['A']],
    ['training.weightDecay', 0.5, ['A', 'B']],
    ['training.optimiser', 'sgd', ['A']],
    ['training.layers', 'last', ['A']],
    ['training.layers', 'all', ['B']],
    ['training.batchSize', 20, ['A', 'B']],
    ['training.fullBatch', true, ['A', 'B']],
    ['training.flip', true, ['A', 'B']],
    ['training.loss', 'cross-entropy', ['B']],
    ['training.schedule', 'cosine', ['A']],
    ['data.labelNoise', 0.6, ['A', 'B']],
  ];

  it.each(WANTED)('is played again to the bit: %s %s of %s', async (path, value, arms) => {
    const live = await start(wasm);
    await live.session.run(12);
    live.session.change([{ arms, path, value }], 0);
    expect(live.session.changes).toEqual([{ step: 12, arms, path, value }]);
    await live.session.run();
    const again = await whole({ changes: [{ step: 12, arms, path, value }] });
    expect(again.losses).toEqual(live.losses);
    expect(probeOf(again, 0, 30)).toEqual(probeOf(live, 0, 30));
    expect(probeOf(again, 1, 30)).toEqual(probeOf(live, 1, 30));

    const untouched = await whole({});
    for (const [index, id] of (['A', 'B'] as const).entries()) {
      expect(lossesOf(live, index).slice(0, 12)).toEqual(lossesOf(untouched, index).slice(0, 12));
      const goesOn = lossesOf(untouched, index, 13);
      if (arms.includes(id)) expect(lossesOf(live, index, 13)).not.toEqual(goesOn);
      else expect(lossesOf(live, index, 13)).toEqual(goesOn);
    }
    live.session.dispose();
  });

  it('goes on to the bit from checkpoints before it, at it and after it', async () => {
    const changes = {
      changes: [
        { step: 8, arms: ['A'], path: 'training.optimiser', value: 'sgd' },
        { step: 8, arms: ['A', 'B'], path: 'training.batchSize', value: 30 },
        { step: 17, arms: ['B'], path: 'training.layers', value: 'all' },
      ],
    };
    const unbroken = await whole(changes);
    for (const at of [7, 8, 9, 17, 20]) {
      const first = await start(wasm, changes);
      await first.session.run(at);
      const second = await start(wasm, changes, structuredClone(first.checkpoints.at(-1)!));
      await second.session.run();
      expect(new Map([...first.losses, ...second.losses])).toEqual(unbroken.losses);
      expect(second.probes.at(-1)).toEqual(unbroken.probes.at(-1));
      for (const { session } of [first, second]) session.dispose();
    }
  });

  it('comes where it was asked for, also in a session that goes on from before', async () => {
    const first = await start(wasm);
    await first.session.run(10);
    const second = await start(wasm, {}, structuredClone(first.checkpoints.at(-1)!));
    second.session.change([{ arms: ['A'], path: 'training.learningRate', value: 0.02 }], 14);
    expect(second.session.changes.map(({ step }) => step)).toEqual([14]);
    await second.session.run();
    const changes = [{ step: 14, arms: ['A'], path: 'training.learningRate', value: 0.02 }];
    expect(new Map([...first.losses, ...second.losses])).toEqual((await whole({ changes })).losses);
    for (const { session } of [first, second]) session.dispose();
  });

  it('can be taken back until a step has been made with it', async () => {
    const run = await start(wasm);
    await run.session.run(5);
    run.session.change([{ arms: ['A'], path: 'training.learningRate', value: 1 }], 0);
    run.session.change([{ arms: ['A'], path: 'training.learningRate', value: 2 }], 0);
    expect(run.session.takeBack(5, 3)).toBe(false);
    expect(run.session.takeBack(5, 1)).toBe(true);
    expect(run.session.changes.map(({ value }) => value)).toEqual([1]);
    expect(run.session.takeBack(5, 1)).toBe(true);
    expect(run.session.takeBack(5, 1)).toBe(false);
    await run.session.run();
    expect(run.losses).toEqual((await whole({})).losses);
    run.session.change([{ arms: ['A'], path: 'training.learningRate', value: 1 }], 0);
    run.session.dispose();

    const other = await start(wasm);
    await other.session.run(5);
    other.session.change([{ arms: ['A'], path: 'training.learningRate', value: 1 }], 0);
    await other.session.run(6);
    expect(other.session.takeBack(5, 1)).toBe(false);
    expect(other.session.changes).toHaveLength(1);
    other.session.dispose();
  });

  it('begins the optimiser anew where it becomes another one, and goes on with the schedule', async () => {
    const training = { optimiser: 'sgd', learningRate: 0.003, batchSize: 50, schedule: 'cosine' };
    const at = async (changes: Change[], steps: number) => {
      const run = await start(wasm, { training, arms: [A], ...(changes.length && { changes }) });
      await run.session.run(steps);
      const { parameters, slots, updates } = run.checkpoints.at(-1)!.arms[0]!.state;
      run.session.dispose();
      return { parameters, slots, updates };
    };
    const change: Change = { step: 20, arms: ['A'], path: 'training.optimiser', value: 'adamw' };
    const [before, after] = [await at([], 20), await at([change], 21)];
    expect(after.updates).toBe(1);
    expect(after.slots).toHaveLength(2);
    const moved = before.parameters.map((value, i) => Math.abs(after.parameters[i]! - value));
    // The first update of AdamW moves each weight by the learning rate: here, that of update 21 of 30 on the cosine.
    const rate = (0.003 * (1 + Math.cos((Math.PI * 20) / 30))) / 2;
    expect(Math.max(...moved)).toBeCloseTo(rate, 7);
  });
});

describe('a branch', () => {
  const branchOf = (of: 'A' | 'B' | 'C', at: number, set: Arm['set'] = {}): Arm => ({
    label: `From ${of}`,
    set: of === 'B' ? { ...B.set, ...set } : set,
    branch: { of, at },
  });

  it('with nothing changed gives the curve of the arm that it leaves, from there on', async () => {
    const run = await whole({ arms: [A, B, branchOf('A', 12), branchOf('B', 0)] });
    expect(stepsOf(run, 2)).toEqual(Array.from({ length: 18 }, (_, i) => 13 + i));
    expect(lossesOf(run, 2)).toEqual(lossesOf(run, 0, 13));
    expect(lossesOf(run, 3)).toEqual(lossesOf(run, 1));
    const like = (arm: number, step: number) => ({ ...probeOf(run, arm, step), arm: 0, keep: true });
    for (const step of [0, 12, 30]) expect(like(2, step)).toEqual(like(0, step));
    expect(run.probes.filter(({ arm, step }) => arm === 2 && step > 0 && step < 12)).toEqual([]);
    const untouched = await whole({});
    for (const arm of [0, 1]) expect(lossesOf(run, arm)).toEqual(lossesOf(untouched, arm));
  });

  const SETS: [words: string, arm: Arm][] = [
    ['another learning rate', branchOf('A', 12, { 'training.learningRate': 0.03 })],
    ['another batch size', branchOf('A', 12, { 'training.batchSize': 20 })],
    [
      'flips, and another optimiser',
      branchOf('A', 13, { 'training.flip': true, 'training.optimiser': 'sgd' }),
    ],
    ['all layers', { label: 'Freed', set: { 'training.layers': 'all' }, branch: { of: 'B', at: 12 } }],
  ];

  it.each(SETS)('that leaves behind the others catches up and gives the same: %s', async (_, branch) => {
    const arms = [A, B, branch];
    const { of, at } = branch.branch!;
    const again = await whole({ arms });
    const parent = of === 'A' ? 0 : 1;
    expect(lossesOf(again, 2)).not.toEqual(lossesOf(again, parent, at + 1));

    const first = await start(wasm);
    await first.session.run(9);
    const past = structuredClone(first.checkpoints.at(-1)!);
    await first.session.run(21);
    const newest = structuredClone(first.checkpoints.at(-1)!);
    expect([past.step, newest.step]).toEqual([9, 21]);
    for (const extras of [{ past }, {}]) {
      const second = await start(wasm, { arms }, newest, extras);
      await second.session.run();
      expect(second.session.step).toBe(30);
      expect(lossesOf(second, 2)).toEqual(lossesOf(again, 2));
      expect(stepsOf(second, 2)).toEqual(stepsOf(again, 2));
      expect(probedOf(second, 2)).toEqual(probedOf(again, 2));
      expect(probedOf(again, 2)).toEqual([0, at, ...probedOf(again, 0).filter(step => step > at)]);
      expect(probeOf(second, 2, at)).toEqual(probeOf(again, 2, at));
      expect(probeOf(second, 2, 30)).toEqual(probeOf(again, 2, 30));
      expect(new Map([...first.losses, ...second.losses])).toEqual(again.losses);
      second.session.dispose();
    }
    first.session.dispose();
  });

  it.each([
    ['before it is heard of', 40, [1, 5]],
    ['after it', 100, [7, 29]],
  ])(
    'goes on to the bit from a checkpoint made while it was catching up, %s',
    async (_, pause, [least, most]) => {
      const arms = [A, B, branchOf('A', 6, { 'training.learningRate': 0.03 })];
      const again = await whole({ arms });
      const first = await start(wasm);
      await first.session.run();
      const newest = structuredClone(first.checkpoints.at(-1)!);
      let breaths = Number.POSITIVE_INFINITY;
      const second = await start(wasm, { arms }, newest, {
        breathe: async () => {
          if (--breaths === 0) void second.session.pause();
        },
      });
      breaths = pause;
      await second.session.run();
      const middle = structuredClone(second.checkpoints.at(-1)!);
      const { step } = middle.arms[2]!.own!;
      expect(step).toBeGreaterThanOrEqual(least!);
      expect(step).toBeLessThanOrEqual(most!);
      expect(second.statuses.at(-1)).toBe('paused');
      const third = await start(wasm, { arms }, middle);
      await third.session.run();
      expect(third.statuses.at(-1)).toBe('finished');
      expect(new Map([...first.losses, ...second.losses, ...third.losses])).toEqual(again.losses);
      for (const { session } of [first, second, third]) session.dispose();
    },
  );

  it('of a branch, added when all is over, with changes of the arms on the way', async () => {
    const changes = [
      { step: 5, arms: ['A'], path: 'training.weightDecay', value: 0.1 },
      { step: 20, arms: ['A', 'C'], path: 'training.learningRate', value: 0.001 },
    ];
    const C = branchOf('A', 10, { 'training.weightDecay': 0.1, 'training.optimiser': 'sgd' });
    const D = branchOf('C', 25, {
      'training.weightDecay': 0,
      'training.optimiser': 'sgd',
      'training.learningRate': 0.01,
    });
    const again = await whole({ arms: [A, B, C, D], changes });
    const first = await start(wasm, { arms: [A, B, C], changes });
    await first.session.run();
    const second = await start(
      wasm,
      { arms: [A, B, C, D], changes },
      structuredClone(first.checkpoints.at(-1)!),
    );
    await second.session.run();
    expect(stepsOf(again, 3)).toEqual([26, 27, 28, 29, 30]);
    expect(new Map([...first.losses, ...second.losses])).toEqual(again.losses);
    for (const { session } of [first, second]) session.dispose();
  });

  it('diverges with the arm that it would leave', async () => {
    const arms = [{ label: 'Wild', set: { 'training.optimiser': 'sgd', 'training.learningRate': 1e9 } }, B];
    const branch: Arm = { label: 'From A', set: arms[0]!.set, branch: { of: 'A', at: 20 } };
    const run = await whole({ arms: [...arms, branch] });
    const [wild] = run.diverged;
    expect(wild![1]).toBeLessThan(20);
    expect(run.diverged).toContainEqual([2, wild![1]]);
    expect(run.statuses.at(-1)).toBe('finished');
    expect(stepsOf(run, 1)).toHaveLength(30);
  });
});

it('keeps small checkpoints at 1, 2, 4, … steps, for branches to begin at', async () => {
  const run = await whole({});
  const steps = new Set(run.checkpoints.map(({ step }) => step));
  for (const step of [0, 1, 2, 4, 8, 16, 30]) expect(steps).toContain(step);
  expect(steps.size).toBeLessThan(10);
});

import { afterEach, describe, expect, it } from 'vitest';
import { type Experiment, parseExperiment } from '../../../src/experiment/schema';
import { RunClient } from '../../../src/workers/client';
import type { RunEvent } from '../../../src/workers/protocol';

const small = {
  data: { train: 400, test: 100 },
  model: { width: 24 },
  training: { batchSize: 50, learningRate: 3e-3 },
  probe: { samples: 100 },
  stop: { steps: 60 },
  arms: [
    { label: 'All layers', set: {} },
    { label: 'Last layer only', set: { 'training.layers': 'last' } },
  ],
};

const open: RunClient[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.dispose();
});

/** A client with the events that it has had, and a way to wait for one. */
function client() {
  const events: RunEvent[] = [];
  let wake = () => {};
  const made = new RunClient({
    device: 'wasm',
    onEvent(event) {
      events.push(event);
      wake();
    },
  });
  open.push(made);
  const until = async (met: (event: RunEvent) => boolean, from = 0): Promise<RunEvent> => {
    for (;;) {
      const found = events.slice(from).find(met);
      if (found) return found;
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
  };
  const status = (wanted: string, from = 0) =>
    until(event => event.type === 'status' && event.status === wanted, from);
  return { made, events, until, status };
}

const frames = (events: RunEvent[]) =>
  events.filter(event => event.type === 'frame').map(event => event.frame);

function lossesOf(events: RunEvent[], arm: number): [number, number][] {
  return events.flatMap(event =>
    event.type === 'losses' && event.arm === arm
      ? Array.from(event.steps, (step, i): [number, number] => [step, event.values[i]!])
      : [],
  );
}

function experiment(changes: object = {}): Experiment {
  return parseExperiment({ ...small, ...changes });
}

describe('the two workers', () => {
  it('go from an experiment to losses and frames, from step 0 to the last', async () => {
    const { made, events, status, until } = client();
    const runId = made.load(experiment());
    await status('paused');
    await until(event => event.type === 'frame' && event.frame.arm === 1);
    expect(events.find(event => event.type === 'device')).toMatchObject({ info: { device: 'wasm' } });
    expect(events.find(event => event.type === 'data')).toMatchObject({ summary: { train: 400, test: 100 } });
    made.play();
    await status('finished');
    await until(event => event.type === 'frame' && event.frame.arm === 1 && event.step === 60);
    expect(events.every(event => event.runId === runId && Number.isInteger(event.step))).toBe(true);
    for (const arm of [0, 1]) {
      expect(lossesOf(events, arm).map(([step]) => step)).toEqual(
        Array.from({ length: 60 }, (_, i) => i + 1),
      );
      const own = frames(events).filter(frame => frame.arm === arm);
      expect(own[0]!.step).toBe(0);
      expect(own.at(-1)!.step).toBe(60);
      expect(own.every((frame, i) => i === 0 || frame.step > own[i - 1]!.step)).toBe(true);
      expect(own.at(-1)!.train.measures.dlr).toBeGreaterThan(0);
    }
    const [all, last] = [0, 1].map(arm => frames(events).findLast(frame => frame.arm === arm)!);
    expect(last!.train.measures.initialSimilarity).toBeCloseTo(1, 6);
    expect(all!.train.measures.initialSimilarity).toBeLessThan(0.99);
  });

  it('repeat a run to the bit', async () => {
    const { made, events, status } = client();
    const run = async () => {
      const from = events.length;
      made.load(experiment());
      made.play();
      await status('finished', from);
      return lossesOf(events.slice(from), 0);
    };
    const first = await run();
    expect(first).toHaveLength(60);
    expect(await run()).toEqual(first);
  });

  it('make the steps that are asked for, and pause', async () => {
    const { made, events, status } = client();
    made.load(experiment());
    await status('paused');
    const from = events.length;
    made.step(7);
    await status('paused', from);
    expect(lossesOf(events, 0)).toHaveLength(7);
    made.step(1);
    await status('paused', events.length);
    expect(lossesOf(events, 0)).toHaveLength(8);
  });

  it('answer within 50 ms during training with a batch of 4,000 pictures and a CNN', async () => {
    const { made, events, status, until } = client();
    const big = {
      data: { train: 4_000, test: 100 },
      model: { kind: 'cnn', channels: 16, depth: 2, width: 64 },
      training: { batchSize: 4_000 },
      probe: { samples: 1_024 },
      arms: [{ label: 'CNN', set: {} }],
    };
    made.load(experiment(big));
    await status('paused');
    made.play();
    await status('compiling');
    const waits: number[] = [];
    for (let id = 0; id < 40; id++) {
      const start = performance.now();
      made.ping(id);
      await until(event => event.type === 'pong' && event.id === id);
      waits.push(performance.now() - start);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect(Math.max(...waits)).toBeLessThan(50);
    // Another run does not wait for the step that this one is in.
    const from = events.length;
    const start = performance.now();
    made.load(experiment());
    await status('loading', from);
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('answer within 50 ms while tangent kernels are measured, and pause in the middle of one', async () => {
    const { made, events, status, until } = client();
    const slow = {
      model: { kind: 'cnn', channels: 8, depth: 2, width: 64 },
      probe: { samples: 100, tangentKernel: true },
      stop: { steps: 100_000 },
      arms: [{ label: 'CNN', set: {} }],
    };
    made.load(experiment(slow));
    made.play();
    // Data and device are there, and the kernel of step 0 is next.
    await status('compiling');
    const waits: number[] = [];
    const ping = async (id: number) => {
      const start = performance.now();
      made.ping(id);
      await until(event => event.type === 'pong' && event.id === id);
      waits.push(performance.now() - start);
    };
    for (let id = 0; id < 150; id++) {
      await ping(id);
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    expect(Math.max(...waits)).toBeLessThan(50);
    const from = events.length;
    made.pause();
    await status('paused', from);
  });

  it('stop an arm that diverges, say at which step, and keep what it recorded', async () => {
    const { made, events, status } = client();
    const arms = [
      { label: 'Wild', set: { 'training.learningRate': 1e6, 'training.optimiser': 'sgd' } },
      { label: 'Calm', set: {} },
    ];
    made.load(experiment({ arms }));
    made.play();
    await status('finished');
    const diverged = events.filter(event => event.type === 'diverged');
    expect(diverged).toHaveLength(1);
    expect(diverged[0]).toMatchObject({ arm: 0 });
    expect(diverged[0]!.step).toBeGreaterThan(1);
    expect(lossesOf(events, 0).map(([step]) => step)).toEqual(
      Array.from({ length: diverged[0]!.step - 1 }, (_, i) => i + 1),
    );
    expect(lossesOf(events, 1)).toHaveLength(60);
  });

  it('say in one sentence what is wrong with data, and take the next experiment', async () => {
    const { made, events, status, until } = client();
    const empty = new File([], 'train-images-idx3-ubyte');
    made.load(experiment({ data: { source: 'files' } }), [empty]);
    const error = await until(event => event.type === 'error');
    expect(error).toMatchObject({ where: 'data' });
    await status('failed');
    made.load(experiment());
    await status('paused', events.length);
  });

  it('drop a run for a newer one', async () => {
    const { made, events, status } = client();
    made.load(experiment({ stop: { steps: 100_000 } }));
    made.play();
    await status('running');
    const from = events.length;
    const second = made.load(experiment());
    await status('paused', from);
    expect(events.slice(from).every(event => event.runId === second)).toBe(true);
  });
});

describe('downloaded pictures that are kept', () => {
  it('are counted and forgotten by the worker, without a run', async () => {
    const { made, events, until } = client();
    made.askForDownloads(true);
    await until(event => event.type === 'downloads' && event.bytes === 0);
    made.askForDownloads(false);
    await until(event => event.type === 'downloads' && event.bytes === 0, 1);
    expect(events.map(({ type }) => type)).toEqual(['downloads', 'downloads']);
  });
});

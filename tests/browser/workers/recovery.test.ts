import { afterEach, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/schema';
import { Recording } from '../../../src/recording/recording';
import { RunClient } from '../../../src/workers/client';
import type { DeviceChoice, RunEvent } from '../../../src/workers/protocol';
import type { Harm } from './losing.worker';

const STEPS = 240;
const experiment = parseExperiment({
  data: { train: 400, test: 100 },
  model: { width: 24 },
  training: { batchSize: 50, learningRate: 3e-3 },
  probe: { samples: 100 },
  stop: { steps: STEPS },
  arms: [
    { label: 'All layers', set: {} },
    { label: 'Last layer only', set: { 'training.layers': 'last' } },
  ],
});

const open: RunClient[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.dispose();
});

/** A run whose training worker can be harmed; `names` are those of its workers, in turn. */
function start(device: DeviceChoice, names: string[] = []) {
  const workers: Worker[] = [];
  const events: RunEvent[] = [];
  let wake = () => {};
  const client = new RunClient({
    device,
    patience: 1_200,
    onEvent(event) {
      events.push(event);
      wake();
    },
    createTraining() {
      const name = names[workers.length] ?? 'training';
      const worker = new Worker(new URL('./losing.worker.ts', import.meta.url), { type: 'module', name });
      workers.push(worker);
      return worker;
    },
  });
  open.push(client);
  const until = async (met: (event: RunEvent) => boolean) => {
    while (!events.some(met))
      await new Promise<void>(resolve => {
        wake = resolve;
      });
  };
  return { client, events, until, workers, harm: (harm: Harm) => workers.at(-1)!.postMessage(harm) };
}

/** Everything that the page would have recorded. */
function recorded(events: readonly RunEvent[], runId: string): Recording {
  const recording = new Recording(experiment, runId);
  for (const event of events) {
    if (event.type === 'losses') recording.addLosses(event.arm, event.steps, event.values);
    if (event.type === 'frame') recording.addFrame(event.frame);
  }
  return recording;
}

const isFinished = (event: RunEvent) => event.type === 'status' && event.status === 'finished';
const lastFrame = (event: RunEvent) =>
  event.type === 'frame' && event.step === STEPS && event.frame.arm === 1;

/** Trains to the end, and harms the worker once where it is asked to. */
async function curves(device: DeviceChoice, harm?: Harm | 'terminate', names?: string[]) {
  const run = start(device, names);
  const runId = run.client.load(experiment);
  await run.until(event => event.type === 'status' && event.status === 'paused');
  // Some steps behind the last checkpoint, which must then be made again.
  run.client.step(20);
  await run.until(event => event.type === 'status' && event.status === 'paused' && event.step === 20);
  run.client.play();
  await run.until(event => event.type === 'losses' && event.step > 40);
  if (harm === 'terminate') run.workers[0]!.terminate();
  else if (harm) run.harm(harm);
  await run.until(isFinished);
  await run.until(lastFrame);
  const { arms } = recorded(run.events, runId);
  return {
    losses: arms.map(({ losses }) => [Array.from(losses.steps), Array.from(losses.values)] as const),
    resumed: run.events.filter(event => event.type === 'resumed').map(event => event.message),
    devices: run.events.filter(event => event.type === 'device').map(event => event.info.device),
    failed: run.events.some(event => event.type === 'error'),
  };
}

const everyStep = Array.from({ length: STEPS }, (_, i) => i + 1);

describe('a run whose training worker is lost goes on from its checkpoint', () => {
  it.each([
    ['it is terminated', 'terminate'],
    ['it throws', { type: 'throw' }],
    ['it hangs', { type: 'hang' }],
  ] as const)('on wasm, when %s, with the very same curves', async (_, harm) => {
    const unbroken = await curves('wasm');
    const broken = await curves('wasm', harm);
    expect(unbroken.resumed).toEqual([]);
    expect(broken.resumed).toHaveLength(1);
    expect(broken.resumed[0]).toMatch(
      /^Training was interrupted, since .*from step \d+, and nothing is missing\.$/,
    );
    expect(broken.failed).toBe(false);
    expect(broken.losses[0]![0]).toEqual(everyStep);
    expect(broken.losses).toEqual(unbroken.losses);
  });

  it('on webgpu, when the device is destroyed, within 1e-6', async () => {
    const unbroken = await curves('webgpu');
    const broken = await curves('webgpu', { type: 'destroy' });
    expect(broken.resumed).toHaveLength(1);
    expect(broken.resumed[0]).toContain('the GPU was lost');
    expect(broken.devices).toEqual(['webgpu', 'webgpu']);
    expect(broken.failed).toBe(false);
    expectClose(broken.losses, unbroken.losses, 1e-6);
  });

  it('on wasm, when the GPU does not come back', async () => {
    const unbroken = await curves('webgpu');
    const broken = await curves('webgpu', { type: 'destroy' }, ['training', 'no-adapter', 'no-adapter']);
    expect(broken.devices).toEqual(['webgpu', 'wasm']);
    expect(broken.resumed.at(-1)).toContain('on WebAssembly');
    expect(broken.failed).toBe(false);
    expectClose(broken.losses, unbroken.losses, 2e-3);
  });

  it('on webgpu, when the GPU runs out of memory once (a real GPUOutOfMemoryError), within 1e-6', async () => {
    const unbroken = await curves('webgpu');
    const broken = await curves('webgpu', { type: 'exhaust' });
    expect(broken.resumed).toHaveLength(1);
    expect(broken.resumed[0]).toMatch(
      /^Training was interrupted, since the GPU ran out of memory; it goes on from step \d+, and nothing is missing\.$/,
    );
    expect(broken.devices).toEqual(['webgpu', 'webgpu']);
    expect(broken.failed).toBe(false);
    expectClose(broken.losses, unbroken.losses, 1e-6);
  });

  it('on wasm, when the GPU has no memory when it starts again (a real GPUOutOfMemoryError)', async () => {
    const unbroken = await curves('webgpu');
    const broken = await curves('webgpu', { type: 'exhaust' }, ['training', 'no-memory']);
    expect(broken.devices[0]).toBe('webgpu');
    expect(broken.devices.at(-1)).toBe('wasm');
    expect(broken.resumed).toHaveLength(2);
    expect(broken.resumed[1]).toContain(
      'since the GPU ran out of memory; it goes on, on WebAssembly, from step',
    );
    expect(broken.failed).toBe(false);
    expectClose(broken.losses, unbroken.losses, 2e-3);
  });

  it('on wasm from the start, with its very own curves, where the GPU has no memory for the network', async () => {
    const wasm = await curves('wasm');
    const broken = await curves('webgpu', undefined, ['no-memory', 'no-memory']);
    expect(broken.devices.at(-1)).toBe('wasm');
    expect(broken.resumed.at(-1)).toContain('since the GPU ran out of memory');
    expect(broken.failed).toBe(false);
    expect(broken.losses).toEqual(wasm.losses);
  });

  it('on webgpu, when the GPU was lost before the run was loaded', async () => {
    const run = start('webgpu', ['lost-early']);
    run.client.warmUp();
    await new Promise<void>(resolve => {
      run.workers[0]!.addEventListener('message', ({ data }: MessageEvent<RunEvent>) => {
        if (data.type === 'lost') resolve();
      });
    });
    run.client.load(experiment);
    await run.until(event => event.type === 'status' && event.status === 'paused');
    expect(run.workers).toHaveLength(2);
    expect(run.events.filter(event => event.type === 'error')).toEqual([]);
  });

  it('but is given up where that helps nothing', async () => {
    const run = start('wasm');
    run.client.load(experiment);
    await run.until(event => event.type === 'status' && event.status === 'paused');
    for (let i = 1; i <= 4; i++) {
      run.harm({ type: 'throw' });
      await run.until(event => isGivenUp(event) || resumedTimes(run.events) >= i);
    }
    await run.until(isGivenUp);
    expect(run.events.find(event => event.type === 'error')).toMatchObject({ where: 'run' });
  });
});

const resumedTimes = (events: readonly RunEvent[]) => events.filter(event => event.type === 'resumed').length;
const isGivenUp = (event: RunEvent) => event.type === 'status' && event.status === 'failed';

type Losses = Awaited<ReturnType<typeof curves>>['losses'];

function expectClose(actual: Losses, expected: Losses, tolerance: number): void {
  actual.forEach(([steps, values], arm) => {
    expect(steps).toEqual(everyStep);
    values.forEach((value, i) => {
      expect(Math.abs(value - expected[arm]![1][i]!), `arm ${arm}, step ${i + 1}`).toBeLessThan(tolerance);
    });
  });
}

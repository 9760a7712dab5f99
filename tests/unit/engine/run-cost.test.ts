import { beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device';
import { type RunCost, secondsPerStep } from '../../../src/engine/run-cost';
import { TrainingSession } from '../../../src/engine/session';
import { type ExperimentInput, parseExperiment } from '../../../src/experiment/schema';
import { nodeDevice } from './devices';

let device: Device;
beforeAll(async () => {
  device = await nodeDevice('wasm');
});

async function costOf(experiment: ExperimentInput): Promise<RunCost> {
  let told: RunCost | null = null;
  const session = await TrainingSession.create(parseExperiment(experiment), device, {
    signal: new AbortController().signal,
    breathe: async () => {},
    onProgress: () => {},
    paced: false,
    listener: {
      data: () => {},
      status: () => {},
      losses: () => {},
      probe: () => {},
      diverged: () => {},
      cost: cost => {
        told = cost;
      },
    },
  });
  session.dispose();
  return told!;
}

const small = {
  data: { train: 100, test: 40 },
  model: { kind: 'mlp', depth: 1, width: 12 },
  training: { batchSize: 50, optimiser: 'sgd' },
  probe: { samples: 40 },
} satisfies ExperimentInput;

describe('what a run needs', () => {
  it('is counted for each arm', async () => {
    const cost = await costOf({
      ...small,
      arms: [
        { label: 'All', set: {} },
        { label: 'Last', set: { 'training.layers': 'last' } },
        { label: 'Wide', set: { 'model.width': 24 } },
      ],
    });
    const inputs = 28 * 28;
    const parameters = (width: number) => inputs * width + width + width * 10 + 10;
    expect(cost.arms.map(arm => arm.parameters)).toEqual([parameters(12), parameters(12), parameters(24)]);
    expect(cost.arms.map(arm => arm.trained)).toEqual([parameters(12), 12 * 10 + 10, parameters(24)]);
    expect(cost.inputBytes).toBe(4 * inputs * (100 + 40));
    expect(cost.secondsPerStep).toBeGreaterThan(0);
  });

  it('has in its bytes what the optimiser keeps', async () => {
    const bytesOf = async (optimiser: 'sgd' | 'adamw', layers: 'all' | 'last' = 'all') =>
      (await costOf({ ...small, training: { ...small.training, optimiser, layers } })).arms[0]!.bytes;
    const weights = 28 * 28 * 12;
    const more = (await bytesOf('adamw')) - (await bytesOf('sgd'));
    expect(more).toBeGreaterThanOrEqual(4 * weights);
    expect(more).toBeLessThan(4 * (weights + 200));
    // Of frozen weights there is neither a gradient nor a start nor anything of the optimiser's.
    expect((await bytesOf('sgd')) - (await bytesOf('sgd', 'last'))).toBeGreaterThanOrEqual(3 * 4 * weights);
  });
});

describe('the time of a step', () => {
  const arm = (training: number, probe: number) => ({
    parameters: 1,
    trained: 1,
    bytes: 1,
    flops: { training, probe },
  });

  it('is that of a probe for each operation', () => {
    expect(secondsPerStep([arm(300, 100)], { seconds: 2, probed: 1_000, batch: 100 })).toBeCloseTo(0.6, 12);
    const both = [arm(300, 100), arm(100, 100)];
    expect(secondsPerStep(both, { seconds: 2, probed: 1_000, batch: 100 })).toBeCloseTo(0.4, 12);
  });

  it('is not known where nothing is multiplied', () => {
    expect(secondsPerStep([arm(0, 0)], { seconds: 2, probed: 10, batch: 10 })).toBeNull();
  });
});

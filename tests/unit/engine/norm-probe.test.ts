import { beforeAll, describe, expect, it } from 'vitest';
import { createPlan } from '../../../src/engine/program/plan';
import type { Runtime } from '../../../src/engine/program/program';
import { nodeDevice } from './devices';
import { farthest, NORM_NETWORKS, probeNorms } from './norm-probe';

let runtimes: Record<'cpu' | 'wasm', Runtime>;
beforeAll(async () => {
  runtimes = { cpu: (await nodeDevice('cpu')).runtime, wasm: (await nodeDevice('wasm')).runtime };
});

describe.each(['cpu', 'wasm'] as const)('a probe of a network with batch norm on %s', device => {
  it.each(NORM_NETWORKS)(
    '%s: takes the statistics that are asked for, and leaves training alone',
    async (_, network) => {
      const [running, batch, none] = [
        await probeNorms(runtimes[device], network, 'running'),
        await probeNorms(runtimes[device], network, 'batch'),
        await probeNorms(runtimes[device], network, null),
      ];
      expect(farthest(running.outputs!, running.byHand)).toBeLessThan(1e-5);
      expect(farthest(batch.outputs!, batch.byHand)).toBeLessThan(1e-5);
      expect(farthest(batch.outputs!, running.outputs!)).toBeGreaterThan(1e-2);
      for (const { losses, after } of [running, batch]) {
        expect(losses).toEqual(none.losses);
        expect(after).toEqual(none.after);
      }
    },
  );
});

it('statistics are of pieces of 256, or of a batch, whatever the device', () => {
  const [, network] = NORM_NETWORKS[0]!;
  const pieceOf = (probe: number, batch: number, pieceFlops: number) =>
    createPlan(network, { probe, batch, headOnly: false, pieceFlops, probeStatistics: 'batch' }).probePiece;
  for (const flops of [1e4, 1e7, 1e12]) {
    expect(pieceOf(1_024, 50, flops)).toBe(256);
    expect(pieceOf(1_000, 50, flops)).toBe(250);
    expect(pieceOf(100, 50, flops)).toBe(100);
    expect(pieceOf(1_024, 600, flops)).toBe(512);
  }
});

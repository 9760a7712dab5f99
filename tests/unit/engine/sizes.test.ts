import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../../../src/engine/program/program';
import { nodeDevice } from './devices';
import { ALL, createProgram, NETWORKS } from './networks';
import { SIZE_WIDTHS, sizeError } from './size-cases';

let runtimes: Record<'cpu' | 'wasm', Runtime>;
beforeAll(async () => {
  runtimes = { cpu: (await nodeDevice('cpu')).runtime, wasm: (await nodeDevice('wasm')).runtime };
});

describe.each(['cpu', 'wasm'] as const)('parameter norms on %s', device => {
  it.each(SIZE_WIDTHS)('width %i: as in float64, also where little has moved', async width => {
    for (const by of [0, 1e-4, 1])
      for (const headOnly of [false, true])
        expect(await sizeError(runtimes[device], { width, by, headOnly })).toBeLessThan(1e-12);
  });

  it('leave out statistics and what is not trained, and go on from the same start after a resume', async () => {
    const [, network, loss] = NETWORKS[7]!;
    const first = await createProgram(runtimes[device], network, { loss });
    expect((await first.program.norms()).squaredDistance).toBe(0);
    for (let i = 0; i < 3; i++) await first.program.step(ALL, () => {});
    const norms = await first.program.norms();
    expect(norms.squaredDistance).toBeGreaterThan(0);
    const trained = network.parameters.reduce(
      (sum, { start }) => sum + start.reduce((s, x) => s + x * x, 0),
      0,
    );
    expect(norms.squaredStart / trained).toBeCloseTo(1, 10);
    const second = await createProgram(runtimes[device], network, { loss });
    second.program.load(await first.program.save());
    expect(await second.program.norms()).toEqual(norms);
    first.dispose();
    second.dispose();
  });
});

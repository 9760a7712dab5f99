import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../../../src/engine/program/program';
import { CLIPPED, clippedGradients, errorOf } from './clip-cases';
import { nodeDevice } from './devices';

let runtimes: Record<'cpu' | 'wasm', Runtime>;
beforeAll(async () => {
  runtimes = { cpu: (await nodeDevice('cpu')).runtime, wasm: (await nodeDevice('wasm')).runtime };
});

describe.each(['cpu', 'wasm'] as const)('gradient clipping on %s', device => {
  it.each(CLIPPED)('%s: shortens a gradient that is too long, all of it by one factor', async name => {
    const { gradient, sgd, pieces, adamw } = await clippedGradients(runtimes[device], name, 0.3);
    for (const clipped of [sgd, pieces, adamw]) expect(errorOf(clipped, gradient, 0.3)).toBeLessThan(1e-5);
  });

  it.each(CLIPPED)('%s: leaves a shorter one alone, to the bit', async name => {
    const { gradient, sgd } = await clippedGradients(runtimes[device], name, 1.01);
    expect(sgd).toEqual(gradient);
  });
});

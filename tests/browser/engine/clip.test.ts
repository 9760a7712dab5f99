import { describe, expect, it } from 'vitest';
import { CLIPPED, clippedGradients, errorOf } from '../../unit/engine/clip-cases';
import { pageDevice } from '../devices';

describe.each(['wasm', 'webgpu'] as const)('gradient clipping on %s', name => {
  it.each(CLIPPED)('%s: shortens a gradient that is too long, and no other', async network => {
    const { device, runtime } = await pageDevice(name);
    expect(device).toBe(name);
    const { gradient, sgd, pieces, adamw } = await clippedGradients(runtime, network, 0.3);
    for (const clipped of [sgd, pieces, adamw]) expect(errorOf(clipped, gradient, 0.3)).toBeLessThan(1e-5);
    const longer = await clippedGradients(runtime, network, 1.01);
    expect(longer.sgd).toEqual(longer.gradient);
  });
});

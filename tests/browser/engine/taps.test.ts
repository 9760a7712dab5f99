import { beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device';
import { sizeOf } from '../../../src/models/spec';
import { GRAM_BOUND, GRAM_CASES, gramByHand, gramError, gramOn } from '../../unit/engine/gram-cases';
import { SIZE_WIDTHS, sizeError } from '../../unit/engine/size-cases';
import { pageDevice } from '../devices';

let devices: Record<'wasm' | 'webgpu', Device>;
beforeAll(async () => {
  devices = { wasm: await pageDevice('wasm'), webgpu: await pageDevice('webgpu') };
  expect(devices.wasm.adapter).toContain('relaxed SIMD');
});

/** Largest relative error of a norm. */
const SIZE_BOUND = { wasm: 1e-12, webgpu: 1e-6 };

describe.each(['wasm', 'webgpu'] as const)('on %s', device => {
  it.each(GRAM_CASES.map(made => [made.name, made] as const))(
    'Gram matrix %s: as in float64',
    async (_, made) => {
      const { gram, wanted } = await gramOn(devices[device].runtime, made);
      const expected = gramByHand(made.values, sizeOf(made.shape), wanted);
      expect(gramError(gram, expected)).toBeLessThan(GRAM_BOUND);
    },
  );

  it.each(SIZE_WIDTHS)('norms of the parameters, width %i: as in float64', async width => {
    for (const by of [0, 1e-4, 1])
      for (const headOnly of [false, true])
        expect(await sizeError(devices[device].runtime, { width, by, headOnly })).toBeLessThan(
          SIZE_BOUND[device],
        );
  });
});

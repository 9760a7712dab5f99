import { describe, expect, it } from 'vitest';
import { MOVED, movedSteps } from '../../unit/engine/moved-cases';
import { pageDevice } from '../devices';

describe.each(['wasm', 'webgpu'] as const)('flipped and shifted pictures on %s', name => {
  it.each(MOVED)(
    '%s, convolution %s: trained on as if they had been so before',
    async (shape, convolution) => {
      const { device, runtime } = await pageDevice(name);
      expect(device).toBe(name);
      const { moved, expected } = await movedSteps(runtime, shape, convolution);
      expect({ ...moved, outputs: null }).toEqual({ ...expected, outputs: null });
      if (shape[1] > 1) expect(moved.outputs).not.toEqual(expected.outputs);
    },
  );
});

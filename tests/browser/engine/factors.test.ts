import { describe, expect, it } from 'vitest';
import { FACTOR_RULES, FACTORED, factorErrors } from '../../unit/engine/factor-cases';
import { pageDevice } from '../devices';

describe.each(['wasm', 'webgpu'] as const)('learning rates of single parameters on %s', name => {
  for (const rule of FACTOR_RULES)
    it.each(FACTORED)(`${rule.kind}, %s: each moves as in a network with its rate`, async network => {
      const { device, runtime } = await pageDevice(name);
      expect(device).toBe(name);
      const { off, apart } = await factorErrors(runtime, network, rule);
      // The device multiplies the rate in float32.
      expect(off).toBeLessThan(name === 'wasm' ? 1e-12 : 1e-4);
      expect(apart).toBeGreaterThan(0.1);
    });
});

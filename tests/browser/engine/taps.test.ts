import { beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device';
import type { TangentRuntime } from '../../../src/engine/program/program';
import { tangentPlan } from '../../../src/engine/tangent';
import { sizeOf } from '../../../src/models/spec';
import { GRAM_BOUND, GRAM_CASES, gramByHand, gramError, gramOn } from '../../unit/engine/gram-cases';
import { ALL, createProgram, INPUTS, NETWORKS, SAMPLES } from '../../unit/engine/networks';
import { farthest, NORM_NETWORKS, probeNorms } from '../../unit/engine/norm-probe';
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

  it.each(NORM_NETWORKS)('batch norms of %s: the statistics that are asked for', async (_, network) => {
    const { runtime } = devices[device];
    const none = await probeNorms(runtime, network, null);
    for (const statistics of ['running', 'batch'] as const) {
      const { outputs, byHand, losses } = await probeNorms(runtime, network, statistics);
      expect(farthest(outputs!, byHand)).toBeLessThan(1e-4);
      expect(losses).toEqual(none.losses);
    }
  });
});

describe('the tangent kernel', () => {
  it('is made by our kernels also where training is on webgpu', async () => {
    const { tangents } = devices.webgpu;
    expect(await tangents()).toBe(await tangents());
    const [, network] = NETWORKS[4]!;
    const kernelFrom = async (values: Float32Array, runtime: TangentRuntime) => {
      const tangent = runtime.createTangent({
        plan: tangentPlan(network, false),
        inputs: INPUTS,
        samples: SAMPLES,
      });
      const kernel = await tangent.kernel(values, () => {});
      tangent.dispose();
      return kernel;
    };
    const { program, dispose } = await createProgram(devices.webgpu.runtime, network);
    await program.step(ALL, () => {});
    const values = await program.parameters();
    dispose();
    const [here, there] = [await tangents(), await devices.wasm.tangents()];
    expect(await kernelFrom(values, here)).toEqual(await kernelFrom(values, there));
  });
});

import type { Runtime } from '../../../src/engine/program/program';
import { createRandom } from '../../../src/experiment/random';
import type { NetworkSpec } from '../../../src/models/spec';
import { createProgram } from './networks';

/** A head on inputs of this length, whose weights are drawn. */
function headOn(inputs: number): NetworkSpec {
  const random = createRandom(inputs, 'size cases');
  const start = Float32Array.from({ length: 144 * inputs }, () => random.normal());
  const head = new Float32Array(inputs * 3).fill(0.5);
  const layer = { kind: 'dense', bias: null, activation: null } as const;
  return {
    input: [9, 8, 2],
    parameters: [
      { name: 'weights', shape: [144, inputs], start },
      { name: 'head', shape: [inputs, 3], start: head },
    ],
    layers: [
      { ...layer, weights: 0 },
      { ...layer, weights: 1 },
    ],
    taps: [{ layer: 0, name: 'dense 1' }],
  };
}

/** Widths whose parameters are a few hundred to half a million. */
export const SIZE_WIDTHS = [1, 3, 37, 3_400];

/**
 * What a device says of parameters that have moved by `by` · a standard normal, and the same in float64.
 * @returns the largest relative error of the three
 */
export async function sizeError(
  runtime: Runtime,
  { width, by, headOnly }: { width: number; by: number; headOnly: boolean },
): Promise<number> {
  const { program, plan, dispose } = await createProgram(runtime, headOn(width), { headOnly });
  const state = await program.save();
  const random = createRandom(width, 'moved');
  const [start, moved] = [state.parameters, state.parameters.slice()];
  for (const { offset, size } of plan.parameters)
    for (let i = offset; i < offset + size; i++) moved[i]! += by * random.normal();
  program.load({ ...state, parameters: moved });
  const actual = await program.norms();
  dispose();
  const expected = { squared: 0, squaredDistance: 0, squaredStart: 0 };
  for (const { offset, size, trained } of plan.parameters)
    for (let i = offset; trained && i < offset + size; i++) {
      expected.squared += moved[i]! ** 2;
      expected.squaredDistance += (moved[i]! - start[i]!) ** 2;
      expected.squaredStart += start[i]! ** 2;
    }
  const errors = (['squared', 'squaredDistance', 'squaredStart'] as const).map(key =>
    actual[key] === expected[key] ? 0 : Math.abs(actual[key] / expected[key] - 1),
  );
  return Math.max(...errors);
}

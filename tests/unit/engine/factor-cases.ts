import type { Runtime, UpdateRule } from '../../../src/engine/program/program';
import type { NetworkSpec } from '../../../src/models/spec';
import { ALL, createProgram, NETWORKS } from './networks';

/** Names of networks whose parameters get factors of their own. */
export const FACTORED = ['mlp, relu', 'cnn, relu', 'strides and batch norm'] as const;

export const FACTOR_RULES: UpdateRule[] = [
  { kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 0.1 },
  { kind: 'adamw', learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.3 },
];

const FACTORS = [
  { sgd: 3, adamw: 0.25 },
  { sgd: 1, adamw: 1 },
  { sgd: 0.5, adamw: 2 },
];

/**
 * Three updates with a factor for each parameter.
 * @returns the largest difference of a parameter from that of a network whose whole learning rate has its factor, and
 *   the smallest difference from one whose learning rate has none, where there is a factor; relative to the step
 */
export async function factorErrors(runtime: Runtime, name: (typeof FACTORED)[number], rule: UpdateRule) {
  const [, plain, loss] = NETWORKS.find(([known]) => known === name)!;
  const parameters = plain.parameters.map((parameter, i) => ({
    ...parameter,
    learningRateFactor: FACTORS[i % FACTORS.length]!,
  }));
  const spec: NetworkSpec = { ...plain, parameters };
  const made = await createProgram(runtime, spec, { loss, rule });
  const { plan } = made;
  const result = { off: 0, apart: Number.POSITIVE_INFINITY };
  for (let step = 0; step < 3; step++) {
    const before = await made.program.save();
    await made.program.step(ALL, () => {});
    const after = await made.program.save();
    for (const factors of FACTORS) {
      const factor = factors[rule.kind];
      const others = { loss, rule: { ...rule, learningRate: rule.learningRate * factor } };
      const other = await createProgram(runtime, plain, others);
      other.program.load(before);
      await other.program.step(ALL, () => {});
      const expected = await other.program.save();
      for (const { offset, size, learningRateFactor } of plan.parameters.filter(({ trained }) => trained)) {
        const mine = learningRateFactor[rule.kind] === factor;
        let [difference, way] = [0, 0];
        for (let i = offset; i < offset + size; i++) {
          difference = Math.max(difference, Math.abs(after.parameters[i]! - expected.parameters[i]!));
          way = Math.max(way, Math.abs(expected.parameters[i]! - before.parameters[i]!));
        }
        if (mine) result.off = Math.max(result.off, difference / way);
        else result.apart = Math.min(result.apart, difference / way);
      }
      other.dispose();
    }
  }
  made.dispose();
  return result;
}

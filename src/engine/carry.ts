import type { Plan } from './program/plan';
import type { ProgramState } from './program/program';

/**
 * The parameters of one network as another plan of it lays them out, with an optimiser that begins anew.
 * @param slots values of the optimiser for each trained parameter
 */
export function restated({ parameters }: ProgramState, from: Plan, to: Plan, slots: number): ProgramState {
  const laidOut = new Float32Array(to.parameterSize);
  for (const [index, { offset, size }] of to.parameters.entries()) {
    const before = from.parameters[index]!.offset;
    laidOut.set(parameters.subarray(before, before + size), offset);
  }
  return {
    parameters: laidOut,
    slots: Array.from({ length: slots }, () => new Float32Array(to.trainedSize)),
    updates: 0,
  };
}

import {
  gather,
  keep,
  reshape,
  type Tensor,
  type Tensor4D,
  tensor,
  tensor1d,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Op } from '../../program/ops';
import { type Plan, startingParameters } from '../../program/plan';
import type { Breathe, DeviceInputs } from '../../program/program';
import { runOp, type Values } from './ops';

export class TfjsInputs implements DeviceInputs {
  readonly count: number;
  readonly values: Tensor;

  constructor(values: Float32Array, count: number) {
    this.count = count;
    this.values = tensor(values, [count, values.length / count]);
  }

  dispose(): void {
    this.values.dispose();
  }
}

type LossOp = Extract<Op, { kind: 'loss' }>;

/** A variable from floats, with nothing left over. */
const createVariable = (values: Float32Array, shape: readonly number[]): Variable =>
  tidy(() => variable(tensor(values, [...shape]), false));

/** Parameters, gradients and values of one plan as tensors, and the work that goes through them. */
export class TfjsNetwork {
  readonly plan: Plan;
  readonly parameters: readonly Variable[];
  /** Of the trained parameters; null for the others. */
  readonly gradients: readonly (Variable | null)[];
  private readonly places = new Map<number, Tensor>();

  constructor(plan: Plan) {
    this.plan = plan;
    const start = startingParameters(plan);
    this.parameters = plan.parameters.map(({ shape, offset, size }) =>
      createVariable(start.subarray(offset, offset + size), shape),
    );
    this.gradients = this.blank();
  }

  /** Zeros for each trained parameter. */
  blank(): (Variable | null)[] {
    return this.plan.parameters.map(({ trained, shape }) =>
      trained ? tidy(() => variable(zeros([...shape]), false)) : null,
    );
  }

  clearGradients(): void {
    for (const gradient of this.gradients) if (gradient) tidy(() => gradient.assign(zeros(gradient.shape)));
  }

  /** What the newest work left in a place. */
  value({ id }: { id: number }): Tensor {
    return this.places.get(id)!;
  }

  put({ id }: { id: number }, value: Tensor): void {
    this.places.get(id)?.dispose();
    this.places.set(id, value);
  }

  /** @param loss what is done for a loss op */
  async run(
    ops: readonly Op[],
    inputs: DeviceInputs,
    { samples, moves }: { samples: Int32Array; moves: Int32Array | null },
    breathe: Breathe,
    loss: (op: LossOp) => Promise<void> | void,
  ): Promise<void> {
    const shape = this.plan.network.input;
    const pictures = tidy(() =>
      reshape(gather((inputs as TfjsInputs).values, tensor1d(samples, 'int32')), [samples.length, ...shape]),
    ) as Tensor4D;
    const indices = tensor1d(Int32Array.from(samples.keys()), 'int32');
    const values: Values = {
      get: place => this.value(place),
      parameter: index => this.parameters[index]!,
      gradient: index => this.gradients[index]!,
      inputs: pictures,
      indices,
      moves,
    };
    try {
      for (const op of ops) {
        if (op.kind === 'loss') await loss(op);
        else
          tidy(() => {
            const written = runOp(op, values);
            if (written) this.put(written[0], keep(written[1]));
          });
        await breathe();
      }
    } finally {
      pictures.dispose();
      indices.dispose();
    }
  }

  /** One array as the plan lays out its first `size` floats. */
  async laidOut(variables: readonly (Variable | null)[], size: number): Promise<Float32Array> {
    const values = new Float32Array(size);
    for (const [index, { offset }] of this.plan.parameters.entries())
      if (variables[index]) values.set(await variables[index].data<'float32'>(), offset);
    return values;
  }

  /** The opposite of `laidOut`. */
  assign(variables: readonly (Variable | null)[], values: Float32Array): void {
    for (const [index, { offset, size, shape }] of this.plan.parameters.entries())
      tidy(() => variables[index]?.assign(tensor(values.slice(offset, offset + size), [...shape])));
  }

  dispose(): void {
    for (const value of this.places.values()) value.dispose();
    for (const held of [...this.parameters, ...this.gradients]) held?.dispose();
  }
}

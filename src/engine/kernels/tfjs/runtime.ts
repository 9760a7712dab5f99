import {
  add,
  div,
  gather,
  keep,
  memory,
  mul,
  reshape,
  sqrt,
  square,
  sub,
  type Tensor,
  type Tensor4D,
  tensor,
  tensor1d,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import { batchLoss } from '../../losses';
import type { Op } from '../../program/ops';
import { startingParameters } from '../../program/plan';
import {
  adamwFactors,
  type Breathe,
  type DeviceInputs,
  type Outcome,
  type Program,
  type ProgramOptions,
  type ProgramState,
  piecesOf,
  type Runtime,
  slotCount,
} from '../../program/program';
import { runOp, type Values } from './ops';

class TfjsInputs implements DeviceInputs {
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

/** A variable from floats, with nothing left over. */
const createVariable = (values: Float32Array, shape: readonly number[]): Variable =>
  tidy(() => variable(tensor(values, [...shape]), false));

/**
 * One network by tfjs's own operations, one at a time. On its cpu backend this is the reference that our kernels
 * are tested against.
 */
class TfjsProgram implements Program {
  private readonly options: ProgramOptions;
  private readonly parameters: Variable[];
  /** Of the trained parameters; null for the others. */
  private readonly gradients: (Variable | null)[];
  private readonly slots: (Variable | null)[][];
  private readonly places = new Map<number, Tensor>();
  private unread: number[] = [];
  private updates = 0;

  constructor(options: ProgramOptions) {
    this.options = options;
    const { parameters } = options.plan;
    const start = startingParameters(options.plan);
    this.parameters = parameters.map(({ shape, offset, size }) =>
      createVariable(start.subarray(offset, offset + size), shape),
    );
    const blank = () =>
      parameters.map(({ trained, shape }) =>
        trained ? tidy(() => variable(zeros([...shape]), false)) : null,
      );
    this.gradients = blank();
    this.slots = Array.from({ length: slotCount(options.rule) }, blank);
  }

  private values(inputs: Tensor4D, indices: Tensor): Values {
    return {
      get: ({ id }) => this.places.get(id)!,
      parameter: index => this.parameters[index]!,
      gradient: index => this.gradients[index]!,
      inputs,
      indices,
    };
  }

  private put(place: number, value: Tensor): void {
    this.places.get(place)?.dispose();
    this.places.set(place, value);
  }

  private async run(ops: readonly Op[], inputs: DeviceInputs, samples: Int32Array, breathe: Breathe) {
    const shape = this.options.plan.network.input;
    const pictures = tidy(() =>
      reshape(gather((inputs as TfjsInputs).values, tensor1d(samples, 'int32')), [samples.length, ...shape]),
    ) as Tensor4D;
    const indices = tensor1d(Int32Array.from(samples.keys()), 'int32');
    const values = this.values(pictures, indices);
    try {
      for (const op of ops) {
        if (op.kind === 'loss') await this.addLoss(op, samples);
        else
          tidy(() => {
            const written = runOp(op, values);
            if (written) this.put(written[0].id, keep(written[1]));
          });
        await breathe();
      }
    } finally {
      pictures.dispose();
      indices.dispose();
    }
  }

  private async addLoss({ outputs, gradient }: Extract<Op, { kind: 'loss' }>, samples: Int32Array) {
    const { loss, targets, plan } = this.options;
    const values = await this.places.get(outputs.id)!.data<'float32'>();
    const derivative = new Float32Array(values.length);
    const index = this.unread.length - 1;
    this.unread[index]! += batchLoss(loss, values, targets, samples, plan.batch, derivative) / plan.batch;
    this.put(gradient.id, tensor(derivative, [samples.length, plan.classes]));
  }

  async step(batch: Int32Array, breathe: Breathe): Promise<void> {
    const { plan, inputs } = this.options;
    for (const gradient of this.gradients) if (gradient) tidy(() => gradient.assign(zeros(gradient.shape)));
    this.unread.push(0);
    for (const { start, rows } of piecesOf(batch.length, plan.piece))
      await this.run(
        [...plan.forward, ...plan.backward],
        inputs,
        batch.subarray(start, start + rows),
        breathe,
      );
    this.updates++;
    tidy(() => this.update());
  }

  private update(): void {
    const { rule } = this.options;
    for (const [index, gradient] of this.gradients.entries()) {
      if (!gradient) continue;
      const theta = this.parameters[index]!;
      const [first, second] = this.slots.map(slot => slot[index]!) as [Variable, Variable];
      if (rule.kind === 'sgd') {
        first.assign(add(mul(first, rule.momentum), add(gradient, mul(theta, rule.weightDecay))));
        theta.assign(sub(theta, mul(first, rule.learningRate)));
        continue;
      }
      const { rate, correction, shrink } = adamwFactors(rule, this.updates);
      first.assign(add(mul(first, rule.beta1), mul(gradient, 1 - rule.beta1)));
      second.assign(add(mul(second, rule.beta2), mul(square(gradient), 1 - rule.beta2)));
      const step = div(mul(first, rate), add(mul(sqrt(second), correction), rule.epsilon));
      theta.assign(sub(mul(theta, shrink), step));
    }
  }

  async losses(): Promise<Float32Array> {
    const losses = Float32Array.from(this.unread);
    this.unread = [];
    return losses;
  }

  async probe(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Outcome> {
    const { plan } = this.options;
    const features: Float32Array[] = [];
    const outputs: Float32Array[] = [];
    for (const { start, rows } of piecesOf(count, plan.probePiece)) {
      await this.run(
        plan.inference,
        inputs,
        Int32Array.from({ length: rows }, (_, i) => start + i),
        breathe,
      );
      features.push(await this.places.get(plan.features.id)!.data<'float32'>());
      outputs.push(await this.places.get(plan.outputs.id)!.data<'float32'>());
    }
    return { features: joined(features), outputs: joined(outputs) };
  }

  parameter(index: number): Promise<Float32Array> {
    return this.parameters[index]!.data<'float32'>();
  }

  async save(): Promise<ProgramState> {
    const { plan } = this.options;
    const laidOut = async (variables: readonly (Variable | null)[], size: number) => {
      const values = new Float32Array(size);
      for (const [index, { offset }] of plan.parameters.entries())
        if (variables[index]) values.set(await variables[index].data<'float32'>(), offset);
      return values;
    };
    return {
      parameters: await laidOut(this.parameters, plan.parameterSize),
      slots: await Promise.all(this.slots.map(slot => laidOut(slot, plan.trainedSize))),
      updates: this.updates,
    };
  }

  load({ parameters, slots, updates }: ProgramState): void {
    const put = (variables: readonly (Variable | null)[], values: Float32Array) => {
      for (const [index, { offset, size, shape }] of this.options.plan.parameters.entries())
        tidy(() => variables[index]?.assign(tensor(values.slice(offset, offset + size), [...shape])));
    };
    put(this.parameters, parameters);
    slots.forEach((values, i) => {
      put(this.slots[i]!, values);
    });
    this.updates = updates;
    this.unread = [];
  }

  dispose(): void {
    for (const value of this.places.values()) value.dispose();
    for (const held of [...this.parameters, ...this.gradients, ...this.slots.flat()]) held?.dispose();
  }
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** tfjs's own operations on the backend that is set. */
export function createTfjsRuntime(): Runtime {
  return {
    pieceFlops: 1e7,
    queued: false,
    upload: async (values, count) => new TfjsInputs(values, count),
    createProgram: async options => new TfjsProgram(options),
    allocatedBytes: () => memory().numBytes,
  };
}

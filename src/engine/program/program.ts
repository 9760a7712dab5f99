import type { Settings } from '../../experiment/schema';
import type { Plan } from './plan';
import type { RateSchedule } from './rate';

/** A device has no room for what it is asked to hold, as one sentence for people. */
export class MemoryError extends Error {
  override name = 'MemoryError';
}

export type LossName = Settings['training']['loss'];

/** What an update needs to know; β₁ is `momentum` for AdamW as well. */
export type UpdateRule =
  | { kind: 'sgd'; learningRate: number; momentum: number; weightDecay: number }
  | {
      kind: 'adamw';
      learningRate: number;
      beta1: number;
      beta2: number;
      epsilon: number;
      weightDecay: number;
    };

/** Gives others their turn; called after each piece of work. */
export type Breathe = () => Promise<void> | void;

/** Samples that a device holds: n × (height · width · channels). */
export interface DeviceInputs {
  readonly count: number;
  dispose(): void;
}

export interface ProgramOptions {
  plan: Plan;
  loss: LossName;
  rule: UpdateRule;
  /** None: the rule's learning rate stays as it is. */
  schedule?: RateSchedule;
  /**
   * The batch's gradient g, over all trained parameters together, is multiplied by min(1, clipNorm / ‖g‖) before the
   * update (Pascanu et al., arXiv 1211.5063, algorithm 1); null or none: left as it is.
   */
  clipNorm?: number | null;
  /**
   * α: what is trained is α·(f_θ − f_θ0), once `centre` has brought f_θ0; 1 or none: f_θ. The rule stays as it is.
   */
  outputScale?: number;
  /** The samples that are trained on. */
  inputs: DeviceInputs;
  /** n × classes, row-major. */
  targets: Float32Array;
}

/** Everything that must come back for a run to go on as if it had never stopped. */
export interface ProgramState {
  /** As the plan lays them out. */
  parameters: Float32Array;
  /** The optimiser's own values for the trained parameters: velocity, or first and second moment. */
  slots: Float32Array[];
  updates: number;
}

/** What a probe reads of n samples. */
export interface Outcome {
  /** Φ (n, p), row-major. */
  features: Float32Array;
  /** f̂ (n, C), row-major. */
  outputs: Float32Array;
  /**
   * For each tap of the plan, (m, m), row-major: the products of the first m = min(n, the tap's samples) samples'
   * values, each value less its mean over them.
   */
  grams: Float32Array[];
}

/** Sizes of the trained parameters. */
export interface ParameterNorms {
  /** ‖θ‖² */
  squared: number;
  /** ‖θ − θ_0‖² */
  squaredDistance: number;
  /** ‖θ_0‖² */
  squaredStart: number;
}

/** One network on one device: it trains, a step at a time, and is looked at. */
export interface Program {
  /**
   * One update on the samples with these indices; a device may still be at it when this resolves.
   * @param moves one packed move a sample where the plan has moves, else null
   */
  step(batch: Int32Array, breathe: Breathe, moves?: Int32Array | null): Promise<void>;
  /** Mean losses of the batches since the last call, in order, each before its update. */
  losses(): Promise<Float32Array>;
  /** Features, outputs and the taps' Gram matrices of the first `count` of these samples. */
  probe(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Outcome>;
  /** f_θ (count, C) of the first `count` of these samples, row-major, without an output scale. */
  outputs(inputs: DeviceInputs, count: number, breathe: Breathe): Promise<Float32Array>;
  /** Tells a program with an output scale f_θ0 on the training inputs, (n, C), before its first step. */
  centre(base: Float32Array): void;
  /** Values of one parameter of the plan. */
  parameter(index: number): Promise<Float32Array>;
  /** Values of all parameters, as the plan lays them out. */
  parameters(): Promise<Float32Array>;
  /** θ_0 are the plan's starting values, also where a state was loaded. */
  norms(): Promise<ParameterNorms>;
  save(): Promise<ProgramState>;
  load(state: ProgramState): void;
  dispose(): void;
}

/** The empirical tangent kernel of one network on some inputs. */
export interface TangentProgram {
  /**
   * Σ over outputs of the products of the samples' gradients by the trained parameters: (samples, samples), row-major.
   * @param parameters all of them, as the plan lays them out
   * @param breathe called every millisecond or so; what it throws ends the work, and nothing stays behind
   */
  kernel(parameters: Float32Array, breathe: Breathe): Promise<Float64Array>;
  dispose(): void;
}

export interface TangentOptions {
  /** For batches of one sample, with frozen statistics. */
  plan: Plan;
  /** samples × size of one, row-major. */
  inputs: Float32Array;
  samples: number;
}

/** How tangent kernels are made, which only devices do that work at once. */
export interface TangentRuntime {
  createTangent(options: TangentOptions): TangentProgram;
}

/** How a device runs programs. */
export interface Runtime {
  /** Floating-point operations that the device does in some 10 ms, at which work is cut into pieces. */
  readonly pieceFlops: number;
  /** Work is queued, and reading its results waits for it. */
  readonly queued: boolean;
  upload(values: Float32Array, count: number, breathe: Breathe): Promise<DeviceInputs>;
  createProgram(options: ProgramOptions): Promise<Program>;
  /** Bytes that the device has taken for all programs and inputs. */
  allocatedBytes(): number;
}

/** Number of optimiser values that each trained parameter has. */
export const slotCount = (rule: UpdateRule): number => (rule.kind === 'sgd' ? 1 : 2);

/** The factors of AdamW's update number `updates` (from 1), which change from one to the next. */
export function adamwFactors(rule: Extract<UpdateRule, { kind: 'adamw' }>, updates: number) {
  return {
    /** Learning rate over 1 − β₁ᵗ. */
    rate: rule.learningRate / (1 - rule.beta1 ** updates),
    /** 1/√(1 − β₂ᵗ) */
    correction: 1 / Math.sqrt(1 - rule.beta2 ** updates),
    shrink: 1 - rule.learningRate * rule.weightDecay,
  };
}

/** Pieces of a batch or of a probe: where each begins and how many samples it has. */
export function* piecesOf(count: number, piece: number): Generator<{ start: number; rows: number }> {
  for (let start = 0; start < count; start += piece) yield { start, rows: Math.min(piece, count - start) };
}

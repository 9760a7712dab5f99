import type { Op, Place, Through, Window } from '../../program/ops';
import type { WasmKernels } from './module';

/** One op, ready to run on the first `rows` samples of its places. */
export type Work = (rows: number) => void;

/** What ops need of the program that they are compiled for: addresses, and what may follow a work. */
export interface Context {
  readonly kernels: WasmKernels;
  place(place: Place): number;
  /** Floats of one sample, with its border. */
  size(place: Place): number;
  /** 0 for none. */
  parameter(index: number | null): number;
  /** 0 for none. */
  gradient(index: number | null): number;
  thenTanh(work: Work, y: Place): Work;
  /** Multiplies what a work has left in `dx` with an activation's derivative. */
  thenDerivative(work: Work, dx: Place, through: Through | null): Work;
}

/** The op of one kind. */
export type OpOf<Kind extends Op['kind']> = Extract<Op, { kind: Kind }>;

/** A window as the kernels take it. */
export const placing = ({ height, width, stride, padTop, padLeft }: Window) =>
  [height, width, stride, padTop, padLeft] as const;

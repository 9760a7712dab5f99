import { firstAtOrAfter, nearestIndex, thinnedRows } from './series';

/** What bounds a record of moments. */
export interface MomentLimits<T> {
  /** Most moments that are kept, at least 2. */
  count: number;
  /** Most bytes that they take together; the first and the newest stay in any case. */
  bytes: number;
  /** What one takes, in bytes. */
  sizeOf(value: T): number;
}

/**
 * Something of past probes, in order of step, in bounded room. It thins as a `StepTable` does: where there is no room
 * for another one, it drops moments where they lie densest and keeps the first, the newest, and enough between them
 * that the steps stay evenly filled, on a linear and on a log axis.
 */
export class Moments<T> {
  readonly #limits: MomentLimits<T>;
  #steps = new Float64Array(0);
  #values: T[] = [];
  #bytes = 0;
  #isThinned = false;

  constructor(limits: MomentLimits<T>) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#values.length;
  }

  /** Ascending, each once. */
  get steps(): Float64Array {
    return this.#steps;
  }

  /** What all of them take, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Some of the probes that were put in are not there any more. */
  get isThinned(): boolean {
    return this.#isThinned;
  }

  /** Puts a moment at its place by step, instead of one that is there already for this step. */
  set(step: number, value: T): void {
    const { count, bytes, sizeOf } = this.#limits;
    const at = firstAtOrAfter(this.#steps, step);
    const isThere = this.#steps[at] === step;
    if (isThere) this.#bytes -= sizeOf(this.#values[at]!);
    this.#values.splice(at, isThere ? 1 : 0, value);
    this.#bytes += sizeOf(value);
    if (isThere) return;
    const longer = new Float64Array(this.#steps.length + 1);
    longer.set(this.#steps.subarray(0, at));
    longer[at] = step;
    longer.set(this.#steps.subarray(at), at + 1);
    this.#steps = longer;
    if (this.length > 2 && (this.length > count || this.#bytes > bytes)) this.#thin();
  }

  /** The moment of exactly this step; null where none is kept. */
  get(step: number): T | null {
    const at = firstAtOrAfter(this.#steps, step);
    return this.#steps[at] === step ? this.#values[at]! : null;
  }

  /** The moment nearest to a step, the earlier of two equally near; null where there is none at all. */
  nearest(step: number): T | null {
    return this.#values[nearestIndex(this.#steps, step)] ?? null;
  }

  #thin(): void {
    const kept = thinnedRows(this.#steps, Math.max(1, Math.floor(this.length / 8)));
    this.#steps = Float64Array.from(kept, row => this.#steps[row]!);
    this.#values = Array.from(kept, row => this.#values[row]!);
    this.#bytes = this.#values.reduce((sum, value) => sum + this.#limits.sizeOf(value), 0);
    this.#isThinned = true;
  }
}

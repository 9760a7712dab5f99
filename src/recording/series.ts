/**
 * Rows of numbers in order of step, in typed arrays of bounded size.
 *
 * A ring of this size would forget the start of a long run, and the start is what grokking and every "D_LR at
 * step 0" line need. So a full table *thins* instead: it drops rows where they lie densest, and keeps the first,
 * the newest, and enough between them that no gap it makes is wider than 8 / limit of the whole run, in step and
 * in log step. Both step axes stay evenly filled however long the run is. (Dropping every second row of the older
 * half each time would leave the start a share of 2⁻ᵏ after k times, which is forgetting as well.)
 */
export class StepTable {
  readonly #limit: number;
  #length = 0;
  #steps: Float64Array;
  #columns: Float64Array[];

  /** @param limit most rows that are kept, at least 8. */
  constructor(columnCount: number, limit: number) {
    if (!Number.isInteger(limit) || limit < 8)
      throw new RangeError(`A table keeps at least 8 rows, not ${limit}.`);
    this.#limit = limit;
    const capacity = Math.min(limit, 128);
    this.#steps = new Float64Array(capacity);
    this.#columns = Array.from({ length: columnCount }, () => new Float64Array(capacity));
  }

  get length(): number {
    return this.#length;
  }

  /** Steps of the rows, ascending, each once. A view: valid until the next `set`. */
  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length);
  }

  /** Column `index`, aligned with `steps`. A view: valid until the next `set`. */
  column(index: number): Float64Array {
    const column = this.#columns[index];
    if (!column) throw new RangeError(`The table has ${this.#columns.length} columns; there is no ${index}.`);
    return column.subarray(0, this.#length);
  }

  /** Puts a row at its place by step; a row that is there already for this step is replaced. */
  set(step: number, row: ArrayLike<number>): void {
    let at = firstAtOrAfter(this.steps, step);
    if (at === this.#length || this.#steps[at] !== step) {
      if (this.#length === this.#limit) {
        this.#thin();
        at = firstAtOrAfter(this.steps, step);
      }
      this.#openGap(at);
      this.#steps[at] = step;
    }
    this.#columns.forEach((column, index) => {
      column[at] = row[index]!;
    });
  }

  #openGap(at: number): void {
    if (this.#length === this.#steps.length) {
      const capacity = Math.min(2 * this.#length, this.#limit);
      this.#steps = grown(this.#steps, capacity);
      this.#columns = this.#columns.map(column => grown(column, capacity));
    }
    for (const array of [this.#steps, ...this.#columns]) array.copyWithin(at + 1, at, this.#length);
    this.#length++;
  }

  #thin(): void {
    const kept = thinnedRows(this.steps, Math.floor(this.#limit / 8));
    for (const array of [this.#steps, ...this.#columns])
      kept.forEach((from, to) => {
        array[to] = array[from]!;
      });
    this.#length = kept.length;
  }
}

/** One value per step: the training loss. */
export class Series {
  readonly #table: StepTable;

  /** @param limit most points that are kept; beyond it the series thins (see `StepTable`). */
  constructor(limit: number) {
    this.#table = new StepTable(1, limit);
  }

  get length(): number {
    return this.#table.length;
  }

  /** Ascending. A view: valid until the next `set`. */
  get steps(): Float64Array {
    return this.#table.steps;
  }

  /** Aligned with `steps`. A view: valid until the next `set`. */
  get values(): Float64Array {
    return this.#table.column(0);
  }

  set(step: number, value: number): void {
    this.#table.set(step, [value]);
  }
}

/** Index of the first of the ascending steps that is not below `step`; their number where all are below. */
export function firstAtOrAfter(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length;
  if (high === 0 || steps[high - 1]! < step) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the ascending step nearest to `step`, the earlier of two equally near; −1 where there is none. */
export function nearestIndex(steps: Float64Array, step: number): number {
  const after = firstAtOrAfter(steps, step);
  if (after === 0) return steps.length === 0 ? -1 : 0;
  if (after === steps.length) return after - 1;
  return steps[after]! - step < step - steps[after - 1]! ? after : after - 1;
}

/**
 * Rows to keep: each whose removal would leave a gap wider than one `cells`-th of the span, in step or in log
 * step. A gap that removal made is thus never wider than that, however often the table is thinned.
 */
export function thinnedRows(steps: Float64Array, cells: number): Uint32Array {
  const last = steps.length - 1;
  const first = steps[0]!;
  const newest = steps[last]!;
  const widest = (newest - first) / cells;
  const widestLog = (Math.log1p(newest) - Math.log1p(first)) / cells;
  let kept = first;
  return Uint32Array.from(steps.keys()).filter(row => {
    const next = steps[row + 1]!;
    const spare = next - kept <= widest && Math.log1p(next) - Math.log1p(kept) <= widestLog;
    if (spare && row > 0 && row < last) return false;
    kept = steps[row]!;
    return true;
  });
}

function grown(array: Float64Array, capacity: number): Float64Array {
  const larger = new Float64Array(capacity);
  larger.set(array);
  return larger;
}

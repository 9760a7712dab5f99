import type { CollapsePlane } from '../metrics/types';
import { StepTable } from './series';

/** Most places that a trail keeps; a longer one is thinned, and never loses its start. */
export const TRAIL_LIMIT = 96;

/** Where the means of three classes have been in the plane of their means, probe by probe. */
export class CollapseTrail {
  readonly classes: CollapsePlane['classes'];
  readonly #table = new StepTable(6, TRAIL_LIMIT);

  constructor(classes: CollapsePlane['classes']) {
    this.classes = classes;
  }

  /** Whether another plane shows the same three classes in the same order. */
  isOf(plane: CollapsePlane): boolean {
    return plane.classes.every((name, i) => name === this.classes[i]);
  }

  add(step: number, plane: CollapsePlane): void {
    this.#table.set(step, plane.means);
  }

  /** Steps of the probes, ascending. A view: valid until the next one is added. */
  get steps(): Float64Array {
    return this.#table.steps;
  }

  /** x or y of one of the three means, aligned with `steps`. A view, as above. */
  coordinate(member: number, axis: 'x' | 'y'): Float64Array {
    return this.#table.column(2 * member + (axis === 'x' ? 0 : 1));
  }
}

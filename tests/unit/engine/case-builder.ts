import type { Op, ParameterPlace, Place, Through } from '../../../src/engine/program/ops';
import { createRandom, type Random } from '../../../src/experiment/random';
import { WHOLE_RATE } from '../../../src/models/parameterisation';
import type { InputShape } from '../../../src/models/spec';

/** One op on made-up values: what it is run with on every device. */
export interface OpCase {
  name: string;
  op: Op;
  rows: number;
  places: Place[];
  parameters: ParameterPlace[];
  /** Starting values of each place, without the border, and of each parameter and its gradient. */
  values: Float32Array[];
  weights: Float32Array[];
  gradients: Float32Array[];
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Makes cases; every number is drawn from the seed. */
export class CaseBuilder {
  readonly random: Random;
  /** Scale of all values. */
  scale = 1;
  private places: Place[] = [];
  private parameters: ParameterPlace[] = [];
  private offset = 0;

  constructor(seed: number) {
    this.random = createRandom(seed, 'op cases');
  }

  upTo = (most: number) => 1 + this.random.integer(most);
  flip = () => this.random.uniform() < 0.5;

  place(shape: InputShape, rows: number, border = 0): Place {
    const place = { id: this.places.length, shape, rows, border };
    this.places.push(place);
    return place;
  }

  parameter(...shape: number[]): number {
    const size = sizeOf(shape);
    const name = `parameter ${this.parameters.length}`;
    const index =
      this.parameters.push({
        name,
        shape,
        size,
        offset: this.offset,
        trained: true,
        learningRateFactor: WHOLE_RATE,
      }) - 1;
    this.offset += Math.ceil(size / 4) * 4;
    return index;
  }

  finish(name: string, op: Op, rows: number): OpCase {
    const { places, parameters } = this;
    this.places = [];
    this.parameters = [];
    this.offset = 0;
    const draw = (count: number) =>
      Float32Array.from({ length: count }, () => this.scale * this.random.normal());
    return {
      ...{ name, op, rows, places, parameters },
      values: places.map(({ shape }) => draw(rows * sizeOf(shape))),
      // As starting weights are: outputs of about the size of the inputs.
      weights: parameters.map(({ size, shape }) => {
        const inputs = size / shape.at(-1)!;
        return draw(size).map(weight => weight / Math.sqrt(inputs));
      }),
      gradients: parameters.map(({ size }) => draw(size)),
    };
  }

  through(shape: InputShape, rows: number, border = 0): Through | null {
    const activation = ([null, 'relu', 'tanh', 'square'] as const)[this.random.integer(4)]!;
    return activation && { activation, value: this.place(shape, rows, border) };
  }
}

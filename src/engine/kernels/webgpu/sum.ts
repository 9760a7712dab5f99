import type { Op, Place, Through } from '../../program/ops';
import { threadsOf, whereOf } from './pool';
import {
  ended,
  inFours,
  type Kernel,
  KernelBuilder,
  load4,
  positionOf,
  store4,
  throughDerivative,
  typeOf,
} from './shader';

/** One value from several places at the same position, four channels an invocation. */
class Pointwise {
  readonly builder = new KernelBuilder();
  readonly fours: boolean;

  constructor(channels: number) {
    this.fours = inFours(channels);
  }

  /** Four values of a place at (r, y, x, c). */
  read(place: Place, y = 'y', x = 'x'): string {
    const name = this.builder.bind(place, 'read', typeOf(this.fours));
    return `(${load4(name, this.fours, `${positionOf(place)('r', y, x)} + c`)})`;
  }

  /** A gradient times what it goes through, as an expression. */
  derived(gradient: string, through: Through | null): string {
    return throughDerivative(gradient, through, through ? this.read(through.value) : '');
  }

  /** @param prepare statements that come before `value` */
  finish(to: Place, value: string, prepare = ''): Kernel {
    const name = this.builder.bind(to, 'read_write', typeOf(this.fours));
    const at = `${positionOf(to)('r', 'y', 'x')} + c`;
    const body = `${whereOf(to.shape)}
  ${prepare}
  let value = ${value};
  ${store4(name, this.fours, at, 'value', `${to.shape[2]}u - c`)}`;
    return this.builder.finish(body, threadsOf(to.shape));
  }
}

/** y = epilogue(a + b) */
export function add({ a, b, epilogue, y }: Extract<Op, { kind: 'add' }>): Kernel {
  const point = new Pointwise(y.shape[2]);
  const prepare = `let total = ${point.read(a)} + ${point.read(b)};`;
  return point.finish(y, ended('total', epilogue), prepare);
}

/** dx = (a [+ b]) · derivative */
export function addGradients({ a, b, through, dx }: Extract<Op, { kind: 'addGradients' }>): Kernel {
  const point = new Pointwise(dx.shape[2]);
  const prepare = `let total = ${point.read(a)}${b ? ` + ${point.read(b)}` : ''};`;
  return point.finish(dx, point.derived('total', through), prepare);
}

/** The mean of each channel. */
export function meanPool({ x, y }: Extract<Op, { kind: 'meanPool' }>): Kernel {
  const [height, width] = x.shape;
  const point = new Pointwise(y.shape[2]);
  const prepare = `var total = vec4f(0);
  for (var i = 0u; i < ${height * width}u; i++) { total += ${point.read(x, `(i / ${width}u)`, `(i % ${width}u)`)}; }`;
  return point.finish(y, `total / ${height * width}`, prepare);
}

/** dx = dy / positions · derivative */
export function meanPoolGradient({ dy, through, dx }: Extract<Op, { kind: 'meanPoolGradient' }>): Kernel {
  const point = new Pointwise(dx.shape[2]);
  const prepare = `let share = ${point.read(dy, '0u', '0u')} / ${dx.shape[0] * dx.shape[1]};`;
  return point.finish(dx, point.derived('share', through), prepare);
}

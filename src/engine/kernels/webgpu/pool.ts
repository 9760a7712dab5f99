import type { Op } from '../../program/ops';
import {
  inFours,
  type Kernel,
  KernelBuilder,
  load4,
  positionOf,
  store4,
  throughDerivative,
  typeOf,
} from './shader';

/** Sample, row, column and first of four channels of a place of this shape, from the invocation's number. */
export function whereOf([height, width, channels]: readonly [number, number, number]): string {
  const columns = Math.ceil(channels / 4);
  return `
  let c = (index % ${columns}u) * 4u;
  let x = (index / ${columns}u) % ${width}u;
  let y = (index / ${columns * width}u) % ${height}u;
  let r = index / ${columns * width * height}u;
  if (r >= rows()) { return; }`;
}

const WINDOW = [
  ['2u * y', '2u * x'],
  ['2u * y', '2u * x + 1u'],
  ['2u * y + 1u', '2u * x'],
  ['2u * y + 1u', '2u * x + 1u'],
] as const;

export const threadsOf =
  ([height, width, channels]: readonly [number, number, number]) =>
  (rows: number) =>
    rows * height * width * Math.ceil(channels / 4);

/** 2×2 max pooling: each invocation makes 4 channels of one position. */
export function maxPool(op: Extract<Op, { kind: 'maxPool' }>): Kernel {
  const { shape } = op.y;
  if (shape[0] * shape[1] === 0) return new KernelBuilder().finish('', () => 0);
  const fours = inFours(shape[2]);
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(fours));
  const y = builder.bind(op.y, 'read_write', typeOf(fours));
  const [from, to] = [positionOf(op.x), positionOf(op.y)];
  const body = `${whereOf(shape)}
  ${WINDOW.map(([row, column], i) => `let v${i} = ${load4(x, fours, `${from('r', row, column)} + c`)};`).join('\n  ')}
  let largest = max(max(v0, v1), max(v2, v3));
  ${store4(y, fours, `${to('r', 'y', 'x')} + c`, 'largest', `${shape[2]}u - c`)}`;
  return builder.finish(body, threadsOf(shape));
}

/**
 * Each dy to the first largest element of its window, times the derivative. Rows and columns that no window
 * covers keep the zeros that they started with.
 */
export function maxPoolGradient(op: Extract<Op, { kind: 'maxPoolGradient' }>): Kernel {
  const { through } = op;
  const { shape } = op.dy;
  const fours = inFours(shape[2]);
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(fours));
  const dy = builder.bind(op.dy, 'read', typeOf(fours));
  const dx = builder.bind(op.dx, 'read_write', typeOf(fours));
  const value = through ? builder.bind(through.value, 'read', typeOf(fours)) : '';
  const [from, by, to] = [positionOf(op.x), positionOf(op.dy), positionOf(op.dx)];
  const valueAt = through ? positionOf(through.value) : from;
  const body = `${whereOf(shape)}
  ${WINDOW.map(([row, column], i) => `let v${i} = ${load4(x, fours, `${from('r', row, column)} + c`)};`).join('\n  ')}
  let largest = max(max(v0, v1), max(v2, v3));
  let gradient = ${load4(dy, fours, `${by('r', 'y', 'x')} + c`)};
  var open = vec4<bool>(true);
  ${WINDOW.map(([row, column], i) => {
    const before = through ? `(${load4(value, fours, `${valueAt('r', row, column)} + c`)})` : '';
    return `{
    let mine = open & (v${i} == largest);
    open = open & !mine;
    let part = select(vec4f(0), gradient, mine);
    let g = ${throughDerivative('part', through, before)};
    ${store4(dx, fours, `${to('r', row, column)} + c`, 'g', `${shape[2]}u - c`)}
  }`;
  }).join('\n  ')}`;
  return builder.finish(body, threadsOf(shape));
}

/** y = z² */
export function square(op: Extract<Op, { kind: 'square' }>): Kernel {
  const { shape } = op.y;
  const fours = inFours(shape[2]);
  const builder = new KernelBuilder();
  const z = builder.bind(op.z, 'read', typeOf(fours));
  const y = builder.bind(op.y, 'read_write', typeOf(fours));
  const [from, to] = [positionOf(op.z), positionOf(op.y)];
  const body = `${whereOf(shape)}
  let v = ${load4(z, fours, `${from('r', 'y', 'x')} + c`)};
  let squared = v * v;
  ${store4(y, fours, `${to('r', 'y', 'x')} + c`, 'squared', `${shape[2]}u - c`)}`;
  return builder.finish(body, threadsOf(shape));
}

import type { Op } from '../../program/ops';
import { threadsOf, whereOf } from './pool';
import { CALL, inFours, type Kernel, KernelBuilder, load4, positionOf, store4, typeOf } from './shader';

/**
 * Samples by index into a bordered place, each flipped and shifted by its move where the op says so.
 * @param capacity samples that `call` has room for; their moves lie behind their indices
 */
export function gather(op: Extract<Op, { kind: 'gather' }>, capacity: number): Kernel {
  const { shape } = op.to;
  const [height, width, channels] = shape;
  const fours = inFours(channels);
  const builder = new KernelBuilder();
  const inputs = builder.bind('inputs', 'read', typeOf(fours));
  const y = builder.bind(op.to, 'read_write', typeOf(fours));
  const to = positionOf(op.to);
  const sample = `call[${CALL.words}u + r] * ${height * width * channels}u`;
  const load = (row: string, column: string) =>
    load4(inputs, fours, `${sample} + (${row} * ${width}u + ${column}) * ${channels}u + c`);
  const moved = `
  let word = call[${CALL.words + capacity}u + r];
  let row = i32(y) - i32((word >> 8u) & 255u) + 128;
  let column = i32(x) - i32(word & 255u) + 128;
  var v = vec4f(0);
  if (row >= 0 && row < ${height} && column >= 0 && column < ${width}) {
    let source = select(column, ${width - 1} - column, (word >> 16u) == 1u);
    v = ${load('u32(row)', 'u32(source)')};
  }`;
  const body = `${whereOf(shape)}
  ${op.moved ? moved : `let v = ${load('y', 'x')};`}
  ${store4(y, fours, `${to('r', 'y', 'x')} + c`, 'v', `${channels}u - c`)}`;
  return builder.finish(body, threadsOf(shape));
}

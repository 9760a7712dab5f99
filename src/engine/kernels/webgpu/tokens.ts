import type { Op, Place, Through } from '../../program/ops';
import { threadsOf, whereOf } from './pool';
import {
  inFours,
  type Kernel,
  KernelBuilder,
  load4,
  positionOf,
  store4,
  type Target,
  throughDerivative,
  typeOf,
} from './shader';

/** y = [x; token] + positions, four channels an invocation. */
export function sequence(op: Extract<Op, { kind: 'sequence' }>, { offsetOf }: Target): Kernel {
  const [, tokens, channels] = op.x.shape;
  const fours = inFours(channels);
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(fours));
  const p = builder.bind('parameters', 'read', typeOf(fours));
  const y = builder.bind(op.y, 'read_write', typeOf(fours));
  const body = `${whereOf(op.y.shape)}
  var value = ${load4(p, fours, `${offsetOf(op.positions)}u + x * ${channels}u + c`)};
  if (x < ${tokens}u) { value += ${load4(x, fours, `${positionOf(op.x)('r', '0u', 'x')} + c`)}; }
  else { value += ${load4(p, fours, `${offsetOf(op.token)}u + c`)}; }
  ${store4(y, fours, `${positionOf(op.y)('r', '0u', 'x')} + c`, 'value', `${channels}u - c`)}`;
  return builder.finish(body, threadsOf(op.y.shape));
}

/** Sums over the samples into positions and token, four channels of one token an invocation. */
export function sequenceSums(op: Extract<Op, { kind: 'sequenceGradient' }>, { offsetOf }: Target): Kernel {
  const [, tokens, channels] = op.dz.shape;
  const fours = inFours(channels);
  const columns = Math.ceil(channels / 4);
  const builder = new KernelBuilder();
  const dz = builder.bind(op.dz, 'read', typeOf(fours));
  const g = builder.bind('gradients', 'read_write', typeOf(fours));
  const add = (at: string) => `{ var sum = total; if (!isFirst()) { sum += ${load4(g, fours, at)}; }
    ${store4(g, fours, at, 'sum', `${channels}u - c`)} }`;
  const body = `
  let c = (index % ${columns}u) * 4u;
  let t = index / ${columns}u;
  if (t >= ${tokens}u) { return; }
  var total = vec4f(0);
  for (var r = 0u; r < rows(); r++) { total += ${load4(dz, fours, `${positionOf(op.dz)('r', '0u', 't')} + c`)}; }
  ${add(`${offsetOf(op.positions)}u + t * ${channels}u + c`)}
  if (t == ${tokens - 1}u) ${add(`${offsetOf(op.token)}u + c`)}`;
  return builder.finish(body, () => tokens * columns);
}

/** The gradient of all tokens but the learned one, times the derivative. */
export function sequenceInputGradient(op: Extract<Op, { kind: 'sequenceGradient' }> & { dx: Place }): Kernel {
  return fromTokens(op.dz, op.dx, op.through, dz => dz('x'));
}

export function lastToken({ x, y }: Extract<Op, { kind: 'lastToken' }>): Kernel {
  return fromTokens(x, y, null, token => token(`${x.shape[1] - 1}u`));
}

/** The gradient of the last token, zeros for the others. */
export function lastTokenGradient(op: Extract<Op, { kind: 'lastTokenGradient' }>): Kernel {
  const last = op.dx.shape[1] - 1;
  return fromTokens(op.dy, op.dx, op.through, dy => `select(vec4f(0), ${dy('0u')}, x == ${last}u)`);
}

/** @param value of token `x` of `to`, from a token of `from`, as expressions */
function fromTokens(
  from: Place,
  to: Place,
  through: Through | null,
  value: (token: (x: string) => string) => string,
): Kernel {
  const fours = inFours(to.shape[2]);
  const builder = new KernelBuilder();
  const source = builder.bind(from, 'read', typeOf(fours));
  const target = builder.bind(to, 'read_write', typeOf(fours));
  const own = through ? builder.bind(through.value, 'read', typeOf(fours)) : '';
  const before = through ? `(${load4(own, fours, `${positionOf(through.value)('r', '0u', 'x')} + c`)})` : '';
  const token = (x: string) => `(${load4(source, fours, `${positionOf(from)('r', '0u', x)} + c`)})`;
  const body = `${whereOf(to.shape)}
  let whole = ${value(token)};
  let value = ${throughDerivative('whole', through, before)};
  ${store4(target, fours, `${positionOf(to)('r', '0u', 'x')} + c`, 'value', `${to.shape[2]}u - c`)}`;
  return builder.finish(body, threadsOf(to.shape));
}

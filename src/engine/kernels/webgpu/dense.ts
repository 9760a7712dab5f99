import type { Op, Place } from '../../program/ops';
import {
  ended,
  inFours,
  type Kernel,
  KernelBuilder,
  load4,
  store4,
  throughDerivative,
  typeOf,
} from './shader';

/** Where a parameter begins, in floats. */
export type OffsetOf = (index: number) => number;

const inputsOf = ({ shape: [height, width, channels] }: Place) => height * width * channels;

const FOUR = [0, 1, 2, 3];

/** y = epilogue(x · W + b): each invocation makes 4 samples × 4 outputs. */
export function dense(op: Extract<Op, { kind: 'dense' }>, offsetOf: OffsetOf): Kernel {
  const [k, n] = [inputsOf(op.x), op.y.shape[2]];
  const [kFours, nFours] = [inFours(k), inFours(n)];
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(kFours));
  const w = builder.bind('parameters', 'read', typeOf(nFours));
  const y = builder.bind(op.y, 'read_write', typeOf(nFours));
  const columns = Math.ceil(n / 4);
  const weight = (row: string) => load4(w, nFours, `${offsetOf(op.weights)}u + (${row}) * ${n}u + o`);
  const body = `
  let o = (index % ${columns}u) * 4u;
  let r = (index / ${columns}u) * 4u;
  if (r >= rows()) { return; }
  let start = ${op.bias === null ? 'vec4f(0)' : load4(w, nFours, `${offsetOf(op.bias)}u + o`)};
  ${FOUR.map(i => `var a${i} = start;`).join(' ')}
  for (var k = 0u; k < ${k}u; k += ${kFours ? 4 : 1}u) {
    ${kFours ? FOUR.map(i => `let w${i} = ${weight(`k + ${i}u`)};`).join('\n    ') : `let w0 = ${weight('k')};`}
    ${FOUR.map(i => {
      if (!kFours) return `a${i} += ${x}[(r + ${i}u) * ${k}u + k] * w0;`;
      return `let x${i} = ${x}[((r + ${i}u) * ${k}u + k) / 4u];
    a${i} += x${i}.x * w0 + x${i}.y * w1 + x${i}.z * w2 + x${i}.w * w3;`;
    }).join('\n    ')}
  }
  ${FOUR.map(
    i =>
      `if (r + ${i}u < rows()) { a${i} = ${ended(`a${i}`, op.epilogue)}; ${store4(y, nFours, `(r + ${i}u) * ${n}u + o`, `a${i}`, `${n}u - o`)} }`,
  ).join('\n  ')}`;
  return builder.finish(body, rows => Math.ceil(rows / 4) * columns);
}

/** dW += xᵀ · dz and db += Σ dz: each invocation makes 4 inputs × 4 outputs. */
export function denseGradient(op: Extract<Op, { kind: 'denseGradient' }>, offsetOf: OffsetOf): Kernel {
  const [k, n] = [inputsOf(op.x), op.dz.shape[2]];
  const [kFours, nFours] = [inFours(k), inFours(n)];
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(kFours));
  const dz = builder.bind(op.dz, 'read', typeOf(nFours));
  const gradients = builder.bind('gradients', 'read_write', typeOf(nFours));
  const columns = Math.ceil(n / 4);
  const add = (value: string, at: string) =>
    `{ var sum = ${value}; if (!isFirst()) { sum += ${load4(gradients, nFours, at)}; } ${store4(gradients, nFours, at, 'sum', `${n}u - o`)} }`;
  const body = `
  let o = (index % ${columns}u) * 4u;
  let i = (index / ${columns}u) * 4u;
  if (i >= ${k}u) { return; }
  ${FOUR.map(j => `var a${j} = vec4f(0);`).join(' ')}
  for (var r = 0u; r < rows(); r++) {
    let d = ${load4(dz, nFours, `r * ${n}u + o`)};
    let v = ${load4(x, kFours, `r * ${k}u + i`)};
    a0 += v.x * d;
    a1 += v.y * d;
    a2 += v.z * d;
    a3 += v.w * d;
  }
  ${FOUR.map(j => `if (i + ${j}u < ${k}u) ${add(`a${j}`, `${offsetOf(op.weights)}u + (i + ${j}u) * ${n}u + o`)}`).join('\n  ')}
  ${
    op.bias === null
      ? ''
      : `if (i == 0u) {
    var b = vec4f(0);
    for (var r = 0u; r < rows(); r++) { b += ${load4(dz, nFours, `r * ${n}u + o`)}; }
    ${add('b', `${offsetOf(op.bias)}u + o`)}
  }`
  }`;
  return builder.finish(body, () => Math.ceil(k / 4) * columns);
}

/** dx = dz · Wᵀ, times the derivative: each invocation makes 4 samples × 4 inputs. */
export function denseInputGradient(
  op: Extract<Op, { kind: 'denseInputGradient' }>,
  offsetOf: OffsetOf,
): Kernel {
  const { through } = op;
  const [k, n] = [inputsOf(op.dx), op.dz.shape[2]];
  const [kFours, nFours] = [inFours(k), inFours(n)];
  const builder = new KernelBuilder();
  const dz = builder.bind(op.dz, 'read', typeOf(nFours));
  const w = builder.bind('parameters', 'read', typeOf(nFours));
  const dx = builder.bind(op.dx, 'read_write', typeOf(kFours));
  const value = through ? builder.bind(through.value, 'read', typeOf(kFours)) : '';
  const columns = Math.ceil(k / 4);
  const weight = (i: number) => `${offsetOf(op.weights)}u + (i + ${i}u) * ${n}u + o`;
  const products = nFours
    ? (row: number) => `vec4f(${FOUR.map(i => `dot(d${row}, w${i})`).join(', ')})`
    : (row: number) => `d${row} * w`;
  const body = `
  let i = (index % ${columns}u) * 4u;
  let r = (index / ${columns}u) * 4u;
  if (r >= rows()) { return; }
  ${FOUR.map(j => `var a${j} = vec4f(0);`).join(' ')}
  for (var o = 0u; o < ${n}u; o += ${nFours ? 4 : 1}u) {
    ${nFours ? FOUR.map(i => `let w${i} = ${w}[(${weight(i)}) / 4u];`).join('\n    ') : `let w = vec4f(${FOUR.map(i => `${w}[${weight(i)}]`).join(', ')});`}
    ${FOUR.map(j => `let d${j} = ${dz}[((r + ${j}u) * ${n}u + o)${nFours ? ' / 4u' : ''}]; a${j} += ${products(j)};`).join('\n    ')}
  }
  ${FOUR.map(j => {
    const at = `(r + ${j}u) * ${k}u + i`;
    const gradient = throughDerivative(`a${j}`, through, through ? `(${load4(value, kFours, at)})` : '');
    return `if (r + ${j}u < rows()) { let g${j} = ${gradient}; ${store4(dx, kFours, at, `g${j}`, `${k}u - i`)} }`;
  }).join('\n  ')}`;
  return builder.finish(body, rows => Math.ceil(rows / 4) * columns);
}

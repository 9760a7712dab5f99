import type { Op, Place } from '../../program/ops';
import {
  count,
  ended,
  foursOf,
  inFours,
  type Kernel,
  KernelBuilder,
  load4,
  store4,
  type Target,
  throughDerivative,
  tileFor,
  typeOf,
} from './shader';

const inputsOf = ({ shape: [height, width, channels] }: Place) => height * width * channels;

const lines = (parts: readonly string[]) => parts.join('\n    ');

/** y = epilogue(x · W + b): each invocation makes a tile of samples × outputs. */
export function dense(op: Extract<Op, { kind: 'dense' }>, target: Target): Kernel {
  const { offsetOf } = target;
  const [k, n] = [inputsOf(op.x), op.y.shape[2]];
  const tile = tileFor(target, k, n);
  const [kFours, nFours] = [inFours(k), inFours(n)];
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(kFours));
  const w = builder.bind('parameters', 'read', typeOf(nFours));
  const y = builder.bind(op.y, 'read_write', typeOf(nFours));
  const wide = foursOf(n, tile);
  const columns = Math.ceil(n / (4 * wide));
  const [samples, vectors, depth] = [count(tile), count(wide), count(kFours ? 4 : 1)];
  const weight = (i: number, c: number) =>
    load4(w, nFours, `${offsetOf(op.weights)}u + (k + ${i}u) * ${n}u + o + ${4 * c}u`);
  const start = (c: number) =>
    op.bias === null ? 'vec4f(0)' : load4(w, nFours, `${offsetOf(op.bias)}u + o + ${4 * c}u`);
  const multiply = (r: number, c: number) =>
    kFours
      ? `a${r}_${c} += x${r}.x * w0_${c} + x${r}.y * w1_${c} + x${r}.z * w2_${c} + x${r}.w * w3_${c};`
      : `a${r}_${c} += x${r} * w0_${c};`;
  const body = `
  let o = (index % ${columns}u) * ${4 * wide}u;
  let r = (index / ${columns}u) * ${tile}u;
  if (r >= rows()) { return; }
  ${vectors.map(c => `let start${c} = ${start(c)};`).join(' ')}
  ${samples.flatMap(r => vectors.map(c => `var a${r}_${c} = start${c};`)).join(' ')}
  for (var k = 0u; k < ${k}u; k += ${depth.length}u) {
    ${lines(depth.flatMap(i => vectors.map(c => `let w${i}_${c} = ${weight(i, c)};`)))}
    ${lines(
      samples.map(r => {
        const at = `(r + ${r}u) * ${k}u + k`;
        const products = vectors.map(c => multiply(r, c)).join(' ');
        return `let x${r} = ${kFours ? `${x}[(${at}) / 4u]` : `${x}[${at}]`}; ${products}`;
      }),
    )}
  }
  ${lines(
    samples.flatMap(r =>
      vectors.map(c => {
        const at = `(r + ${r}u) * ${n}u + o + ${4 * c}u`;
        const stored = store4(y, nFours, at, 'v', `${n}u - o - ${4 * c}u`);
        return `if (r + ${r}u < rows() && o + ${4 * c}u < ${n}u) { let v = ${ended(`a${r}_${c}`, op.epilogue)}; ${stored} }`;
      }),
    ),
  )}`;
  return builder.finish(body, rows => Math.ceil(rows / tile) * columns);
}

/** dW += xᵀ · dz and db += Σ dz: each invocation makes a tile of inputs × outputs. */
export function denseGradient(op: Extract<Op, { kind: 'denseGradient' }>, target: Target): Kernel {
  const { offsetOf } = target;
  const [k, n] = [inputsOf(op.x), op.dz.shape[2]];
  const tile = tileFor(target, k, n);
  const [kFours, nFours] = [inFours(k), inFours(n)];
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(kFours));
  const dz = builder.bind(op.dz, 'read', typeOf(nFours));
  const gradients = builder.bind('gradients', 'read_write', typeOf(nFours));
  const [high, wide] = [foursOf(k, tile), foursOf(n, tile)];
  const [columns, lineCount] = [Math.ceil(n / (4 * wide)), Math.ceil(k / (4 * high))];
  const [inputs, vectors] = [count(4 * high), count(wide)];
  const add = (value: string, at: string, c: number) =>
    `{ var sum = ${value}; if (!isFirst()) { sum += ${load4(gradients, nFours, at)}; } ${store4(gradients, nFours, at, 'sum', `${n}u - o - ${4 * c}u`)} }`;
  const gradientAt = (c: number) => load4(dz, nFours, `r * ${n}u + o + ${4 * c}u`);
  const bias = (offset: number) => `if (i == 0u) {
    ${vectors.map(c => `var b${c} = vec4f(0);`).join(' ')}
    for (var r = 0u; r < rows(); r++) { ${vectors.map(c => `b${c} += ${gradientAt(c)};`).join(' ')} }
    ${vectors.map(c => `if (o + ${4 * c}u < ${n}u) ${add(`b${c}`, `${offset}u + o + ${4 * c}u`, c)}`).join(' ')}
  }`;
  const body = `
  let o = (index % ${columns}u) * ${4 * wide}u;
  let i = (index / ${columns}u) * ${4 * high}u;
  if (i >= ${k}u) { return; }
  ${inputs.flatMap(j => vectors.map(c => `var a${j}_${c} = vec4f(0);`)).join(' ')}
  for (var r = 0u; r < rows(); r++) {
    ${vectors.map(c => `let d${c} = ${gradientAt(c)};`).join(' ')}
    ${count(high)
      .map(h => `let v${h} = ${load4(x, kFours, `r * ${k}u + i + ${4 * h}u`)};`)
      .join(' ')}
    ${lines(inputs.map(j => vectors.map(c => `a${j}_${c} += v${j >> 2}[${j & 3}] * d${c};`).join(' ')))}
  }
  ${lines(
    inputs.flatMap(j =>
      vectors.map(c => {
        const at = `${offsetOf(op.weights)}u + (i + ${j}u) * ${n}u + o + ${4 * c}u`;
        return `if (i + ${j}u < ${k}u && o + ${4 * c}u < ${n}u) ${add(`a${j}_${c}`, at, c)}`;
      }),
    ),
  )}
  ${op.bias === null ? '' : bias(offsetOf(op.bias))}`;
  return builder.finish(body, () => lineCount * columns);
}

/** dx = dz · Wᵀ, times the derivative: each invocation makes a tile of samples × inputs. */
export function denseInputGradient(op: Extract<Op, { kind: 'denseInputGradient' }>, target: Target): Kernel {
  const { through } = op;
  const { offsetOf } = target;
  const [k, n] = [inputsOf(op.dx), op.dz.shape[2]];
  const tile = tileFor(target, k, n);
  const [kFours, nFours] = [inFours(k), inFours(n)];
  const builder = new KernelBuilder();
  const dz = builder.bind(op.dz, 'read', typeOf(nFours));
  const w = builder.bind('parameters', 'read', typeOf(nFours));
  const dx = builder.bind(op.dx, 'read_write', typeOf(kFours));
  const value = through ? builder.bind(through.value, 'read', typeOf(kFours)) : '';
  const wide = foursOf(k, tile);
  const columns = Math.ceil(k / (4 * wide));
  const [samples, inputs, vectors] = [count(tile), count(4 * wide), count(wide)];
  const weight = (i: number) => {
    const at = `${offsetOf(op.weights)}u + min(i + ${i}u, ${k - 1}u) * ${n}u + o`;
    return nFours ? `${w}[(${at}) / 4u]` : `${w}[${at}]`;
  };
  const four = (c: number, each: (i: number) => string) =>
    `vec4f(${count(4)
      .map(i => each(4 * c + i))
      .join(', ')})`;
  const product = (r: number, c: number) =>
    nFours ? four(c, i => `dot(d${r}, w${i})`) : `d${r} * ${four(c, i => `w${i}`)}`;
  const body = `
  let i = (index % ${columns}u) * ${4 * wide}u;
  let r = (index / ${columns}u) * ${tile}u;
  if (r >= rows()) { return; }
  ${samples.flatMap(r => vectors.map(c => `var a${r}_${c} = vec4f(0);`)).join(' ')}
  for (var o = 0u; o < ${n}u; o += ${nFours ? 4 : 1}u) {
    ${lines(inputs.map(i => `let w${i} = ${weight(i)};`))}
    ${lines(
      samples.map(r => {
        const products = vectors.map(c => `a${r}_${c} += ${product(r, c)};`).join(' ');
        return `let d${r} = ${dz}[((r + ${r}u) * ${n}u + o)${nFours ? ' / 4u' : ''}]; ${products}`;
      }),
    )}
  }
  ${lines(
    samples.flatMap(r =>
      vectors.map(c => {
        const at = `(r + ${r}u) * ${k}u + i + ${4 * c}u`;
        const before = through ? `(${load4(value, kFours, at)})` : '';
        const stored = store4(dx, kFours, at, 'g', `${k}u - i - ${4 * c}u`);
        return `if (r + ${r}u < rows() && i + ${4 * c}u < ${k}u) { let g = ${throughDerivative(`a${r}_${c}`, through, before)}; ${stored} }`;
      }),
    ),
  )}`;
  return builder.finish(body, rows => Math.ceil(rows / tile) * columns);
}

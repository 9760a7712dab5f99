import type { Op, Place, Window } from '../../program/ops';
import type { OffsetOf } from './dense';
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

const FOUR = [0, 1, 2, 3];

/** Sample, row and column of four positions in a row, from the number of the first. */
function fourPositions([height, width]: Place['shape']): string {
  return FOUR.map(
    j => `let p${j} = min(p + ${j}u, rows() * ${height * width}u - 1u);
  let r${j} = p${j} / ${height * width}u; let y${j} = (p${j} / ${width}u) % ${height}u; let x${j} = p${j} % ${width}u;`,
  ).join('\n  ');
}

/** Index at which the window of an output position begins in the bordered input. */
function windowStart(x: Place, { stride, padTop, padLeft }: Window) {
  const [height, width, channels] = [x.shape[0] + 2 * x.border, x.shape[1] + 2 * x.border, x.shape[2]];
  const [top, left] = [x.border - padTop, x.border - padLeft];
  return (r: string, oy: string, ox: string) =>
    `((${r} * ${height}u + ${oy} * ${stride}u + ${top}u) * ${width}u + ${ox} * ${stride}u + ${left}u) * ${channels}u`;
}

/** y = epilogue(x ∗ filter + b): each invocation makes 4 positions × 4 channels. */
export function conv(op: Extract<Op, { kind: 'conv' }>, offsetOf: OffsetOf): Kernel {
  const { window } = op;
  const [ci, co] = [op.x.shape[2], op.y.shape[2]];
  const [ciFours, coFours] = [inFours(ci), inFours(co)];
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(ciFours));
  const w = builder.bind('parameters', 'read', typeOf(coFours));
  const y = builder.bind(op.y, 'read_write', typeOf(coFours));
  const columns = Math.ceil(co / 4);
  const start = windowStart(op.x, window);
  const row = (op.x.shape[1] + 2 * op.x.border) * ci;
  const weight = (c: string) =>
    load4(
      w,
      coFours,
      `${offsetOf(op.weights)}u + ((fy * ${window.width}u + fx) * ${ci}u + ${c}) * ${co}u + o`,
    );
  const positions = op.y.shape[0] * op.y.shape[1];
  const target = positionOf(op.y);
  const body = `
  let o = (index % ${columns}u) * 4u;
  let p = (index / ${columns}u) * 4u;
  if (p >= rows() * ${positions}u) { return; }
  ${fourPositions(op.y.shape)}
  ${FOUR.map(j => `let s${j} = ${start(`r${j}`, `y${j}`, `x${j}`)};`).join('\n  ')}
  let start = ${op.bias === null ? 'vec4f(0)' : load4(w, coFours, `${offsetOf(op.bias)}u + o`)};
  ${FOUR.map(j => `var a${j} = start;`).join(' ')}
  for (var fy = 0u; fy < ${window.height}u; fy++) {
    for (var fx = 0u; fx < ${window.width}u; fx++) {
      let tap = fy * ${row}u + fx * ${ci}u;
      for (var c = 0u; c < ${ci}u; c += ${ciFours ? 4 : 1}u) {
        ${ciFours ? FOUR.map(i => `let w${i} = ${weight(`c + ${i}u`)};`).join('\n        ') : `let w0 = ${weight('c')};`}
        ${FOUR.map(j =>
          ciFours
            ? `let v${j} = ${x}[(s${j} + tap + c) / 4u]; a${j} += v${j}.x * w0 + v${j}.y * w1 + v${j}.z * w2 + v${j}.w * w3;`
            : `a${j} += ${x}[s${j} + tap + c] * w0;`,
        ).join('\n        ')}
      }
    }
  }
  ${FOUR.map(
    j =>
      `if (p + ${j}u < rows() * ${positions}u) { a${j} = ${ended(`a${j}`, op.epilogue)}; ${store4(y, coFours, `${target(`r${j}`, `y${j}`, `x${j}`)} + o`, `a${j}`, `${co}u - o`)} }`,
  ).join('\n  ')}`;
  return builder.finish(body, rows => Math.ceil((rows * positions) / 4) * columns);
}

/** Invocations that a filter's gradient is spread over, and into how many sums at the most. */
const WANTED = 16_384;
const MOST_SPLITS = 64;

/** How a filter's gradient is summed up: in `splits` parts, each over some rows of some pictures. */
export interface Split {
  splits: number;
  /** Floats of one part: the filter, then the bias. */
  length: number;
}

export function splitOf({ x, dz, window, bias }: Extract<Op, { kind: 'convGradient' }>): Split {
  const [ci, co] = [x.shape[2], dz.shape[2]];
  const tiles = window.height * Math.ceil((window.width * ci) / 4) * Math.ceil(co / 4);
  const splits = Math.max(1, Math.min(Math.ceil(WANTED / tiles), MOST_SPLITS, dz.rows * dz.shape[0]));
  const filter = Math.ceil((window.height * window.width * ci * co) / 4) * 4;
  return { splits, length: filter + (bias === null ? 0 : Math.ceil(co / 4) * 4) };
}

/**
 * Parts of dFilter and db: each invocation makes 4 neighbours in one row of the filter × 4 outputs, over one
 * part of the pictures' rows. The update adds the parts up.
 * @param base where this gradient's parts begin in `partials`, in floats
 */
export function convGradient(op: Extract<Op, { kind: 'convGradient' }>, base: number): Kernel {
  const { window } = op;
  const [ci, co] = [op.x.shape[2], op.dz.shape[2]];
  const [outHeight, outWidth] = op.dz.shape;
  const [ciFours, coFours] = [inFours(ci), inFours(co)];
  const { splits, length } = splitOf(op);
  const run = window.width * ci;
  const [runTiles, columns] = [Math.ceil(run / 4), Math.ceil(co / 4)];
  const tiles = window.height * runTiles * columns;
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(ciFours));
  const dz = builder.bind(op.dz, 'read', typeOf(coFours));
  const partials = builder.bind('partials', 'read_write', typeOf(coFours));
  const start = windowStart(op.x, window);
  const gradientAt = positionOf(op.dz);
  const row = (op.x.shape[1] + 2 * op.x.border) * ci;
  const put = (value: string, at: string) =>
    `{ var sum = ${value}; if (!isFirst()) { sum += ${load4(partials, coFours, at)}; } ${store4(partials, coFours, at, 'sum', `${co}u - o`)} }`;
  const eachRow = (inner: string) => `
  for (var u = begin; u < end; u++) {
    let r = u / ${outHeight}u;
    let oy = u % ${outHeight}u;
    var d = ${gradientAt('r', 'oy', '0u')} + o;
    ${inner}
  }`;
  const filterSize = Math.ceil((window.height * run * co) / 4) * 4;
  const body = `
  let o = (index % ${columns}u) * 4u;
  let i = ((index / ${columns}u) % ${runTiles}u) * 4u;
  let fy = (index / ${columns * runTiles}u) % ${window.height}u;
  let part = index / ${tiles}u;
  if (part >= ${splits}u) { return; }
  let units = rows() * ${outHeight}u;
  let each = (units + ${splits - 1}u) / ${splits}u;
  let begin = min(part * each, units);
  let end = min(begin + each, units);
  let here = ${base}u + part * ${length}u;
  ${FOUR.map(j => `var a${j} = vec4f(0);`).join(' ')}
  ${eachRow(`var s = ${start('r', 'oy', '0u')} + fy * ${row}u + i;
    for (var ox = 0u; ox < ${outWidth}u; ox++) {
      let g = ${load4(dz, coFours, 'd')};
      let v = ${load4(x, ciFours, 's')};
      a0 += v.x * g;
      a1 += v.y * g;
      a2 += v.z * g;
      a3 += v.w * g;
      s += ${window.stride * ci}u;
      d += ${co}u;
    }`)}
  ${FOUR.map(j => `if (i + ${j}u < ${run}u) ${put(`a${j}`, `here + (fy * ${run}u + i + ${j}u) * ${co}u + o`)}`).join('\n  ')}
  ${
    op.bias === null
      ? ''
      : `if (i == 0u && fy == 0u) {
    var b = vec4f(0);
    ${eachRow(`for (var ox = 0u; ox < ${outWidth}u; ox++) { b += ${load4(dz, coFours, 'd')}; d += ${co}u; }`)}
    ${put('b', `here + ${filterSize}u + o`)}
  }`
  }`;
  return builder.finish(body, () => tiles * splits);
}

/** dx, times the derivative: each invocation makes 4 positions × 4 channels. */
export function convInputGradient(
  op: Extract<Op, { kind: 'convInputGradient' }>,
  offsetOf: OffsetOf,
): Kernel {
  const { window, through } = op;
  const [ci, co] = [op.dx.shape[2], op.dz.shape[2]];
  const [ciFours, coFours] = [inFours(ci), inFours(co)];
  const [outHeight, outWidth] = op.dz.shape;
  const builder = new KernelBuilder();
  const dz = builder.bind(op.dz, 'read', typeOf(coFours));
  const w = builder.bind('parameters', 'read', typeOf(coFours));
  const dx = builder.bind(op.dx, 'read_write', typeOf(ciFours));
  const value = through ? builder.bind(through.value, 'read', typeOf(ciFours)) : '';
  const columns = Math.ceil(ci / 4);
  const positions = op.dx.shape[0] * op.dx.shape[1];
  const gradientAt = positionOf(op.dz);
  const [target, source] = [positionOf(op.dx), through ? positionOf(through.value) : target0];
  const weight = (i: number) =>
    `${offsetOf(op.weights)}u + ((fy * ${window.width}u + fx) * ${ci}u + c + ${i}u) * ${co}u + o`;
  const add = (j: number) =>
    coFours
      ? `let g = ${dz}[(at + o) / 4u]; a${j} += vec4f(${FOUR.map(i => `dot(g, w${i})`).join(', ')});`
      : `a${j} += ${dz}[at + o] * w;`;
  // Which output position saw this input through tap (fy, fx): none where it lies outside or between strides.
  const one = (j: number) => `{
        let ty = i32(y${j}) + ${window.padTop} - i32(fy);
        let tx = i32(x${j}) + ${window.padLeft} - i32(fx);
        ${window.stride === 1 ? '' : `if (ty % ${window.stride} == 0 && tx % ${window.stride} == 0) {`}
        let oy = ty / ${window.stride};
        let ox = tx / ${window.stride};
        if (ty >= 0 && tx >= 0 && oy < ${outHeight} && ox < ${outWidth}) {
          let at = ${gradientAt(`r${j}`, 'u32(oy)', 'u32(ox)')};
          ${add(j)}
        }
        ${window.stride === 1 ? '' : '}'}
      }`;
  const body = `
  let c = (index % ${columns}u) * 4u;
  let p = (index / ${columns}u) * 4u;
  if (p >= rows() * ${positions}u) { return; }
  ${fourPositions(op.dx.shape)}
  ${FOUR.map(j => `var a${j} = vec4f(0);`).join(' ')}
  for (var fy = 0u; fy < ${window.height}u; fy++) {
    for (var fx = 0u; fx < ${window.width}u; fx++) {
      for (var o = 0u; o < ${co}u; o += ${coFours ? 4 : 1}u) {
        ${coFours ? FOUR.map(i => `let w${i} = ${w}[(${weight(i)}) / 4u];`).join('\n        ') : `let w = vec4f(${FOUR.map(i => `${w}[${weight(i)}]`).join(', ')});`}
        ${FOUR.map(one).join('\n        ')}
      }
    }
  }
  ${FOUR.map(j => {
    const before = through ? `(${load4(value, ciFours, `${source(`r${j}`, `y${j}`, `x${j}`)} + c`)})` : '';
    return `if (p + ${j}u < rows() * ${positions}u) { let g = ${throughDerivative(`a${j}`, through, before)}; ${store4(dx, ciFours, `${target(`r${j}`, `y${j}`, `x${j}`)} + c`, 'g', `${ci}u - c`)} }`;
  }).join('\n  ')}`;
  return builder.finish(body, rows => Math.ceil((rows * positions) / 4) * columns);
}

const target0 = () => '0u';

import type { Op, Place, Window } from '../../program/ops';
import {
  count,
  ended,
  foursOf,
  inFours,
  type Kernel,
  KernelBuilder,
  load4,
  positionOf,
  store4,
  type Target,
  throughDerivative,
  tileFor,
  typeOf,
} from './shader';

const lines = (parts: readonly string[]) => parts.join('\n      ');

/** Sample, row and column of neighbouring positions, from the number of the first. */
function somePositions([height, width]: Place['shape'], tile: number): string {
  return count(tile)
    .map(
      j => `let p${j} = min(p + ${j}u, rows() * ${height * width}u - 1u);
  let r${j} = p${j} / ${height * width}u; let y${j} = (p${j} / ${width}u) % ${height}u; let x${j} = p${j} % ${width}u;`,
    )
    .join('\n  ');
}

/** Index at which the window of an output position begins in the bordered input. */
function windowStart(x: Place, { stride, padTop, padLeft }: Window) {
  const [height, width, channels] = [x.shape[0] + 2 * x.border, x.shape[1] + 2 * x.border, x.shape[2]];
  const [top, left] = [x.border - padTop, x.border - padLeft];
  return (r: string, oy: string, ox: string) =>
    `((${r} * ${height}u + ${oy} * ${stride}u + ${top}u) * ${width}u + ${ox} * ${stride}u + ${left}u) * ${channels}u`;
}

/** y = epilogue(x ∗ filter + b): each invocation makes a tile of positions × channels. */
export function conv(op: Extract<Op, { kind: 'conv' }>, target: Target): Kernel {
  const { window } = op;
  const { offsetOf } = target;
  const [ci, co] = [op.x.shape[2], op.y.shape[2]];
  const tile = tileFor(target, co);
  const [ciFours, coFours] = [inFours(ci), inFours(co)];
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(ciFours));
  const w = builder.bind('parameters', 'read', typeOf(coFours));
  const y = builder.bind(op.y, 'read_write', typeOf(coFours));
  const wide = foursOf(co, tile);
  const columns = Math.ceil(co / (4 * wide));
  const [places, vectors, depth] = [count(tile), count(wide), count(ciFours ? 4 : 1)];
  const start = windowStart(op.x, window);
  const row = (op.x.shape[1] + 2 * op.x.border) * ci;
  const weight = (i: number, v: number) =>
    load4(
      w,
      coFours,
      `${offsetOf(op.weights)}u + ((fy * ${window.width}u + fx) * ${ci}u + c + ${i}u) * ${co}u + o + ${4 * v}u`,
    );
  const bias = (v: number) =>
    op.bias === null ? 'vec4f(0)' : load4(w, coFours, `${offsetOf(op.bias)}u + o + ${4 * v}u`);
  const multiply = (j: number, v: number) =>
    ciFours
      ? `a${j}_${v} += v${j}.x * w0_${v} + v${j}.y * w1_${v} + v${j}.z * w2_${v} + v${j}.w * w3_${v};`
      : `a${j}_${v} += v${j} * w0_${v};`;
  const positions = op.y.shape[0] * op.y.shape[1];
  const to = positionOf(op.y);
  const body = `
  let o = (index % ${columns}u) * ${4 * wide}u;
  let p = (index / ${columns}u) * ${tile}u;
  if (p >= rows() * ${positions}u) { return; }
  ${somePositions(op.y.shape, tile)}
  ${places.map(j => `let s${j} = ${start(`r${j}`, `y${j}`, `x${j}`)};`).join('\n  ')}
  ${vectors.map(v => `let start${v} = ${bias(v)};`).join(' ')}
  ${places.flatMap(j => vectors.map(v => `var a${j}_${v} = start${v};`)).join(' ')}
  for (var fy = 0u; fy < ${window.height}u; fy++) {
    for (var fx = 0u; fx < ${window.width}u; fx++) {
      let tap = fy * ${row}u + fx * ${ci}u;
      for (var c = 0u; c < ${ci}u; c += ${depth.length}u) {
      ${lines(depth.flatMap(i => vectors.map(v => `let w${i}_${v} = ${weight(i, v)};`)))}
      ${lines(
        places.map(j => {
          const at = `s${j} + tap + c`;
          const products = vectors.map(v => multiply(j, v)).join(' ');
          return `let v${j} = ${ciFours ? `${x}[(${at}) / 4u]` : `${x}[${at}]`}; ${products}`;
        }),
      )}
      }
    }
  }
  ${lines(
    places.flatMap(j =>
      vectors.map(v => {
        const at = `${to(`r${j}`, `y${j}`, `x${j}`)} + o + ${4 * v}u`;
        const stored = store4(y, coFours, at, 'v', `${co}u - o - ${4 * v}u`);
        return `if (p + ${j}u < rows() * ${positions}u && o + ${4 * v}u < ${co}u) { let v = ${ended(`a${j}_${v}`, op.epilogue)}; ${stored} }`;
      }),
    ),
  )}`;
  return builder.finish(body, rows => Math.ceil((rows * positions) / tile) * columns);
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

type GradientOp = Extract<Op, { kind: 'convGradient' }>;

/** Tiles of a filter's gradient: neighbours in one row of the filter × outputs, in fours. */
function tilesOf({ x, dz, window }: GradientOp, target: Target) {
  const tile = tileFor(target, x.shape[2], dz.shape[2]);
  const [run, co] = [window.width * x.shape[2], dz.shape[2]];
  const [high, wide] = [foursOf(run, tile), foursOf(co, tile)];
  const [runTiles, columns] = [Math.ceil(run / (4 * high)), Math.ceil(co / (4 * wide))];
  return { run, high, wide, runTiles, columns, total: window.height * runTiles * columns };
}

export function splitOf(op: GradientOp, target: Target): Split {
  const { x, dz, window, bias } = op;
  const [ci, co] = [x.shape[2], dz.shape[2]];
  const wanted = Math.ceil(WANTED / tilesOf(op, target).total);
  const splits = Math.max(1, Math.min(wanted, MOST_SPLITS, dz.rows * dz.shape[0]));
  const filter = Math.ceil((window.height * window.width * ci * co) / 4) * 4;
  return { splits, length: filter + (bias === null ? 0 : Math.ceil(co / 4) * 4) };
}

/**
 * Parts of dFilter and db: each invocation makes one tile over one part of the pictures' rows. The update adds
 * the parts up.
 * @param base where this gradient's parts begin in `partials`, in floats
 */
export function convGradient(op: GradientOp, base: number, target: Target): Kernel {
  const { window } = op;
  const [ci, co] = [op.x.shape[2], op.dz.shape[2]];
  const [outHeight, outWidth] = op.dz.shape;
  const [ciFours, coFours] = [inFours(ci), inFours(co)];
  const { splits, length } = splitOf(op, target);
  const { run, high, wide, runTiles, columns, total } = tilesOf(op, target);
  const [neighbours, vectors] = [count(4 * high), count(wide)];
  const builder = new KernelBuilder();
  const x = builder.bind(op.x, 'read', typeOf(ciFours));
  const dz = builder.bind(op.dz, 'read', typeOf(coFours));
  const partials = builder.bind('partials', 'read_write', typeOf(coFours));
  const start = windowStart(op.x, window);
  const gradientAt = positionOf(op.dz);
  const row = (op.x.shape[1] + 2 * op.x.border) * ci;
  const put = (value: string, at: string, v: number) =>
    `{ var sum = ${value}; if (!isFirst()) { sum += ${load4(partials, coFours, at)}; } ${store4(partials, coFours, at, 'sum', `${co}u - o - ${4 * v}u`)} }`;
  const eachRow = (inner: string) => `
  for (var u = begin; u < end; u++) {
    let r = u / ${outHeight}u;
    let oy = u % ${outHeight}u;
    var d = ${gradientAt('r', 'oy', '0u')} + o;
    ${inner}
  }`;
  const g = (v: number) => load4(dz, coFours, `d + ${4 * v}u`);
  const filterSize = Math.ceil((window.height * run * co) / 4) * 4;
  const bias = `if (i == 0u && fy == 0u) {
    ${vectors.map(v => `var b${v} = vec4f(0);`).join(' ')}
    ${eachRow(`for (var ox = 0u; ox < ${outWidth}u; ox++) { ${vectors.map(v => `b${v} += ${g(v)};`).join(' ')} d += ${co}u; }`)}
    ${vectors.map(v => `if (o + ${4 * v}u < ${co}u) ${put(`b${v}`, `here + ${filterSize}u + o + ${4 * v}u`, v)}`).join(' ')}
  }`;
  const body = `
  let o = (index % ${columns}u) * ${4 * wide}u;
  let i = ((index / ${columns}u) % ${runTiles}u) * ${4 * high}u;
  let fy = (index / ${columns * runTiles}u) % ${window.height}u;
  let part = index / ${total}u;
  if (part >= ${splits}u) { return; }
  let units = rows() * ${outHeight}u;
  let each = (units + ${splits - 1}u) / ${splits}u;
  let begin = min(part * each, units);
  let end = min(begin + each, units);
  let here = ${base}u + part * ${length}u;
  ${neighbours.flatMap(j => vectors.map(v => `var a${j}_${v} = vec4f(0);`)).join(' ')}
  ${eachRow(`var s = ${start('r', 'oy', '0u')} + fy * ${row}u + i;
    for (var ox = 0u; ox < ${outWidth}u; ox++) {
      ${vectors.map(v => `let g${v} = ${g(v)};`).join(' ')}
      ${count(high)
        .map(h => `let v${h} = ${load4(x, ciFours, `s + ${4 * h}u`)};`)
        .join(' ')}
      ${lines(neighbours.map(j => vectors.map(v => `a${j}_${v} += v${j >> 2}[${j & 3}] * g${v};`).join(' ')))}
      s += ${window.stride * ci}u;
      d += ${co}u;
    }`)}
  ${lines(
    neighbours.flatMap(j =>
      vectors.map(v => {
        const at = `here + (fy * ${run}u + i + ${j}u) * ${co}u + o + ${4 * v}u`;
        return `if (i + ${j}u < ${run}u && o + ${4 * v}u < ${co}u) ${put(`a${j}_${v}`, at, v)}`;
      }),
    ),
  )}
  ${op.bias === null ? '' : bias}`;
  return builder.finish(body, () => total * splits);
}

/** dx, times the derivative: each invocation makes a tile of positions × channels. */
export function convInputGradient(op: Extract<Op, { kind: 'convInputGradient' }>, target: Target): Kernel {
  const { window, through } = op;
  const { offsetOf } = target;
  const [ci, co] = [op.dx.shape[2], op.dz.shape[2]];
  // More positions at once make a program that a software adapter compiles for ten seconds and more.
  const tile = 4;
  const [ciFours, coFours] = [inFours(ci), inFours(co)];
  const [outHeight, outWidth] = op.dz.shape;
  const builder = new KernelBuilder();
  const dz = builder.bind(op.dz, 'read', typeOf(coFours));
  const w = builder.bind('parameters', 'read', typeOf(coFours));
  const dx = builder.bind(op.dx, 'read_write', typeOf(ciFours));
  const value = through ? builder.bind(through.value, 'read', typeOf(ciFours)) : '';
  const wide = foursOf(ci, tileFor(target, ci, co));
  const columns = Math.ceil(ci / (4 * wide));
  const [places, channels, vectors] = [count(tile), count(4 * wide), count(wide)];
  const positions = op.dx.shape[0] * op.dx.shape[1];
  const gradientAt = positionOf(op.dz);
  const [to, valueAt] = [positionOf(op.dx), positionOf(through?.value ?? op.dx)];
  const weight = (i: number) => {
    const at = `${offsetOf(op.weights)}u + ((fy * ${window.width}u + fx) * ${ci}u + min(c + ${i}u, ${ci - 1}u)) * ${co}u + o`;
    return coFours ? `${w}[(${at}) / 4u]` : `${w}[${at}]`;
  };
  const four = (v: number, each: (i: number) => string) =>
    `vec4f(${count(4)
      .map(i => each(4 * v + i))
      .join(', ')})`;
  const add = (j: number, v: number) =>
    coFours
      ? `a${j}_${v} += ${four(v, i => `dot(g, w${i})`)};`
      : `a${j}_${v} += g * ${four(v, i => `w${i}`)};`;
  // Which output position saw this input through tap (fy, fx): none where it lies outside or between strides.
  const between = window.stride === 1 ? '' : ` && ty % ${window.stride} == 0 && tx % ${window.stride} == 0`;
  const where = (j: number) => `
      let ty${j} = i32(y${j}) + ${window.padTop} - i32(fy);
      let tx${j} = i32(x${j}) + ${window.padLeft} - i32(fx);
      let oy${j} = ty${j} / ${window.stride};
      let ox${j} = tx${j} / ${window.stride};
      let sees${j} = ty${j} >= 0 && tx${j} >= 0 && oy${j} < ${outHeight} && ox${j} < ${outWidth}${between.replaceAll('ty', `ty${j}`).replaceAll('tx', `tx${j}`)};
      let at${j} = ${gradientAt(`r${j}`, `u32(max(oy${j}, 0))`, `u32(max(ox${j}, 0))`)};`;
  const body = `
  let c = (index % ${columns}u) * ${4 * wide}u;
  let p = (index / ${columns}u) * ${tile}u;
  if (p >= rows() * ${positions}u) { return; }
  ${somePositions(op.dx.shape, tile)}
  ${places.flatMap(j => vectors.map(v => `var a${j}_${v} = vec4f(0);`)).join(' ')}
  for (var fy = 0u; fy < ${window.height}u; fy++) {
    for (var fx = 0u; fx < ${window.width}u; fx++) {
      ${places.map(where).join('')}
      for (var o = 0u; o < ${co}u; o += ${coFours ? 4 : 1}u) {
      ${lines(channels.map(i => `let w${i} = ${weight(i)};`))}
      ${lines(
        places.map(j => {
          const g = `${dz}[(at${j} + o)${coFours ? ' / 4u' : ''}]`;
          const seen = `select(${coFours ? 'vec4f(0)' : '0.0'}, ${g}, sees${j})`;
          return `{ let g = ${seen}; ${vectors.map(v => add(j, v)).join(' ')} }`;
        }),
      )}
      }
    }
  }
  ${lines(
    places.flatMap(j =>
      vectors.map(v => {
        const before = through
          ? `(${load4(value, ciFours, `${valueAt(`r${j}`, `y${j}`, `x${j}`)} + c + ${4 * v}u`)})`
          : '';
        const at = `${to(`r${j}`, `y${j}`, `x${j}`)} + c + ${4 * v}u`;
        const stored = store4(dx, ciFours, at, 'g', `${ci}u - c - ${4 * v}u`);
        return `if (p + ${j}u < rows() * ${positions}u && c + ${4 * v}u < ${ci}u) { let g = ${throughDerivative(`a${j}_${v}`, through, before)}; ${stored} }`;
      }),
    ),
  )}`;
  return builder.finish(body, rows => Math.ceil((rows * positions) / tile) * columns);
}

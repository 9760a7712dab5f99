import { NORM_EPSILON, NORM_MOMENTUM, type Op } from '../../program/ops';
import {
  ended,
  GROUP,
  type Kernel,
  KernelBuilder,
  positionOf,
  type Target,
  throughDerivative,
} from './shader';

const SUMS = `
var<workgroup> sums: array<vec2f, ${GROUP}>;
fn total(local: u32, value: vec2f) -> vec2f {
  sums[local] = value;
  workgroupBarrier();
  for (var half = ${GROUP / 2}u; half > 0u; half /= 2u) {
    if (local < half) { sums[local] += sums[local + half]; }
    workgroupBarrier();
  }
  let result = sums[0];
  workgroupBarrier();
  return result;
}`;

/** Mean and 1/deviation of each channel over the batch, one workgroup a channel, and what follows them. */
export function batchMoments(op: Extract<Op, { kind: 'batchNorm' }>, { offsetOf }: Target): Kernel {
  const [height, width, channels] = op.x.shape;
  const { norm } = op;
  const builder = new KernelBuilder();
  const x = builder.bind(op.x);
  const p = builder.bind('parameters', 'read_write');
  const at = (index: number) => `${p}[${offsetOf(index)}u + c]`;
  const running = `
    ${at(norm.mean)} = ${at(norm.mean)} * ${1 - NORM_MOMENTUM} + mean * ${NORM_MOMENTUM};
    ${at(norm.variance)} = ${at(norm.variance)} * ${1 - NORM_MOMENTUM} + unbiased * ${NORM_MOMENTUM};`;
  const body = `
  let c = index / ${GROUP}u;
  let count = rows() * ${height * width}u;
  var sum = 0.0;
  for (var i = local; i < count; i += ${GROUP}u) { sum += ${x}[min(i * ${channels}u + c, count * ${channels}u - 1u)]; }
  let mean = total(local, vec2f(sum, 0)).x / f32(count);
  var squares = 0.0;
  for (var i = local; i < count; i += ${GROUP}u) {
    let difference = ${x}[min(i * ${channels}u + c, count * ${channels}u - 1u)] - mean;
    squares += difference * difference;
  }
  let variance = total(local, vec2f(squares, 0)).x / f32(count);
  if (local == 0u && c < ${channels}u) {
    let unbiased = select(variance, variance * f32(count) / f32(count - 1u), count > 1u);
    ${at(norm.batchMean)} = mean;
    ${at(norm.batchDeviation)} = inverseSqrt(variance + ${NORM_EPSILON});
    ${op.statistics === 'training' ? running : ''}
  }`;
  return builder.finish(body, () => channels * GROUP, SUMS);
}

/** Sample, row, column and channel, from the invocation's number. */
function whereOf([height, width, channels]: readonly [number, number, number]): string {
  return `
  let c = index % ${channels}u;
  let x = (index / ${channels}u) % ${width}u;
  let y = (index / ${channels * width}u) % ${height}u;
  let r = index / ${channels * width * height}u;
  if (r >= rows()) { return; }`;
}

/** Mean and 1/deviation of a channel, as WGSL expressions; `at` reaches a parameter's. */
function momentsOf(
  { norm, statistics }: Pick<Extract<Op, { kind: 'batchNorm' }>, 'norm' | 'statistics'>,
  at: (index: number) => string,
) {
  return statistics === 'running'
    ? { mean: at(norm.mean), deviation: `inverseSqrt(${at(norm.variance)} + ${NORM_EPSILON})` }
    : { mean: at(norm.batchMean), deviation: at(norm.batchDeviation) };
}

/** y = epilogue((x − mean) · deviation · scale + shift), with the batch's moments or the running ones. */
export function normalise(op: Extract<Op, { kind: 'batchNorm' }>, { offsetOf }: Target): Kernel {
  const { shape } = op.x;
  const builder = new KernelBuilder();
  const x = builder.bind(op.x);
  const p = builder.bind('parameters');
  const y = builder.bind(op.y, 'read_write');
  const at = (index: number) => `${p}[${offsetOf(index)}u + c]`;
  const { mean, deviation } = momentsOf(op, at);
  const body = `${whereOf(shape)}
  let value = vec4f((${x}[index] - ${mean}) * (${deviation} * ${at(op.scale)}) + ${at(op.shift)});
  let result = ${ended('value', op.epilogue)};
  ${y}[${positionOf(op.y)('r', 'y', 'x')} + c] = result.x;`;
  return builder.finish(body, rows => rows * shape[0] * shape[1] * shape[2]);
}

/** dScale = Σ dz · x̂ and dShift = Σ dz over the batch, one workgroup a channel. */
export function normSums(op: Extract<Op, { kind: 'batchNormGradient' }>, { offsetOf }: Target): Kernel {
  const [height, width, channels] = op.x.shape;
  const builder = new KernelBuilder();
  const x = builder.bind(op.x);
  const dz = builder.bind(op.dz);
  const p = builder.bind('parameters');
  const g = builder.bind('gradients', 'read_write');
  const at = (index: number) => `${p}[${offsetOf(index)}u + c]`;
  const { mean, deviation } = momentsOf(op, at);
  const body = `
  let c = min(index / ${GROUP}u, ${channels - 1}u);
  let count = rows() * ${height * width}u;
  var sum = vec2f(0);
  for (var i = local; i < count; i += ${GROUP}u) {
    let gradient = ${dz}[i * ${channels}u + c];
    let normal = (${x}[i * ${channels}u + c] - ${mean}) * ${deviation};
    sum += vec2f(gradient * normal, gradient);
  }
  let both = total(local, sum);
  if (local == 0u) {
    ${g}[${offsetOf(op.scale)}u + c] = both.x;
    ${g}[${offsetOf(op.shift)}u + c] = both.y;
  }`;
  return builder.finish(body, () => channels * GROUP, SUMS);
}

/**
 * dx = scale · deviation · (dz − mean of dz − x̂ · mean of dz·x̂), times the derivative; with running statistics, which
 * are constants, scale · deviation · dz.
 */
export function normInputGradient(
  op: Extract<Op, { kind: 'batchNormGradient' }>,
  { offsetOf }: Target,
): Kernel {
  const { shape } = op.x;
  const { through } = op;
  const builder = new KernelBuilder();
  const x = builder.bind(op.x);
  const dz = builder.bind(op.dz);
  const p = builder.bind('parameters');
  const g = builder.bind('gradients');
  const dx = builder.bind(op.dx!, 'read_write');
  const value = through ? builder.bind(through.value) : '';
  const at = (index: number) => `${p}[${offsetOf(index)}u + c]`;
  const { mean, deviation } = momentsOf(op, at);
  const sum = (index: number) => `${g}[${offsetOf(index)}u + c]`;
  const before = through ? `vec4f(${value}[${positionOf(through.value)('r', 'y', 'x')} + c])` : '';
  const centred = `
  let share = 1.0 / f32(rows() * ${shape[0] * shape[1]}u);
  let normal = (${x}[index] - ${mean}) * ${deviation};
  let rest = ${dz}[index] - (${sum(op.shift)} + normal * ${sum(op.scale)}) * share;`;
  const body = `${whereOf(shape)}
  ${op.statistics === 'running' ? `let rest = ${dz}[index];` : centred}
  let gradient = vec4f(${at(op.scale)} * ${deviation} * rest);
  let result = ${throughDerivative('gradient', through, before)};
  ${dx}[${positionOf(op.dx!)('r', 'y', 'x')} + c] = result.x;`;
  return builder.finish(body, rows => rows * shape[0] * shape[1] * shape[2]);
}

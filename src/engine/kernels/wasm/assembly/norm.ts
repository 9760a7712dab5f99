// Batch normalisation over rows × channels, channels last, four channels at a time. Where less than four are
// left, the lanes beyond are read from whatever follows, and dropped.
//
// What is done to a picture row, or to a strip of rows, is done channels by channels, so that what belongs to
// four channels stays in registers while the strip stays in the first cache.
import { loadLanes, storeLanes } from './tile';

/** Rows of a strip. */
const STRIP: i32 = 32;

// @ts-ignore: decorator
@inline
function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/** Bytes of scratch space for `batchMoments`: two sums in double precision for each channel. */
export function momentsScratchBytes(channels: i32): i32 {
  return ((channels + 3) >> 2) << 6;
}

/** The upper two lanes, in double precision. */
// @ts-ignore: decorator
@inline
function promoteHigh(value: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(value, value, 2, 3, 2, 3));
}

/** Σ (x − pivot) and Σ (x − pivot)² of each channel into `scratch`, where the pivot is the first row of x. */
function sumsAroundFirstRow(x: usize, rows: i32, channels: i32, scratch: usize): void {
  const step = floats(channels);
  memory.fill(scratch, 0, momentsScratchBytes(channels));
  for (let start = 0; start < rows; start += STRIP) {
    const count = min(STRIP, rows - start);
    let sums = scratch;
    for (let c = 0; c < channels; c += 4) {
      const pivot = v128.load(x + floats(c));
      const pivotLow = f64x2.promote_low_f32x4(pivot);
      const pivotHigh = promoteHigh(pivot);
      let sumLow = v128.load(sums);
      let sumHigh = v128.load(sums, 16);
      let squaresLow = v128.load(sums, 32);
      let squaresHigh = v128.load(sums, 48);
      let from = x + <usize>start * step + floats(c);
      for (let i = 0; i < count; i++) {
        const value = v128.load(from);
        const low = f64x2.sub(f64x2.promote_low_f32x4(value), pivotLow);
        const high = f64x2.sub(promoteHigh(value), pivotHigh);
        sumLow = f64x2.add(sumLow, low);
        sumHigh = f64x2.add(sumHigh, high);
        squaresLow = f64x2.add(squaresLow, f64x2.mul(low, low));
        squaresHigh = f64x2.add(squaresHigh, f64x2.mul(high, high));
        from += step;
      }
      v128.store(sums, sumLow);
      v128.store(sums, sumHigh, 16);
      v128.store(sums, squaresLow, 32);
      v128.store(sums, squaresHigh, 48);
      sums += 64;
    }
  }
}

/**
 * mean[c] and deviation[c] = 1/√(variance + epsilon) over the rows, and what is left of the running ones.
 *
 * One pass is enough: the pivot is one of the n values, so that the squares around it are at most n + 1 times
 * those around the mean, and their difference loses at most log₂(n + 1) of the 29 bits that double precision has
 * over single.
 */
export function batchMoments(
  x: usize, rows: i32, channels: i32, mean: usize, deviation: usize, runningMean: usize, runningVariance: usize,
  epsilon: f32, momentum: f32, scratch: usize,
): void {
  sumsAroundFirstRow(x, rows, channels, scratch);
  const count: f32 = <f32>rows;
  for (let c = 0; c < channels; c++) {
    const at = floats(c);
    const sums = scratch + ((<usize>(c >> 2)) << 6) + ((<usize>(c & 3)) << 3);
    const offset = f64.load(sums) / rows;
    const centre: f32 = <f32>(<f64>f32.load(x + at) + offset);
    const variance: f32 = <f32>max<f64>(0, f64.load(sums, 32) / rows - offset * offset);
    f32.store(mean + at, centre);
    f32.store(deviation + at, 1 / sqrt(variance + epsilon));
    const unbiased: f32 = rows > 1 ? (variance * count) / (count - 1) : variance;
    f32.store(runningMean + at, f32.load(runningMean + at) * (1 - momentum) + centre * momentum);
    f32.store(runningVariance + at, f32.load(runningVariance + at) * (1 - momentum) + unbiased * momentum);
  }
}

/** deviation[c] = 1/√(variance[c] + epsilon) */
export function deviations(variance: usize, deviation: usize, channels: i32, epsilon: f32): void {
  for (let c = 0; c < channels; c++)
    f32.store(deviation + floats(c), 1 / sqrt(f32.load(variance + floats(c)) + epsilon));
}

/** y (border `yBorder`) = (x − mean) · deviation · scale + shift [then ReLU] */
export function normalise(
  x: usize, height: i32, width: i32, channels: i32, mean: usize, deviation: usize, scale: usize, shift: usize,
  relu: bool, y: usize, yBorder: i32, pictures: i32,
): void {
  const step = floats(channels);
  const yRow = floats((width + 2 * yBorder) * channels);
  // Below every number, so that nothing is cut off.
  const least = f32x4.splat(relu ? 0 : <f32>-Infinity);
  for (let picture = 0; picture < pictures; picture++)
    for (let row = 0; row < height; row++) {
      const start = y + (<usize>(picture * (height + 2 * yBorder) + yBorder + row)) * yRow + floats(yBorder * channels);
      for (let c = 0; c < channels; c += 4) {
        const at = floats(c);
        const centre = v128.load(mean + at);
        const factor = f32x4.mul(v128.load(deviation + at), v128.load(scale + at));
        const offset = v128.load(shift + at);
        const lanes = channels - c;
        let from = x + at;
        let to = start + at;
        for (let column = 0; column < width; column++) {
          const value = f32x4.add(f32x4.mul(f32x4.sub(v128.load(from), centre), factor), offset);
          // pmax keeps a NaN, so that divergence is seen.
          storeLanes(to, f32x4.pmax(value, least), lanes);
          from += step;
          to += step;
        }
      }
      x += <usize>width * step;
    }
}

/** dShift += Σ dz and dScale += Σ dz·x̂ over the rows. */
function addSums(
  x: usize, dz: usize, rows: i32, channels: i32, mean: usize, deviation: usize, dScale: usize, dShift: usize,
): void {
  const step = floats(channels);
  for (let start = 0; start < rows; start += STRIP) {
    const count = min(STRIP, rows - start);
    for (let c = 0; c < channels; c += 4) {
      const at = floats(c);
      const centre = v128.load(mean + at);
      const lanes = channels - c;
      let sum = f32x4.splat(0);
      let products = f32x4.splat(0);
      let offset = <usize>start * step + at;
      for (let i = 0; i < count; i++) {
        const gradient = v128.load(dz + offset);
        sum = f32x4.add(sum, gradient);
        products = f32x4.add(products, f32x4.mul(gradient, f32x4.sub(v128.load(x + offset), centre)));
        offset += step;
      }
      products = f32x4.mul(products, v128.load(deviation + at));
      storeLanes(dShift + at, f32x4.add(loadLanes(dShift + at, lanes), sum), lanes);
      storeLanes(dScale + at, f32x4.add(loadLanes(dScale + at, lanes), products), lanes);
    }
  }
}

/**
 * dScale and dShift, which must hold zeros, and from them dx (border `dxBorder`), where it is not 0:
 * scale · deviation · (dz − mean of dz − x̂ · mean of dz·x̂), the means over the batch.
 */
export function normGradient(
  x: usize, dz: usize, height: i32, width: i32, channels: i32, mean: usize, deviation: usize, scale: usize,
  dScale: usize, dShift: usize, dx: usize, dxBorder: i32, pictures: i32,
): void {
  const rows = pictures * height * width;
  addSums(x, dz, rows, channels, mean, deviation, dScale, dShift);
  if (dx == 0) return;
  const share = f32x4.splat(1 / <f32>rows);
  const step = floats(channels);
  const dRow = floats((width + 2 * dxBorder) * channels);
  for (let picture = 0; picture < pictures; picture++)
    for (let row = 0; row < height; row++) {
      const start =
        dx + (<usize>(picture * (height + 2 * dxBorder) + dxBorder + row)) * dRow + floats(dxBorder * channels);
      for (let c = 0; c < channels; c += 4) {
        const at = floats(c);
        const centre = v128.load(mean + at);
        const factor = v128.load(deviation + at);
        const outer = f32x4.mul(v128.load(scale + at), factor);
        const meanGradient = f32x4.mul(v128.load(dShift + at), share);
        const slope = f32x4.mul(f32x4.mul(v128.load(dScale + at), share), factor);
        const lanes = channels - c;
        let from = at;
        let to = start + at;
        for (let column = 0; column < width; column++) {
          const along = f32x4.mul(f32x4.sub(v128.load(x + from), centre), slope);
          const rest = f32x4.sub(v128.load(dz + from), f32x4.add(meanGradient, along));
          storeLanes(to, f32x4.mul(outer, rest), lanes);
          from += step;
          to += step;
        }
      }
      x += <usize>width * step;
      dz += <usize>width * step;
    }
}

// "Same" convolution of bordered pictures (rows × height × width × channels, zeros around each picture) and its
// gradients, straight from the pictures: for one row of the filter, what it touches is one run of memory, so
// that nothing has to be unfolded.
import { packRows, panelFloats } from './pack';
import { ADD, dot, RELU, tileOfColumns, tileOfRows } from './tile';

/** Bytes of scratch space for a convolution, or for the gradient of its input. */
export function convScratchBytes(filterHeight: i32, filterWidth: i32, inChannels: i32, outChannels: i32): i32 {
  const taps = filterHeight * filterWidth;
  return max(panelFloats(taps * inChannels, outChannels), panelFloats(taps * outChannels, inChannels)) << 2;
}

// @ts-ignore: decorator
@inline
function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/**
 * y = x ∗ filter panels [+ bias] [then ReLU]. `x` and `y` point at the first float that is read for, and written
 * as, position (0, 0); row and picture steps are in floats.
 */
function convolve(
  x: usize, xRow: i32, xPicture: i32, inChannels: i32, panels: usize, filterHeight: i32, filterWidth: i32,
  stride: i32, y: usize, yRow: i32, yPicture: i32, outChannels: i32, pictures: i32, outHeight: i32, outWidth: i32,
  bias: usize, flags: i32,
): void {
  const run = filterWidth * inChannels;
  const depth = filterHeight * run;
  const step = floats(stride * inChannels);
  const runStep = floats(xRow);
  const yStep = floats(outChannels);
  for (let picture = 0; picture < pictures; picture++)
    for (let j = 0; j < outChannels; j += 8) {
      const panel = panels + floats(j * depth);
      const columns = min(8, outChannels - j);
      const biasAt = bias != 0 ? bias + floats(j) : 0;
      for (let oy = 0; oy < outHeight; oy++) {
        let from = x + floats(picture * xPicture + oy * stride * xRow);
        let to = y + floats(picture * yPicture + oy * yRow + j);
        for (let ox = 0; ox < outWidth; ox += 4) {
          tileOfRows(
            from, step, filterHeight, run, runStep, panel, to, yStep, min(4, outWidth - ox), columns, flags, biasAt,
          );
          from += 4 * step;
          to += 4 * yStep;
        }
      }
    }
}

/** Sizes of one side of a convolution: the picture, its channels, and the zeros around it. */
// @ts-ignore: decorator
@inline
function rowFloats(width: i32, border: i32, channels: i32): i32 {
  return (width + 2 * border) * channels;
}

/** y (oh × ow × co, border `yBorder`) = x (h × w × ci, border `xBorder`) ∗ filter (fh, fw, ci, co) [+ bias] [ReLU]. */
export function conv(
  x: usize, height: i32, width: i32, inChannels: i32, xBorder: i32, filter: usize, filterHeight: i32,
  filterWidth: i32, stride: i32, padTop: i32, padLeft: i32, bias: usize, relu: bool, y: usize, outHeight: i32,
  outWidth: i32, outChannels: i32, yBorder: i32, pictures: i32, scratch: usize,
): void {
  const xRow = rowFloats(width, xBorder, inChannels);
  const yRow = rowFloats(outWidth, yBorder, outChannels);
  packRows(filterHeight * filterWidth * inChannels, outChannels, filter, outChannels, scratch);
  convolve(
    x + floats((xBorder - padTop) * xRow + (xBorder - padLeft) * inChannels), xRow, (height + 2 * xBorder) * xRow,
    inChannels, scratch, filterHeight, filterWidth, stride, y + floats(yBorder * yRow + yBorder * outChannels), yRow,
    (outHeight + 2 * yBorder) * yRow, outChannels, pictures, outHeight, outWidth, bias, relu ? RELU : 0,
  );
}

/** The filter turned by half a circle, with its channels changed over: (fh, fw, co, ci), as panels. */
function packTurned(filter: usize, taps: i32, inChannels: i32, outChannels: i32, to: usize): void {
  for (let j = 0; j < inChannels; j += 8)
    for (let tap = taps - 1; tap >= 0; tap--)
      for (let o = 0; o < outChannels; o++) {
        for (let q = 0; q < 8; q++) {
          const from = filter + floats((tap * inChannels + j + q) * outChannels + o);
          f32.store(to + floats(q), j + q < inChannels ? f32.load(from) : 0);
        }
        to += 32;
      }
}

/**
 * dx (h × w × ci, border `xBorder`) from dz (border `zBorder`) through a convolution of stride 1: dz ∗ the
 * turned filter.
 */
export function convInputGradient(
  dz: usize, height: i32, width: i32, outChannels: i32, zBorder: i32, filter: usize, filterHeight: i32,
  filterWidth: i32, padTop: i32, padLeft: i32, dx: usize, inChannels: i32, xBorder: i32, pictures: i32,
  scratch: usize,
): void {
  const zRow = rowFloats(width, zBorder, outChannels);
  const xRow = rowFloats(width, xBorder, inChannels);
  const top = zBorder - (filterHeight - 1 - padTop);
  const left = zBorder - (filterWidth - 1 - padLeft);
  packTurned(filter, filterHeight * filterWidth, inChannels, outChannels, scratch);
  convolve(
    dz + floats(top * zRow + left * outChannels), zRow, (height + 2 * zBorder) * zRow, outChannels, scratch,
    filterHeight, filterWidth, 1, dx + floats(xBorder * xRow + xBorder * inChannels), xRow,
    (height + 2 * xBorder) * xRow, inChannels, pictures, height, width, 0, 0,
  );
}

/** dFilter (fh, fw, ci, co) += Σ over pictures and positions of what the filter saw · dz. */
export function convGradientAdd(
  x: usize, height: i32, width: i32, inChannels: i32, xBorder: i32, dz: usize, outHeight: i32, outWidth: i32,
  outChannels: i32, zBorder: i32, dFilter: usize, filterHeight: i32, filterWidth: i32, stride: i32, padTop: i32,
  padLeft: i32, pictures: i32,
): void {
  const xRow = rowFloats(width, xBorder, inChannels);
  const zRow = rowFloats(outWidth, zBorder, outChannels);
  const run = filterWidth * inChannels;
  const first = x + floats((xBorder - padTop) * xRow + (xBorder - padLeft) * inChannels);
  const zFirst = dz + floats(zBorder * zRow + zBorder * outChannels);
  for (let picture = 0; picture < pictures; picture++) {
    const from = first + floats(picture * (height + 2 * xBorder) * xRow);
    const by = zFirst + floats(picture * (outHeight + 2 * zBorder) * zRow);
    for (let fy = 0; fy < filterHeight; fy++)
      for (let i = 0; i < run; i += 4)
        for (let j = 0; j < outChannels; j += 8)
          tileOfColumns(
            from + floats(fy * xRow + i), floats(stride * inChannels), floats(stride * xRow), by + floats(j),
            floats(outChannels), floats(zRow), outHeight, outWidth,
            dFilter + floats((fy * run + i) * outChannels + j), floats(outChannels), min(4, run - i),
            min(8, outChannels - j), ADD,
          );
  }
}

/** dx += through a convolution of any stride, position by position: slower than `convInputGradient`. */
export function convStridedInputGradientAdd(
  dz: usize, outHeight: i32, outWidth: i32, outChannels: i32, zBorder: i32, filter: usize, filterHeight: i32,
  filterWidth: i32, stride: i32, padTop: i32, padLeft: i32, dx: usize, height: i32, width: i32, inChannels: i32,
  xBorder: i32, pictures: i32,
): void {
  const zRow = rowFloats(outWidth, zBorder, outChannels);
  const xRow = rowFloats(width, xBorder, inChannels);
  for (let picture = 0; picture < pictures; picture++)
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++) {
        const from =
          dz + floats(picture * (outHeight + 2 * zBorder) * zRow + (oy + zBorder) * zRow + (ox + zBorder) * outChannels);
        for (let fy = 0; fy < filterHeight; fy++) {
          const iy = oy * stride + fy - padTop;
          if (iy < 0 || iy >= height) continue;
          for (let fx = 0; fx < filterWidth; fx++) {
            const ix = ox * stride + fx - padLeft;
            if (ix < 0 || ix >= width) continue;
            const to =
              dx +
              floats(picture * (height + 2 * xBorder) * xRow + (iy + xBorder) * xRow + (ix + xBorder) * inChannels);
            const weights = filter + floats((fy * filterWidth + fx) * inChannels * outChannels);
            for (let c = 0; c < inChannels; c++) {
              const sum = dot(from, weights + floats(c * outChannels), outChannels);
              f32.store(to + floats(c), f32.load(to + floats(c)) + sum);
            }
          }
        }
      }
}

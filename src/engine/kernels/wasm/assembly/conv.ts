// Gradients of a 2-D convolution in NHWC order, one picture at a time: its patches are laid out as a matrix
// (rows: output positions, columns: filter taps × input channels), and the gradient is one product.
import { gemm, gemmScratchBytes } from './gemm';

export function conv2dScratchBytes(
  outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32, inChannels: i32, outChannels: i32,
): i32 {
  const taps = filterHeight * filterWidth * inChannels;
  return ((outHeight * outWidth * taps) << 2) + gemmScratchBytes(max(taps, outChannels));
}

function unfold(
  x: usize, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
  to: usize,
): void {
  const bytes = (<usize>channels) << 2;
  for (let oy = 0; oy < outHeight; oy++)
    for (let ox = 0; ox < outWidth; ox++)
      for (let fy = 0; fy < filterHeight; fy++) {
        const iy = oy * strideHeight + fy - padTop;
        for (let fx = 0; fx < filterWidth; fx++) {
          const ix = ox * strideWidth + fx - padLeft;
          if (iy >= 0 && iy < inHeight && ix >= 0 && ix < inWidth)
            memory.copy(to, x + (<usize>(iy * inWidth + ix)) * bytes, bytes);
          else memory.fill(to, 0, bytes);
          to += bytes;
        }
      }
}

function foldAdd(
  from: usize, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
  dx: usize,
): void {
  const bytes = (<usize>channels) << 2;
  for (let oy = 0; oy < outHeight; oy++)
    for (let ox = 0; ox < outWidth; ox++)
      for (let fy = 0; fy < filterHeight; fy++) {
        const iy = oy * strideHeight + fy - padTop;
        for (let fx = 0; fx < filterWidth; fx++) {
          const ix = ox * strideWidth + fx - padLeft;
          if (iy >= 0 && iy < inHeight && ix >= 0 && ix < inWidth) {
            let to = dx + (<usize>(iy * inWidth + ix)) * bytes;
            let at = from;
            let c = 0;
            for (; c + 4 <= channels; c += 4) {
              v128.store(to, f32x4.add(v128.load(to), v128.load(at)));
              to += 16;
              at += 16;
            }
            for (; c < channels; c++) {
              f32.store(to, f32.load(to) + f32.load(at));
              to += 4;
              at += 4;
            }
          }
          from += bytes;
        }
      }
}

/** dFilter (fh, fw, ci, co) = Σ over pictures and positions of patchᵀ · dy. */
export function conv2dFilterGradient(
  x: usize, dy: usize, dFilter: usize, batch: i32,
  inHeight: i32, inWidth: i32, inChannels: i32, outHeight: i32, outWidth: i32, outChannels: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
  scratch: usize,
): void {
  const positions = outHeight * outWidth;
  const taps = filterHeight * filterWidth * inChannels;
  const rest = scratch + ((<usize>(positions * taps)) << 2);
  for (let image = 0; image < batch; image++) {
    unfold(
      x + ((<usize>(image * inHeight * inWidth * inChannels)) << 2), inHeight, inWidth, inChannels,
      outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padTop, padLeft, scratch,
    );
    gemm(
      taps, outChannels, positions, scratch, 1, taps,
      dy + ((<usize>(image * positions * outChannels)) << 2), outChannels, 1,
      dFilter, 0, false, image > 0, rest,
    );
  }
}

/** dx (batch, ih, iw, ci): each position's dy · filterᵀ, added onto the patch that it came from. */
export function conv2dInputGradient(
  dy: usize, filter: usize, dx: usize, batch: i32,
  inHeight: i32, inWidth: i32, inChannels: i32, outHeight: i32, outWidth: i32, outChannels: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
  scratch: usize,
): void {
  const positions = outHeight * outWidth;
  const taps = filterHeight * filterWidth * inChannels;
  const rest = scratch + ((<usize>(positions * taps)) << 2);
  const pixels = inHeight * inWidth * inChannels;
  memory.fill(dx, 0, (<usize>(batch * pixels)) << 2);
  for (let image = 0; image < batch; image++) {
    gemm(
      positions, taps, outChannels,
      dy + ((<usize>(image * positions * outChannels)) << 2), outChannels, 1,
      filter, 1, outChannels, scratch, 0, false, false, rest,
    );
    foldAdd(
      scratch, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth,
      strideHeight, strideWidth, padTop, padLeft, dx + ((<usize>(image * pixels)) << 2),
    );
  }
}

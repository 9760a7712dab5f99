// 2-D convolution in NHWC order and its gradients, one picture at a time: its patches are laid out as a matrix
// (rows: output positions, columns: filter taps × input channels), and the rest is one product.
import { gemm, gemmScratchBytes } from './gemm';

export function conv2dScratchBytes(
  outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32, inChannels: i32, outChannels: i32,
): i32 {
  const taps = filterHeight * filterWidth * inChannels;
  return ((outHeight * outWidth * taps) << 2) + gemmScratchBytes(max(taps, outChannels));
}

// @ts-ignore: decorator
@inline
function copyFloats(to: usize, from: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < bytes; at += 4) f32.store(to + at, f32.load(from + at));
}

// @ts-ignore: decorator
@inline
function clearFloats(to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 4) f32.store(to + at, 0);
}

// @ts-ignore: decorator
@inline
function addFloats(to: usize, from: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  for (; at < bytes; at += 4) f32.store(to + at, f32.load(to + at) + f32.load(from + at));
}

// A row of a patch is one run of memory on both sides, but for the part that hangs over the picture's edge.

function unfold(
  x: usize, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
  to: usize,
): void {
  const bytes = (<usize>channels) << 2;
  const rowBytes = (<usize>filterWidth) * bytes;
  for (let oy = 0; oy < outHeight; oy++)
    for (let ox = 0; ox < outWidth; ox++) {
      const left = ox * strideWidth - padLeft;
      const first = max(0, -left);
      const last = min(filterWidth, inWidth - left);
      const before = (<usize>first) * bytes;
      const inside = (<usize>max(0, last - first)) * bytes;
      for (let fy = 0; fy < filterHeight; fy++) {
        const iy = oy * strideHeight + fy - padTop;
        if (iy < 0 || iy >= inHeight || last <= first) clearFloats(to, rowBytes);
        else {
          clearFloats(to, before);
          copyFloats(to + before, x + (<usize>(iy * inWidth + left + first)) * bytes, inside);
          clearFloats(to + before + inside, rowBytes - before - inside);
        }
        to += rowBytes;
      }
    }
}

function foldAdd(
  from: usize, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
  dx: usize,
): void {
  const bytes = (<usize>channels) << 2;
  const rowBytes = (<usize>filterWidth) * bytes;
  for (let oy = 0; oy < outHeight; oy++)
    for (let ox = 0; ox < outWidth; ox++) {
      const left = ox * strideWidth - padLeft;
      const first = max(0, -left);
      const last = min(filterWidth, inWidth - left);
      for (let fy = 0; fy < filterHeight; fy++) {
        const iy = oy * strideHeight + fy - padTop;
        if (iy >= 0 && iy < inHeight && last > first) {
          const to = dx + (<usize>(iy * inWidth + left + first)) * bytes;
          addFloats(to, from + (<usize>first) * bytes, (<usize>(last - first)) * bytes);
        }
        from += rowBytes;
      }
    }
}

/** y (batch, oh, ow, co) = patches · filter [+ bias] [then ReLU]; `bias` 0: none. */
export function conv2d(
  x: usize, filter: usize, bias: usize, relu: bool, y: usize, batch: i32,
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
      positions, outChannels, taps, scratch, taps, 1, filter, outChannels, 1,
      y + ((<usize>(image * positions * outChannels)) << 2), bias, relu, false, rest,
    );
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

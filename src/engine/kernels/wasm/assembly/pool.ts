/** dx of max pooling in NHWC order: each dy goes to the first largest element of its window. */
export function maxPoolGradient(
  x: usize, dy: usize, dx: usize, batch: i32, channels: i32,
  inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
): void {
  memory.fill(dx, 0, (<usize>(batch * inHeight * inWidth * channels)) << 2);
  for (let image = 0; image < batch; image++)
    for (let oy = 0; oy < outHeight; oy++) {
      const top = max(0, oy * strideHeight - padTop);
      const bottom = min(inHeight, oy * strideHeight - padTop + filterHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const left = max(0, ox * strideWidth - padLeft);
        const right = min(inWidth, ox * strideWidth - padLeft + filterWidth);
        for (let c = 0; c < channels; c++) {
          let best: usize = 0;
          let largest: f32 = -f32.MAX_VALUE;
          let found = false;
          for (let iy = top; iy < bottom; iy++)
            for (let ix = left; ix < right; ix++) {
              const at = (<usize>(((image * inHeight + iy) * inWidth + ix) * channels + c)) << 2;
              const value = f32.load(x + at);
              if (!found || value > largest) {
                found = true;
                largest = value;
                best = at;
              }
            }
          if (found) f32.store(dx + best, f32.load(dx + best) + f32.load(dy));
          dy += 4;
        }
      }
    }
}

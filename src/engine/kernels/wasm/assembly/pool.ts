// 2×2 max pooling with stride 2 in NHWC order. Borders are zeros around each picture, and are not written.

// @ts-ignore: decorator
@inline
function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/** y (⌊h/2⌋ × ⌊w/2⌋ × c) = the largest of each 2×2 window of x. */
export function maxPool(
  x: usize, height: i32, width: i32, channels: i32, xBorder: i32, y: usize, yBorder: i32, pictures: i32,
): void {
  const outHeight = height >> 1;
  const outWidth = width >> 1;
  const xRow = floats((width + 2 * xBorder) * channels);
  const yRow = floats((outWidth + 2 * yBorder) * channels);
  const next = floats(channels);
  for (let picture = 0; picture < pictures; picture++)
    for (let oy = 0; oy < outHeight; oy++) {
      let from = x + (<usize>(picture * (height + 2 * xBorder) + xBorder + 2 * oy)) * xRow + (<usize>xBorder) * next;
      let to = y + (<usize>(picture * (outHeight + 2 * yBorder) + yBorder + oy)) * yRow + (<usize>yBorder) * next;
      for (let ox = 0; ox < outWidth; ox++) {
        let c = 0;
        for (; c + 4 <= channels; c += 4) {
          const top = f32x4.max(v128.load(from), v128.load(from + next));
          const bottom = f32x4.max(v128.load(from + xRow), v128.load(from + xRow + next));
          v128.store(to, f32x4.max(top, bottom));
          from += 16;
          to += 16;
        }
        for (; c < channels; c++) {
          const top = max(f32.load(from), f32.load(from + next));
          const bottom = max(f32.load(from + xRow), f32.load(from + xRow + next));
          f32.store(to, max(top, bottom));
          from += 4;
          to += 4;
        }
        from += next;
      }
    }
}

/**
 * dx: each dy at the first largest element of its window, zeros elsewhere; nothing where `relu` and that
 * element is not positive. Columns and rows that no window covers become zeros.
 */
export function maxPoolGradient(
  x: usize, height: i32, width: i32, channels: i32, xBorder: i32, dy: usize, yBorder: i32, relu: bool, dx: usize,
  dxBorder: i32, pictures: i32,
): void {
  const outHeight = height >> 1;
  const outWidth = width >> 1;
  const xRow = floats((width + 2 * xBorder) * channels);
  const yRow = floats((outWidth + 2 * yBorder) * channels);
  const dRow = floats((width + 2 * dxBorder) * channels);
  const next = floats(channels);
  const zero = f32x4.splat(0);
  for (let picture = 0; picture < pictures; picture++) {
    const firstRow = dx + (<usize>(picture * (height + 2 * dxBorder) + dxBorder)) * dRow + (<usize>dxBorder) * next;
    if (height & 1) memory.fill(firstRow + (<usize>(height - 1)) * dRow, 0, <usize>width * next);
    for (let oy = 0; oy < outHeight; oy++) {
      let from = x + (<usize>(picture * (height + 2 * xBorder) + xBorder + 2 * oy)) * xRow + (<usize>xBorder) * next;
      let by = dy + (<usize>(picture * (outHeight + 2 * yBorder) + yBorder + oy)) * yRow + (<usize>yBorder) * next;
      let to = firstRow + (<usize>(2 * oy)) * dRow;
      for (let ox = 0; ox < outWidth; ox++) {
        let c = 0;
        for (; c + 4 <= channels; c += 4) {
          const a0 = v128.load(from);
          const a1 = v128.load(from + next);
          const a2 = v128.load(from + xRow);
          const a3 = v128.load(from + xRow + next);
          const largest = f32x4.max(f32x4.max(a0, a1), f32x4.max(a2, a3));
          let gradient = v128.load(by);
          if (relu) gradient = v128.and(gradient, f32x4.gt(largest, zero));
          let mask = f32x4.eq(a0, largest);
          let taken = mask;
          v128.store(to, v128.and(gradient, mask));
          mask = v128.andnot(f32x4.eq(a1, largest), taken);
          taken = v128.or(taken, mask);
          v128.store(to + next, v128.and(gradient, mask));
          mask = v128.andnot(f32x4.eq(a2, largest), taken);
          taken = v128.or(taken, mask);
          v128.store(to + dRow, v128.and(gradient, mask));
          mask = v128.andnot(f32x4.eq(a3, largest), taken);
          v128.store(to + dRow + next, v128.and(gradient, mask));
          from += 16;
          by += 16;
          to += 16;
        }
        for (; c < channels; c++) {
          const a0 = f32.load(from);
          const a1 = f32.load(from + next);
          const a2 = f32.load(from + xRow);
          const a3 = f32.load(from + xRow + next);
          const largest = max(max(a0, a1), max(a2, a3));
          const gradient: f32 = relu && !(largest > 0) ? 0 : f32.load(by);
          const is0 = a0 == largest;
          const is1 = !is0 && a1 == largest;
          const is2 = !is0 && !is1 && a2 == largest;
          const is3 = !is0 && !is1 && !is2 && a3 == largest;
          f32.store(to, is0 ? gradient : 0);
          f32.store(to + next, is1 ? gradient : 0);
          f32.store(to + dRow, is2 ? gradient : 0);
          f32.store(to + dRow + next, is3 ? gradient : 0);
          from += 4;
          by += 4;
          to += 4;
        }
        from += next;
        to += next;
      }
      if (width & 1) {
        memory.fill(to, 0, next);
        memory.fill(to + dRow, 0, next);
      }
    }
  }
}

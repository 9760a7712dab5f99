// Panels of 8 columns: for each step of the depth 8 floats side by side, zeros where the matrix ends.

/** Floats that the panels of a depth × columns matrix take. */
// @ts-ignore: decorator
@inline
export function panelFloats(depth: i32, columns: i32): i32 {
  return depth * ((columns + 7) & ~7);
}

/** B (depth × columns, rows `stride` floats apart) as panels. */
export function packRows(depth: i32, columns: i32, b: usize, stride: i32, to: usize): void {
  const step = (<usize>stride) << 2;
  for (let j = 0; j < columns; j += 8) {
    const width = min(8, columns - j);
    let from = b + ((<usize>j) << 2);
    if (width == 8) {
      for (let p = 0; p < depth; p++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        from += step;
        to += 32;
      }
    } else {
      for (let p = 0; p < depth; p++) {
        for (let q = 0; q < 8; q++)
          f32.store(to + ((<usize>q) << 2), q < width ? f32.load(from + ((<usize>q) << 2)) : 0);
        from += step;
        to += 32;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function transpose4(from: usize, step: usize, to: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + step);
  const r2 = v128.load(from + 2 * step);
  const r3 = v128.load(from + 3 * step);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7), 96);
}

/** The transpose of B (columns × depth, rows `stride` floats apart) as panels. */
export function packColumns(depth: i32, columns: i32, b: usize, stride: i32, to: usize): void {
  const step = (<usize>stride) << 2;
  for (let j = 0; j < columns; j += 8) {
    const width = min(8, columns - j);
    const from = b + (<usize>j) * step;
    let p = 0;
    if (width == 8)
      for (; p + 4 <= depth; p += 4) {
        const at = from + ((<usize>p) << 2);
        transpose4(at, step, to);
        transpose4(at + 4 * step, step, to + 16);
        to += 128;
      }
    for (; p < depth; p++) {
      const at = from + ((<usize>p) << 2);
      for (let q = 0; q < 8; q++)
        f32.store(to + ((<usize>q) << 2), q < width ? f32.load(at + (<usize>q) * step) : 0);
      to += 32;
    }
  }
}

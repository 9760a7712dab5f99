/** to[j] = Σ_i x[i, j] for x of rows × columns. */
export function columnSums(x: usize, to: usize, rows: i32, columns: i32): void {
  memory.fill(to, 0, (<usize>columns) << 2);
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      const at = (<usize>j) << 2;
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(x)));
      x += 16;
    }
    for (; j < columns; j++) {
      const at = (<usize>j) << 2;
      f32.store(to + at, f32.load(to + at) + f32.load(x));
      x += 4;
    }
  }
}

/** dx = dy where y > 0, else 0; y is the output of the ReLU. */
export function reluGradient(y: usize, dy: usize, dx: usize, count: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(dx + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    f32.store(dx + at, f32.load(y + at) > 0 ? f32.load(dy + at) : 0);
  }
}

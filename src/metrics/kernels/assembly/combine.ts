// Combinations A·W of the columns of a block. 8 rows of 2 results stay in registers while all columns pass, so that each
// cache line of a column is read once for every pair of results.
import { COLUMN } from './blocks';
import { madd } from './lanes';

/** 8 rows (a cache line of each of `columns` columns) times 2 columns of W, whose rows are `wStep` bytes apart. */
// @ts-ignore: decorator
@inline
function tile(a: usize, columns: i32, w: usize, wStep: usize, to: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let t0 = f64x2.splat(0);
  let t1 = f64x2.splat(0);
  let t2 = f64x2.splat(0);
  let t3 = f64x2.splat(0);
  for (let j = 0; j < columns; j++) {
    const left = v128.load64_splat(w);
    const right = v128.load64_splat(w, 8);
    let x = v128.load(a);
    s0 = madd(x, left, s0);
    t0 = madd(x, right, t0);
    x = v128.load(a, 16);
    s1 = madd(x, left, s1);
    t1 = madd(x, right, t1);
    x = v128.load(a, 32);
    s2 = madd(x, left, s2);
    t2 = madd(x, right, t2);
    x = v128.load(a, 48);
    s3 = madd(x, left, s3);
    t3 = madd(x, right, t3);
    a += COLUMN;
    w += wStep;
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  to += COLUMN;
  v128.store(to, t0);
  v128.store(to, t1, 16);
  v128.store(to, t2, 32);
  v128.store(to, t3, 48);
}

/** A·W over a block of `rows` (a multiple of 8): W columns × results (even), row-major; the results lie as A does. */
export function combine(a: usize, columns: i32, w: usize, results: i32, rows: i32, to: usize): void {
  const wStep = (<usize>results) << 3;
  for (let i = 0; i < rows; i += 8) {
    const offset = (<usize>i) << 3;
    for (let r = 0; r < results; r += 2)
      tile(a + offset, columns, w + ((<usize>r) << 3), wStep, to + (<usize>r) * COLUMN + offset);
  }
}

// Sums of two pictures, and the mean of one. Borders are zeros around each picture, and are not written.
import { storeLanes } from './tile';

// @ts-ignore: decorator
@inline
function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/** Address of row `row` of a picture inside its border. */
// @ts-ignore: decorator
@inline
function rowAt(base: usize, picture: i32, row: i32, height: i32, width: i32, channels: i32, border: i32): usize {
  const line = picture * (height + 2 * border) + border + row;
  return base + (<usize>line) * floats((width + 2 * border) * channels) + floats(border * channels);
}

/** y = a [+ b] [then ReLU], each with a border of its own; `b` 0: none. */
export function sum(
  a: usize, aBorder: i32, b: usize, bBorder: i32, height: i32, width: i32, channels: i32, relu: bool, y: usize,
  yBorder: i32, pictures: i32,
): void {
  const run = width * channels;
  // Below every number, so that nothing is cut off.
  const least = f32x4.splat(relu ? 0 : <f32>-Infinity);
  for (let picture = 0; picture < pictures; picture++)
    for (let row = 0; row < height; row++) {
      const left = rowAt(a, picture, row, height, width, channels, aBorder);
      const right = rowAt(b, picture, row, height, width, channels, bBorder);
      const to = rowAt(y, picture, row, height, width, channels, yBorder);
      for (let i = 0; i < run; i += 4) {
        let value = v128.load(left + floats(i));
        if (b != 0) value = f32x4.add(value, v128.load(right + floats(i)));
        // pmax keeps a NaN, so that divergence is seen.
        storeLanes(to + floats(i), f32x4.pmax(value, least), run - i);
      }
    }
}

/** y (1 × 1 × c) = the mean of each channel of x. */
export function meanPool(
  x: usize, height: i32, width: i32, channels: i32, xBorder: i32, y: usize, yBorder: i32, pictures: i32,
): void {
  const share = f32x4.splat(1 / <f32>(height * width));
  for (let picture = 0; picture < pictures; picture++) {
    const to = rowAt(y, picture, 0, 1, 1, channels, yBorder);
    for (let c = 0; c < channels; c += 4) {
      let total = f32x4.splat(0);
      for (let row = 0; row < height; row++) {
        let from = rowAt(x, picture, row, height, width, channels, xBorder) + floats(c);
        for (let column = 0; column < width; column++) {
          total = f32x4.add(total, v128.load(from));
          from += floats(channels);
        }
      }
      storeLanes(to + floats(c), f32x4.mul(total, share), channels - c);
    }
  }
}

/** dx = dy / (height · width) at each position. */
export function meanPoolGradient(
  dy: usize, yBorder: i32, height: i32, width: i32, channels: i32, dx: usize, xBorder: i32, pictures: i32,
): void {
  const share = f32x4.splat(1 / <f32>(height * width));
  for (let picture = 0; picture < pictures; picture++) {
    const from = rowAt(dy, picture, 0, 1, 1, channels, yBorder);
    for (let row = 0; row < height; row++) {
      let to = rowAt(dx, picture, row, height, width, channels, xBorder);
      for (let column = 0; column < width; column++) {
        for (let c = 0; c < channels; c += 4)
          storeLanes(to + floats(c), f32x4.mul(v128.load(from + floats(c)), share), channels - c);
        to += floats(channels);
      }
    }
  }
}

/**
 * Pictures by index into a bordered place: picture i of `to` is picture indices[i] of `from`. `indices` are i32;
 * `width` counts a row's floats, and so does `border` its zeros on each side; above and below are `borderRows`.
 */
export function gather(
  from: usize, indices: usize, pictures: i32, height: i32, width: i32, to: usize, border: i32, borderRows: i32,
): void {
  const rowBytes = (<usize>width) << 2;
  const stepBytes = (<usize>(width + 2 * border)) << 2;
  const pictureBytes = (<usize>(height + 2 * borderRows)) * stepBytes;
  const first = to + (<usize>borderRows) * stepBytes + ((<usize>border) << 2);
  for (let i = 0; i < pictures; i++) {
    let source = from + (<usize>i32.load(indices + ((<usize>i) << 2))) * (<usize>height) * rowBytes;
    let target = first + (<usize>i) * pictureBytes;
    for (let row = 0; row < height; row++) {
      memory.copy(target, source, rowBytes);
      source += rowBytes;
      target += stepBytes;
    }
  }
}

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

/**
 * Pictures by index into a bordered place, each flipped and shifted by its move (`engine/program/moves.ts`), with zeros
 * where nothing comes from. Sizes as in `gather`, but `width` counts pixels of `channels` floats; `moves` are i32.
 */
export function gatherMoved(
  from: usize, indices: usize, moves: usize, pictures: i32, height: i32, width: i32, channels: i32,
  to: usize, border: i32, borderRows: i32,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = (<usize>width) * pixelBytes;
  const stepBytes = rowBytes + ((<usize>(2 * border)) << 2);
  const pictureBytes = (<usize>(height + 2 * borderRows)) * stepBytes;
  const first = to + (<usize>borderRows) * stepBytes + ((<usize>border) << 2);
  for (let i = 0; i < pictures; i++) {
    const at = (<usize>i) << 2;
    const move = i32.load(moves + at);
    const dx = (move & 255) - 128;
    const dy = ((move >> 8) & 255) - 128;
    const flip = move >> 16;
    const picture = from + (<usize>i32.load(indices + at)) * (<usize>height) * rowBytes;
    let target = first + (<usize>i) * pictureBytes;
    // Columns of the target that come from the picture.
    const begin = min(max(dx, 0), width);
    const end = max(min(width + dx, width), begin);
    for (let row = 0; row < height; row++) {
      memory.fill(target, 0, rowBytes);
      const y = row - dy;
      if (y >= 0 && y < height) {
        const source = picture + (<usize>y) * rowBytes;
        if (flip) {
          for (let x = begin; x < end; x++)
            memory.copy(
              target + (<usize>x) * pixelBytes, source + (<usize>(width - 1 - x + dx)) * pixelBytes, pixelBytes,
            );
        } else if (end > begin) {
          memory.copy(
            target + (<usize>begin) * pixelBytes, source + (<usize>(begin - dx)) * pixelBytes,
            (<usize>(end - begin)) * pixelBytes,
          );
        }
      }
      target += stepBytes;
    }
  }
}

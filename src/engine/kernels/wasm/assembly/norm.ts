// Batch normalisation over rows × channels, channels last; moments in two passes, for the sake of accuracy.

// @ts-ignore: decorator
@inline
function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/** mean[c] and deviation[c] = 1/√(variance + epsilon) over the rows, and what is left of the running ones. */
export function batchMoments(
  x: usize, rows: i32, channels: i32, mean: usize, deviation: usize, runningMean: usize, runningVariance: usize,
  epsilon: f32, momentum: f32,
): void {
  const count: f32 = <f32>rows;
  for (let c = 0; c < channels; c++) {
    const at = floats(c);
    let sum: f64 = 0;
    let from = x + at;
    for (let i = 0; i < rows; i++) {
      sum += f32.load(from);
      from += floats(channels);
    }
    const centre = sum / rows;
    let squares: f64 = 0;
    from = x + at;
    for (let i = 0; i < rows; i++) {
      const difference: f64 = <f64>f32.load(from) - centre;
      squares += difference * difference;
      from += floats(channels);
    }
    const variance: f32 = <f32>(squares / rows);
    f32.store(mean + at, <f32>centre);
    f32.store(deviation + at, 1 / sqrt(variance + epsilon));
    const unbiased: f32 = rows > 1 ? (variance * count) / (count - 1) : variance;
    f32.store(runningMean + at, f32.load(runningMean + at) * (1 - momentum) + <f32>centre * momentum);
    f32.store(runningVariance + at, f32.load(runningVariance + at) * (1 - momentum) + unbiased * momentum);
  }
}

/** deviation[c] = 1/√(variance[c] + epsilon) */
export function deviations(variance: usize, deviation: usize, channels: i32, epsilon: f32): void {
  for (let c = 0; c < channels; c++)
    f32.store(deviation + floats(c), 1 / sqrt(f32.load(variance + floats(c)) + epsilon));
}

/** y (border `yBorder`) = (x − mean) · deviation · scale + shift [then ReLU] */
export function normalise(
  x: usize, height: i32, width: i32, channels: i32, mean: usize, deviation: usize, scale: usize, shift: usize,
  relu: bool, y: usize, yBorder: i32, pictures: i32,
): void {
  const yRow = floats((width + 2 * yBorder) * channels);
  for (let picture = 0; picture < pictures; picture++)
    for (let row = 0; row < height; row++) {
      let to = y + (<usize>(picture * (height + 2 * yBorder) + yBorder + row)) * yRow + floats(yBorder * channels);
      for (let column = 0; column < width; column++) {
        for (let c = 0; c < channels; c++) {
          const at = floats(c);
          const factor = f32.load(deviation + at) * f32.load(scale + at);
          const value = (f32.load(x) - f32.load(mean + at)) * factor + f32.load(shift + at);
          f32.store(to, relu && value < 0 ? 0 : value);
          x += 4;
          to += 4;
        }
      }
    }
}

/**
 * dScale and dShift, which must hold zeros, and from them dx (border `dxBorder`), where it is not 0:
 * scale · deviation · (dz − mean of dz − x̂ · mean of dz·x̂), the means over the batch.
 */
export function normGradient(
  x: usize, dz: usize, height: i32, width: i32, channels: i32, mean: usize, deviation: usize, scale: usize,
  dScale: usize, dShift: usize, dx: usize, dxBorder: i32, pictures: i32,
): void {
  const rows = pictures * height * width;
  for (let i = 0; i < rows * channels; i++) {
    const at = floats(i % channels);
    const gradient = f32.load(dz + floats(i));
    const normal = (f32.load(x + floats(i)) - f32.load(mean + at)) * f32.load(deviation + at);
    f32.store(dShift + at, f32.load(dShift + at) + gradient);
    f32.store(dScale + at, f32.load(dScale + at) + gradient * normal);
  }
  if (dx == 0) return;
  const share: f32 = 1 / <f32>rows;
  const dRow = floats((width + 2 * dxBorder) * channels);
  for (let picture = 0; picture < pictures; picture++)
    for (let row = 0; row < height; row++) {
      let to = dx + (<usize>(picture * (height + 2 * dxBorder) + dxBorder + row)) * dRow + floats(dxBorder * channels);
      for (let i = 0; i < width * channels; i++) {
        const at = floats(i % channels);
        const normal = (f32.load(x) - f32.load(mean + at)) * f32.load(deviation + at);
        const rest = f32.load(dz) - (f32.load(dShift + at) + normal * f32.load(dScale + at)) * share;
        f32.store(to, f32.load(scale + at) * f32.load(deviation + at) * rest);
        x += 4;
        dz += 4;
        to += 4;
      }
    }
}

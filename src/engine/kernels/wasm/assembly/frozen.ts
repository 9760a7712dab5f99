// The way back through a batch normalisation whose statistics are constants.

// @ts-ignore: decorator
@inline
function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/**
 * dScale += Σ dz · (x − mean) · deviation and dShift += Σ dz over pictures and positions, and, where dx (border
 * `dxBorder`) is not 0, dx = dz · scale · deviation.
 */
export function frozenNormGradient(
  x: usize, dz: usize, height: i32, width: i32, channels: i32, mean: usize, deviation: usize, scale: usize,
  dScale: usize, dShift: usize, dx: usize, dxBorder: i32, pictures: i32,
): void {
  const dRow = floats((width + 2 * dxBorder) * channels);
  for (let picture = 0; picture < pictures; picture++)
    for (let row = 0; row < height; row++) {
      let to = dx + (<usize>(picture * (height + 2 * dxBorder) + dxBorder + row)) * dRow + floats(dxBorder * channels);
      for (let column = 0; column < width; column++)
        for (let c = 0; c < channels; c++) {
          const at = floats(c);
          const gradient = f32.load(dz);
          const factor = f32.load(deviation + at);
          const normal = (f32.load(x) - f32.load(mean + at)) * factor;
          f32.store(dScale + at, f32.load(dScale + at) + gradient * normal);
          f32.store(dShift + at, f32.load(dShift + at) + gradient);
          if (dx != 0) f32.store(to, gradient * f32.load(scale + at) * factor);
          x += 4;
          dz += 4;
          to += 4;
        }
    }
}

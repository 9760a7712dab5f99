/** Points that one span of a curve is cut into. */
const CUTS = 3;
const FAR = 1e6;

/**
 * Cuts the uniform Catmull–Rom spline through some points (Catmull and Rom, 1974) into straight segments;
 * its end tangents are taken from the end chords.
 * @param points x₀, y₀, x₁, y₁, … of `count` points.
 * @param into receives x, y pairs; must hold 2 (1 + 3 (count − 1)) numbers.
 * @returns how many points were written.
 */
export function flatten(points: Float64Array, count: number, into: Float64Array): number {
  into[0] = points[0]!;
  into[1] = points[1]!;
  let written = 1;
  for (let i = 0; i + 1 < count; i++) {
    const before = 2 * Math.max(i - 1, 0);
    const after = 2 * Math.min(i + 2, count - 1);
    for (let cut = 1; cut <= CUTS; cut++, written++) {
      const t = cut / CUTS;
      for (let axis = 0; axis < 2; axis++) {
        const a = points[before + axis]!;
        const b = points[2 * i + axis]!;
        const c = points[2 * i + 2 + axis]!;
        const d = points[after + axis]!;
        into[2 * written + axis] =
          b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      }
    }
  }
  return written;
}

/** A square sheet on which a round pen draws; it keeps the squared distance of each pixel to the ink's middle line. */
export class Sheet {
  readonly size: number;
  readonly #squares: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.#squares = new Float64Array(size * size).fill(FAR);
  }

  clear(): void {
    this.#squares.fill(FAR);
  }

  /** Draws a chain of segments. Only pixels within `reach` of a segment are visited. */
  draw(chain: Float64Array, count: number, reach: number): void {
    for (let i = 0; i + 1 < count; i++)
      this.#segment(chain[2 * i]!, chain[2 * i + 1]!, chain[2 * i + 2]!, chain[2 * i + 3]!, reach);
  }

  #segment(x0: number, y0: number, x1: number, y1: number, reach: number): void {
    const { size } = this;
    const squares = this.#squares;
    const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach));
    const right = Math.min(size - 1, Math.floor(Math.max(x0, x1) + reach));
    const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach));
    const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y1) + reach));
    const dx = x1 - x0;
    const dy = y1 - y0;
    const inverse = 1 / (dx * dx + dy * dy + 1e-12);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x - x0;
        const py = y - y0;
        const t = Math.min(1, Math.max(0, (px * dx + py * dy) * inverse));
        const ex = px - t * dx;
        const ey = py - t * dy;
        const square = ex * ex + ey * ey;
        const at = y * size + x;
        if (square < squares[at]!) squares[at] = square;
      }
    }
  }

  /**
   * Prints the sheet as bytes: full ink within the line, falling to none over `soft` pixels around its edge.
   * @param into size × size bytes, which round and clamp what is written.
   * @param half half of the line's width, in pixels.
   * @param full brightness of full ink, of 255.
   * @param grain size × size values that are added to each pixel.
   */
  print(into: Uint8ClampedArray, half: number, soft: number, full: number, grain: Float32Array): void {
    const squares = this.#squares;
    const edge = half + soft / 2;
    for (let at = 0; at < squares.length; at++) {
      const square = squares[at]!;
      const ink = square < edge * edge ? Math.min(1, (edge - Math.sqrt(square)) / soft) : 0;
      into[at] = full * ink + grain[at]!;
    }
  }
}

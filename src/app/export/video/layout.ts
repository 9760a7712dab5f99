/** A picture's place in a frame, in pixels. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

const GAP = 12;
/** Widest row: two pictures of a laptop's first screen, or one wide picture. */
const WIDEST = 960;

/**
 * Puts pictures into rows, in their order, as many into each as fit.
 * @param sizes in pixels
 * @returns a place for each, and what they take together
 */
export function rowsOf(sizes: readonly Pick<Place, 'width' | 'height'>[]): {
  places: Place[];
  width: number;
  height: number;
} {
  const widest = Math.max(WIDEST, ...sizes.map(({ width }) => width));
  const places: Place[] = [];
  let [x, y, row] = [0, 0, 0];
  for (const { width, height } of sizes) {
    if (x > 0 && x + width > widest) [x, y, row] = [0, y + row + GAP, 0];
    places.push({ x, y, width, height });
    x += width + GAP;
    row = Math.max(row, height);
  }
  return { places, width: Math.max(0, ...places.map(place => place.x + place.width)), height: y + row };
}

/** Where an entry of a grid stands, in pixels. */
interface Place {
  left: number;
  top: number;
}

/** The nearest entry above (−1) or below (1) in the same column; null where there is none. */
function inColumn(from: number, places: readonly Place[], direction: number): number | null {
  const { left, top } = places[from]!;
  const beyond = [...places.keys()].filter(index => (places[index]!.top - top) * direction > 0);
  if (!beyond.length) return null;
  const distance = (index: number) =>
    Math.abs(places[index]!.top - top) + 2 * Math.abs(places[index]!.left - left);
  return beyond.reduce((best, index) => (distance(index) < distance(best) ? index : best));
}

/**
 * The entry to which a key leads in a grid that is read row by row.
 * @returns null where the key means nothing, or leads out of the grid
 */
export function nextInGrid(key: string, from: number, places: readonly Place[]): number | null {
  const last = places.length - 1;
  switch (key) {
    case 'ArrowRight':
      return from < last ? from + 1 : null;
    case 'ArrowLeft':
      return from > 0 ? from - 1 : null;
    case 'ArrowDown':
      return inColumn(from, places, 1);
    case 'ArrowUp':
      return inColumn(from, places, -1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

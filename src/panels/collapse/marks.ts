import { tenth } from '../common/lines';

/** A mark around a place: circle, square or triangle by the position of its class among the three. */
export function markPath(member: number, x: number, y: number, size: number): string {
  const at = `${tenth(x)},${tenth(y)}`;
  const [full, half] = [tenth(2 * size), tenth(size)];
  if (member === 0)
    return `M${at}m${-half},0a${half},${half} 0 1 0 ${full},0a${half},${half} 0 1 0 ${-full},0`;
  if (member === 1) {
    const [side, corner] = [tenth(1.8 * size), tenth(0.9 * size)];
    return `M${at}m${-corner},${-corner}h${side}v${side}h${-side}z`;
  }
  const [wide, up, down] = [tenth(1.15 * size), tenth(1.2 * size), tenth(2 * size)];
  return `M${at}m0,${-up}l${wide},${down}h${-2 * wide}z`;
}

import { isGeometric } from '../../recording/sweep';
import { tenth } from '../common/lines';
import { FONT } from '../common/palette';
import type { Tick } from '../common/scales';
import { textWidth } from '../common/text';

/** Least room between two labels, in pixels. */
const GAP = 6;

/** A value as it stands at an axis: "0.001", "4,000". */
export const formatValue = (value: number): string =>
  Math.abs(value) >= 1_000 ? value.toLocaleString('en-GB') : String(Number(value.toPrecision(4)));

/** Where each value of an axis lies between two places: in equal ratios where the values are such. */
export function valuePlaces(values: readonly number[], from: number, to: number): number[] {
  const place = isGeometric(values) ? Math.log : (value: number) => value;
  const [first, last] = [place(values[0]!), place(values.at(-1)!)];
  if (first === last) return [(from + to) / 2];
  return values.map(value => tenth(from + ((place(value) - first) / (last - first)) * (to - from)));
}

/** Labels of the values that have room: first and last, then the others in their order. */
export function valueTicks(values: readonly number[], places: readonly number[]): Tick[] {
  const half = (i: number) => textWidth(formatValue(values[i]!), FONT) / 2;
  const last = values.length - 1;
  const kept = [...new Set([0, last])];
  for (let i = 1; i < last; i++)
    if (kept.every(j => Math.abs(places[i]! - places[j]!) >= half(i) + half(j) + GAP)) kept.push(i);
  return kept.sort((a, b) => a - b).map(i => ({ at: places[i]!, label: formatValue(values[i]!) }));
}

import type { FieldMeta, Scalar } from './schema';

const counts = new Intl.NumberFormat('en-GB');

/** "3,000". */
export const formatCount = (value: number): string => counts.format(value);

/** A setting's value in words: "only the last layer", "0.001", "none". */
export function formatSetting(meta: FieldMeta, value: Scalar): string {
  const word = meta.words?.[String(value)];
  if (word !== undefined) return word;
  if (value === null) return 'never';
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) && Math.abs(value) >= 1_000 ? formatCount(value) : String(value);
}

/** A label within a sentence: "learning rate", "Adam β₂". */
export const lowerLabel = (label: string): string =>
  /^[A-Z][a-z]/.test(label) && !label.startsWith('Adam') ? label[0]!.toLowerCase() + label.slice(1) : label;

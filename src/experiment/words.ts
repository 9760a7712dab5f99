import { type Change, type FieldMeta, type Scalar, settingPaths } from './schema';

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

/** "A and B: learning rate 0.01". */
export function changeWords({ arms, path, value }: Pick<Change, 'arms' | 'path' | 'value'>): string {
  const { meta } = settingPaths().find(setting => setting.path === path)!;
  const names = [...arms].sort();
  const last = names.pop()!;
  const who = names.length ? `${names.join(', ')} and ${last}` : last;
  return `${who}: ${lowerLabel(meta.label)} ${formatSetting(meta, value)}`;
}

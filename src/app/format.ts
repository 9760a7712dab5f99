export { formatCount, formatSetting } from '../experiment/words';

/** A share in [0, 1] as a whole percentage, with a thin space: "86 %". */
export const formatPercent = (share: number): string => `${Math.round(share * 100)}\u202f%`;

/** D_LR in prose, two decimals: "0.04"; "undefined" where it is. */
export const formatDlr = (dlr: number | null): string => (dlr === null ? 'undefined' : dlr.toFixed(2));

/** "a", "a and b", "a, b and c". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** "4.2 MB", "500 MB", "10.7 GB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`;
  const [size, unit] = bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${size.toFixed(size < 100 ? 1 : 0)} ${unit}`;
}

/** "4 s", "40 s", "12 min", "1.5 h": as exactly as one plans by. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))}\u202fs`;
  if (seconds < 90) return `${5 * Math.round(seconds / 5)}\u202fs`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)}\u202fmin`;
  return `${Number((seconds / 3_600).toFixed(1))}\u202fh`;
}

/** The first letter as a capital. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

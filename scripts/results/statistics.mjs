// @ts-check
/** Mean, spread and rank correlation, and how they are printed. */

/**
 * Mean and sample standard deviation; null where a value is undefined or there is none. One value has no spread.
 * @param {readonly (number | null | undefined)[]} values
 * @returns {{ mean: number, spread: number | null } | null}
 */
export function summary(values) {
  const known = values.filter(value => typeof value === 'number' && Number.isFinite(value));
  if (!known.length || known.length < values.length) return null;
  const numbers = /** @type {number[]} */ (known);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  if (numbers.length === 1) return { mean, spread: null };
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / (numbers.length - 1)) };
}

/** Ranks from 1, the mean of theirs for equal values. @param {readonly number[]} values */
function ranks(values) {
  return values.map(value => {
    const below = values.filter(other => other < value).length;
    const equal = values.filter(other => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/**
 * Spearman's rank correlation; null where a list does not vary or holds something undefined.
 * @param {readonly number[]} x @param {readonly (number | null)[]} y
 */
export function rankCorrelation(x, y) {
  if (y.some(value => value === null || !Number.isFinite(value))) return null;
  const middle = (x.length + 1) / 2;
  const [a, b] = [x, /** @type {number[]} */ (y)].map(list => ranks(list).map(rank => rank - middle));
  /** @param {number[] | undefined} u @param {number[] | undefined} v */
  const product = (u = [], v = []) => u.reduce((sum, value, i) => sum + value * (v[i] ?? 0), 0);
  const scale = Math.sqrt(product(a, a) * product(b, b));
  return scale === 0 ? null : product(a, b) / scale;
}

/** Three significant digits, without an exponent where that is short. @param {number} value */
export function shortNumber(value) {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en');
  return size >= 0.01 ? String(Number(value.toPrecision(3))) : value.toPrecision(2);
}

/** "0.051 ± 0.002", as many decimals in both. @param {ReturnType<typeof summary>} found @param {number} [decimals] */
export function meanWords(found, decimals) {
  if (!found) return 'undefined';
  const { mean, spread } = found;
  /** @param {number} value */
  const words = value => (decimals === undefined ? shortNumber(value) : value.toFixed(decimals));
  return spread === null ? words(mean) : `${words(mean)} ± ${words(spread)}`;
}

/** Shares as "97.1 ± 0.3 %". @param {ReturnType<typeof summary>} found */
export function percentWords(found) {
  if (!found) return 'undefined';
  const spread = found.spread === null ? '' : ` ± ${(100 * found.spread).toFixed(1)}`;
  return `${(100 * found.mean).toFixed(1)}${spread} %`;
}

// @ts-check
/** How the figures of several runs of a page are put together and printed. */

/**
 * What is measured: its limit, and how the runs are put together.
 * @typedef {{ key: string, what: string, limit: number | null, over: 'median' | 'largest' }} Figure
 */

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** @param {number[]} values @param {number} share Nearest rank. */
export const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;

/** @param {readonly Figure[]} figures @param {readonly Partial<Record<string, number>>[]} runs */
export function summarise(figures, runs) {
  return figures.flatMap(({ key, what, limit, over }) => {
    const values = runs.flatMap(run => run[key] ?? []);
    if (!values.length) return [];
    const value = over === 'median' ? median(values) : Math.max(...values);
    return { key, what, over, value, limit, kept: limit === null || value <= limit, values };
  });
}

/** @param {ReturnType<typeof summarise>} summary */
export function printTable(summary) {
  for (const { what, over, value, limit, kept } of summary) {
    const verdict = limit === null ? '' : `at most ${limit}: ${kept ? 'kept' : 'NOT KEPT'}`;
    console.log(`${what.padEnd(44)} ${value.toFixed(1).padStart(8)}  (${over})  ${verdict}`);
  }
}

/** Standard errors to either side that hold 95 % of a normal distribution. */
export const WITHIN_95 = 1.96;

/** "± 0.004"; null where the error is not known. */
export function errorWords(error: number | null): string | null {
  if (error === null) return null;
  return error < 0.0005 ? '± < 0.001' : `± ${error.toFixed(3)}`;
}

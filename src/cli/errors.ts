/** Bad arguments or bad input, as one sentence for people: the program ends with exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

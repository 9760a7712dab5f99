/** A count for people: 10,000. */
export const countWords = (count: number): string => count.toLocaleString('en-GB');

/** A size for people, in whole megabytes: 256 MB. */
export const megabytes = (bytes: number): string => `${countWords(Math.round(bytes / 1e6))} MB`;

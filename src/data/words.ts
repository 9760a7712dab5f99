/** A count for people: 10,000. */
export const countWords = (count: number): string => count.toLocaleString('en-GB');

/** A size for people, in whole megabytes: 256 MB. */
export const megabytes = (bytes: number): string => `${countWords(Math.round(bytes / 1e6))} MB`;

/** The last part of a path: "birds/robin.png" → "robin.png". */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

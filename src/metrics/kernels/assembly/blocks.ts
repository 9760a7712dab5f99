/** Bytes from a column of a block to the next: 256 float64 and a cache line, so that neighbours do not share lines. */
export const COLUMN: usize = 2112;
/** The same for 256 float32. */
export const COLUMN_SINGLE: usize = 1088;

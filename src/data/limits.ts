import { DataError, type Dataset } from './types';
import { countWords, megabytes } from './words';

/** Bytes of pictures that are held at a time: as inputs of a network they take four times as much. */
const MOST_BYTES = 256e6;
/** More classes than this would make targets that dwarf the pictures. */
export const MOST_CLASSES = 1_000;

/** @throws DataError where so many pictures of this shape are more than can be held. */
export function checkAmount(count: number, shape: Dataset['shape']): void {
  const [height, width, channels] = shape;
  const bytes = count * height * width * channels;
  if (bytes > MOST_BYTES)
    throw new DataError(
      `${countWords(count)} pictures of ${height}×${width}×${channels} are ${megabytes(bytes)}, and at most ${megabytes(MOST_BYTES)} are held at a time: set a smaller picture size, or fewer pictures.`,
    );
}

import type { LoadContext, Pictures } from './types';

/** Pictures that are drawn between two reports, which also let the worker read its messages. */
const PIECE = 64;

/**
 * Draws a picture for each label, one after another.
 * @param size bytes of one picture
 * @param draw fills the bytes of the picture of a label
 * @throws the signal's reason when aborted
 */
export async function drawPictures(
  task: string,
  labels: Uint16Array,
  size: number,
  draw: (label: number, into: Uint8ClampedArray) => void,
  { signal, onProgress, breathe }: Pick<LoadContext, 'signal' | 'onProgress' | 'breathe'>,
): Promise<Pictures> {
  const count = labels.length;
  const pixels = new Uint8ClampedArray(count * size);
  for (let i = 0; i < count; i++) {
    draw(labels[i]!, pixels.subarray(i * size, (i + 1) * size));
    if (i % PIECE === 0) {
      signal.throwIfAborted();
      onProgress(task, i, count, 'pictures');
      await breathe();
    }
  }
  onProgress(task, count, count, 'pictures');
  return { count, pixels: new Uint8Array(pixels.buffer), labels };
}

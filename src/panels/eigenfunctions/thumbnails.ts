import { encode } from 'fast-png';
import type { ProbePictures } from '../../recording/types';

/** The address of each picture that has been drawn, per set of pictures: a run's pictures never change. */
const known = new WeakMap<ProbePictures, Map<number, string>>();

/** A probe picture as a data: address of a PNG, so that a drawing can carry it with it; null for an unknown one. */
export function thumbnail(pictures: ProbePictures, index: number): string | null {
  if (index < 0 || index >= pictures.count) return null;
  const addresses = known.get(pictures) ?? new Map<number, string>();
  known.set(pictures, addresses);
  const found = addresses.get(index);
  if (found) return found;
  const address = encodePicture(pictures, index);
  addresses.set(index, address);
  return address;
}

function encodePicture({ shape, data }: ProbePictures, index: number): string {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const picture = data.subarray(index * size, (index + 1) * size);
  const bytes = encode({ width, height, channels: channels === 1 ? 1 : 3, depth: 8, data: picture });
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}

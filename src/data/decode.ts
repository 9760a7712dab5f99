import { convertIndexedToRgb, type DecodedPng, decode as decodePng, hasPngSignature } from 'fast-png';

/** One picture, 8 bits a channel. */
export interface Raster {
  height: number;
  width: number;
  /** 1: grey, 3: red, green, blue. */
  channels: 1 | 3;
  /** height × width × channels. */
  data: Uint8Array | Uint8ClampedArray;
}

/** A picture that this place cannot decode although it may be sound: a browser can. */
export class NoDecoderError extends Error {
  override name = 'NoDecoderError';
}

/** Pictures of more pixels than this are made smaller while they are decoded, to keep the worker answering. */
const MOST_PIXELS = 1 << 20;
/** Our own decoder of PNG holds the worker up for some 10 ms on as many pixels; larger ones are left to the browser. */
const QUICK_PIXELS = 1 << 18;
/** What shows through where a picture is transparent. */
const WHITE = 255;

/** Composites on white and drops the opacity. @param channels with opacity as the last one */
function onWhite(data: ArrayLike<number>, channels: 2 | 4): Uint8ClampedArray {
  const colours = channels - 1;
  const count = data.length / channels;
  const flat = new Uint8ClampedArray(count * colours);
  for (let i = 0; i < count; i++) {
    const opacity = data[i * channels + colours]! / 255;
    for (let c = 0; c < colours; c++)
      flat[i * colours + c] = WHITE + opacity * (data[i * channels + c]! - WHITE);
  }
  return flat;
}

/** Samples of fewer or more than 8 bits as bytes; fewer are packed, each row from a new byte on. */
function toBytes({ data, depth, width, height, channels }: DecodedPng): Uint8Array | Uint8ClampedArray {
  if (depth === 16) return Uint8Array.from(data, value => Math.round(value / 257));
  if (depth === 8) return data as Uint8Array | Uint8ClampedArray;
  const perRow = width * channels;
  const stride = Math.ceil((perRow * depth) / 8);
  const most = 2 ** depth - 1;
  const bytes = new Uint8Array(height * perRow);
  for (let y = 0; y < height; y++)
    for (let i = 0; i < perRow; i++) {
      const bit = i * depth;
      const shift = 8 - depth - (bit % 8);
      bytes[y * perRow + i] = (((data[y * stride + (bit >> 3)]! >> shift) & most) * 255) / most;
    }
  return bytes;
}

function fromPng(bytes: Uint8Array): Raster {
  const png = decodePng(bytes);
  const { height, width } = png;
  if (png.palette) {
    const data = convertIndexedToRgb(png);
    const withOpacity = png.palette[0]!.length === 4;
    return { height, width, channels: 3, data: withOpacity ? onWhite(data, 4) : data };
  }
  const data = toBytes(png);
  if (png.channels === 1 || png.channels === 3) return { height, width, channels: png.channels, data };
  return png.channels === 2
    ? { height, width, channels: 1, data: onWhite(data, 2) }
    : { height, width, channels: 3, data: onWhite(data, 4) };
}

/** Lets the browser decode: JPEG, WebP, GIF (its first frame) and whatever else it knows. */
async function fromBrowser(bytes: Uint8Array, channels: 1 | 3): Promise<Raster> {
  const bitmap = await createImageBitmap(new Blob([bytes as BlobPart]));
  try {
    const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height)));
    const width = Math.max(1, Math.round(scale * bitmap.width));
    const height = Math.max(1, Math.round(scale * bitmap.height));
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const colours = new Uint8Array(channels * width * height);
    for (let i = 0; i < width * height; i++)
      for (let channel = 0; channel < channels; channel++)
        colours[channels * i + channel] = data[4 * i + channel]!;
    return { height, width, channels, data: colours };
  } finally {
    bitmap.close();
  }
}

/** What a PNG's header says: width × height, and whether it is grey (colour types 0 and 4). */
function pngHeader(bytes: Uint8Array): { pixels: number; isGrey: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 26) throw new RangeError('The PNG ends within its header.');
  const colourType = view.getUint8(25);
  return { pixels: view.getUint32(16) * view.getUint32(20), isGrey: colourType === 0 || colourType === 4 };
}

const hasBrowser = () => typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function';

/**
 * Decodes one picture: PNG anywhere, every other format where there is a browser around. What is transparent
 * becomes white.
 * @throws NoDecoderError outside a browser for what is no PNG; another error for a picture that is damaged.
 */
export async function decodePicture(bytes: Uint8Array): Promise<Raster> {
  const png = hasPngSignature(bytes) ? pngHeader(bytes) : null;
  if (png && (png.pixels <= QUICK_PIXELS || !hasBrowser())) return fromPng(bytes);
  if (!hasBrowser()) throw new NoDecoderError('Only PNG is decoded here.');
  return fromBrowser(bytes, png?.isGrey ? 1 : 3);
}

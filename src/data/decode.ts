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
async function fromBrowser(bytes: Uint8Array): Promise<Raster> {
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
    const colours = new Uint8Array(3 * width * height);
    for (let i = 0; i < width * height; i++) {
      colours[3 * i] = data[4 * i]!;
      colours[3 * i + 1] = data[4 * i + 1]!;
      colours[3 * i + 2] = data[4 * i + 2]!;
    }
    return { height, width, channels: 3, data: colours };
  } finally {
    bitmap.close();
  }
}

/** Width × height as a PNG's header says. */
function pngPixels(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(16) * view.getUint32(20);
}

const hasBrowser = () => typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function';

/**
 * Decodes one picture: PNG anywhere, every other format where there is a browser around. What is transparent
 * becomes white.
 * @throws NoDecoderError outside a browser for what is no PNG; another error for a picture that is damaged.
 */
export async function decodePicture(bytes: Uint8Array): Promise<Raster> {
  const isPng = hasPngSignature(bytes);
  // A large PNG would hold the worker up for longer than it may, where a browser decodes it on the side.
  if (isPng && !(hasBrowser() && pngPixels(bytes) > MOST_PIXELS)) return fromPng(bytes);
  if (hasBrowser()) return fromBrowser(bytes);
  throw new NoDecoderError('Only PNG is decoded here.');
}

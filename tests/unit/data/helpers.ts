import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DataSettings, LoadContext } from '../../../src/data/types';
import { settingsSchema } from '../../../src/experiment/schema';

/** Settings with some data settings replaced. */
export function dataSettings(data: Partial<DataSettings['data']>, seed = 1): DataSettings {
  const settings = settingsSchema.parse({ data, seed });
  return { data: settings.data, seed: settings.seed };
}

/** A context for tests: no waiting, progress thrown away. */
export const testContext = (more: Partial<LoadContext> = {}): LoadContext => ({
  signal: new AbortController().signal,
  onProgress: () => {},
  breathe: async () => {},
  ...more,
});

export const SHARED = process.env.RICHSCOPE_SHARED ?? '../shared';
export const MNIST_FOLDER = join(SHARED, 'datasets/mnist');
export const hasMnist = existsSync(MNIST_FOLDER);

export async function mnistFiles(): Promise<File[]> {
  const names = ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];
  return Promise.all(names.map(async name => new File([await readFile(join(MNIST_FOLDER, name))], name)));
}

/** The bytes of an IDX file: magic number, sizes, content. */
export function idxBytes(sizes: number[], content: Uint8Array, magic = 0x0800 + sizes.length): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic);
  sizes.forEach((size, i) => {
    view.setUint32(4 + 4 * i, size);
  });
  bytes.set(content, 4 + 4 * sizes.length);
  return bytes;
}

/** Images whose first two pixels say their index, so that tests can tell which picture went where. */
export function imagesFile(name: string, count: number, height = 4, width = 5): File {
  const content = new Uint8Array(count * height * width);
  for (let i = 0; i < count; i++) content.set([i >> 8, i & 255], i * height * width);
  return new File([idxBytes([count, height, width], content) as BlobPart], name);
}

/** Labels i mod 3. */
export function labelsFile(name: string, count: number): File {
  const content = Uint8Array.from({ length: count }, (_, i) => i % 3);
  return new File([idxBytes([count], content) as BlobPart], name);
}

export async function gzipped(file: File, keep = 1): Promise<File> {
  const packed = gzipSync(new Uint8Array(await file.arrayBuffer()));
  return new File([packed.subarray(0, Math.ceil(packed.length * keep))], `${file.name}.gz`);
}

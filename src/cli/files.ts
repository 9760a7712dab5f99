import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeviceFiles } from '../engine/device';
import { loadNumerics } from '../metrics/kernels/load';
import type { Numerics } from '../metrics/numerics';

/** The repository's root, from where the built command line lies: build/cli/. */
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the device's files are for a program that runs in Node from the repository. */
export function deviceFiles(): DeviceFiles {
  const folder = join(root, 'src/engine/kernels/wasm/generated');
  return { kernels: async file => new Uint8Array(await readFile(join(folder, `${file}.wasm`))) };
}

/** The quickest numerics for the measures that this Node runs. */
export async function commandNumerics(): Promise<Numerics> {
  const folder = join(root, 'src/metrics/kernels/generated');
  return (await loadNumerics(async file => new Uint8Array(await readFile(join(folder, `${file}.wasm`)))))
    .numerics;
}

/** What the data of a folder are, by the names of its files, in the order in which they are looked for. */
const KINDS = [/ubyte|\.idx/i, /\.bin$|(^|\/)(batches\.meta|fine_label_names)\.txt$/i, /\.png$/i];

/** The files of a folder that hold data: IDX files, else CIFAR's, else pictures, which are named by their path. */
export async function dataFiles(folder: string): Promise<File[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const kind = KINDS.find(pattern => paths.some(path => pattern.test(path)));
  const chosen = paths.filter(path => kind?.test(path)).sort();
  return Promise.all(
    chosen.map(async path => new File([new Uint8Array(await readFile(join(folder, path)))], path)),
  );
}

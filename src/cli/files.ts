import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** The files of a folder that may hold pictures or labels in IDX format. */
export async function idxFiles(folder: string): Promise<File[]> {
  const names = (await readdir(folder)).filter(name => /ubyte|\.idx/i.test(name)).sort();
  return Promise.all(
    names.map(async name => new File([new Uint8Array(await readFile(join(folder, name)))], name)),
  );
}

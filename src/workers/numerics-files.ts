import numericsUrl from '../metrics/kernels/generated/numerics.wasm?url';
import fmaUrl from '../metrics/kernels/generated/numerics-fma.wasm?url';
import { type LoadedNumerics, loadNumerics } from '../metrics/kernels/load';

/** The quickest numerics that this browser runs, from the files of the built page. */
export function loadNumericsHere(): Promise<LoadedNumerics> {
  return loadNumerics(async file => {
    const url = file === 'numerics' ? numericsUrl : fmaUrl;
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The file ${url} is missing on this server (${response.status}).`);
    return response.arrayBuffer();
  });
}

import numericsUrl from '../../src/metrics/kernels/generated/numerics.wasm?url';
import fmaUrl from '../../src/metrics/kernels/generated/numerics-fma.wasm?url';
import { loadNumerics, type NumericsFile } from '../../src/metrics/kernels/load';
import { benchCase } from './cases';
import { contenders } from './contenders';
import type { CaseResult } from './rows';
import { timeAll } from './time';

export type WorkerReply = { kernels: string; result: CaseResult } | { error: string };

const URLS: Record<NumericsFile, string> = { numerics: numericsUrl, 'numerics-fma': fmaUrl };

async function runCase(name: string): Promise<WorkerReply> {
  const { numerics, name: kernels } = await loadNumerics(async file =>
    (await fetch(URLS[file])).arrayBuffer(),
  );
  if (kernels === 'TypeScript') return { error: 'This browser has no WebAssembly SIMD.' };
  return { kernels, result: { case: name, ...timeAll(contenders(benchCase(name), numerics)) } };
}

self.addEventListener('message', async ({ data }: MessageEvent<string>) => {
  postMessage(await runCase(data).catch((error: Error): WorkerReply => ({ error: error.message })));
});

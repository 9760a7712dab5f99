import { type BenchCase, benchCase, CASE_NAMES } from './cases';
import type { CaseArray } from './rows';
import type { WorkerReply } from './worker';

declare global {
  interface Window {
    metricsCases: string[];
    /** Measures one case in a worker of its own. */
    runMetricsCase(name: string): Promise<WorkerReply>;
    /** The arrays of a case, for another process. */
    metricsArrays(name: string): CaseArray[];
  }
}

function runMetricsCase(name: string): Promise<WorkerReply> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<WorkerReply>(resolve => {
    worker.addEventListener('message', (event: MessageEvent<WorkerReply>) => resolve(event.data));
    worker.addEventListener('error', event =>
      resolve({ error: event.message || 'The worker did not start.' }),
    );
    worker.postMessage(name);
  }).finally(() => worker.terminate());
}

function toBase64(array: Float32Array | Float64Array | Int32Array): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 32_768)
    text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  return btoa(text);
}

function toArray(name: string, shape: number[], data: Float32Array | Float64Array | Int32Array): CaseArray {
  const type = data instanceof Int32Array ? 'int32' : data instanceof Float32Array ? 'float32' : 'float64';
  return { name, shape, type, base64: toBase64(data) };
}

function arraysOf(each: BenchCase): CaseArray[] {
  if (each.kind === 'measure') {
    const { features, outputs, labels, initialFeatures, head } = each.input;
    const matrices = {
      features,
      outputs,
      initial_features: initialFeatures!,
      head: head!,
    };
    return [
      ...Object.entries(matrices).map(([name, { rows, columns, data }]) =>
        toArray(name, [rows, columns], data),
      ),
      toArray('labels', [labels!.length], labels!),
    ];
  }
  const { rows, columns, data } = each.features;
  return [
    // Column by column, which is the transposed matrix row by row.
    toArray('transposed', [columns, rows], data.slice(0, rows * columns)),
    toArray('square', [columns, columns], each.square),
    toArray('carried', [each.carried.length / columns, columns], each.carried),
  ];
}

window.metricsCases = CASE_NAMES;
window.runMetricsCase = runMetricsCase;
window.metricsArrays = name => arraysOf(benchCase(name));

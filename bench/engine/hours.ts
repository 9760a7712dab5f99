/** Memory of a worker that trains. */
export interface Memory {
  /** Of TensorFlow.js. */
  tensors: number;
  /** What the engine has given out on its device: on WebGPU, TensorFlow.js's `numBytesAllocatedInGPU`. */
  deviceBytes: number;
  /** Size of all WebAssembly memories. */
  wasmBytes: number;
  /** JavaScript of the worker, after a garbage collection. */
  scriptBytes: number;
}

export type HoursDevice = 'wasm' | 'webgpu';

export interface HoursRow {
  case: 'cnn';
  device: HoursDevice;
  /** Where it trained, as the engine says it. */
  adapter: string;
  /** Steps before the first look at memory, and after it. */
  warmUpSteps: number;
  steps: number;
  /** Probes and saved states among those steps. */
  probes: number;
  saves: number;
  /** Mean over the first and over the last tenth of the steps. */
  firstMsPerStep: number;
  lastMsPerStep: number;
  /** Mean over the same tenths. */
  firstLoss: number;
  lastLoss: number;
  warm: Memory;
  end: Memory;
  /** What has grown. */
  grown: (keyof Memory)[];
}

/** From the page to its worker; `go` when the page has looked at the memory after the warm-up. */
export type HoursRequest = { type: 'start'; device: HoursDevice; steps: number } | { type: 'go' };

/** What a worker can know of its memory by itself. */
export type WorkerMemory = Omit<Memory, 'scriptBytes'>;

export type HoursReply =
  | { type: 'progress'; step: number }
  | { type: 'warm'; memory: WorkerMemory }
  | { type: 'end'; memory: WorkerMemory; row: Omit<HoursRow, 'warm' | 'end' | 'grown'> }
  | { type: 'error'; message: string };

/**
 * Compiled code and inline caches go on growing for a while, and a collection does not find everything; a
 * hundred bytes kept in each of 20,000 steps would be more than this. Everything else must not grow at all.
 */
export const SCRIPT_SLACK = 2 ** 20;

/** What is larger at the end than after the warm-up. */
export function grownBetween(warm: Memory, end: Memory): (keyof Memory)[] {
  return (Object.keys(warm) as (keyof Memory)[]).filter(
    key => end[key] > warm[key] + (key === 'scriptBytes' ? SCRIPT_SLACK : 0),
  );
}

interface MeasuringPerformance extends Performance {
  /** Only where the page is isolated; waits for a garbage collection. */
  measureUserAgentSpecificMemory(): Promise<{
    breakdown: { bytes: number; attribution: { scope: string }[] }[];
  }>;
}

async function scriptBytes(): Promise<number> {
  const { breakdown } = await (performance as MeasuringPerformance).measureUserAgentSpecificMemory();
  return breakdown
    .filter(({ attribution }) => attribution.some(({ scope }) => scope === 'DedicatedWorkerGlobalScope'))
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Trains the CNN in a worker of its own, with probes and saved states in between as a session has them, and looks
 * at the memory after the warm-up and at the end.
 */
export async function runHours(
  device: HoursDevice,
  steps: number,
  onProgress: (text: string) => void,
): Promise<HoursRow> {
  if (!crossOriginIsolated) throw new Error('Memory can only be measured on an isolated page.');
  const worker = new Worker(new URL('./hours.worker.ts', import.meta.url), { type: 'module' });
  const send = (request: HoursRequest) => worker.postMessage(request);
  try {
    return await new Promise<HoursRow>((resolve, reject) => {
      let warm: Memory;
      const receive = async (reply: HoursReply) => {
        switch (reply.type) {
          case 'progress':
            onProgress(`${device}: ${reply.step} of ${steps} steps`);
            break;
          case 'warm':
            warm = { ...reply.memory, scriptBytes: await scriptBytes() };
            send({ type: 'go' });
            break;
          case 'end': {
            const end = { ...reply.memory, scriptBytes: await scriptBytes() };
            resolve({ ...reply.row, warm, end, grown: grownBetween(warm, end) });
            break;
          }
          case 'error':
            reject(new Error(reply.message));
        }
      };
      worker.addEventListener('message', (event: MessageEvent<HoursReply>) => {
        receive(event.data).catch(reject);
      });
      worker.addEventListener('error', event =>
        reject(new Error(event.message || 'The worker did not start.')),
      );
      send({ type: 'start', device, steps });
    });
  } finally {
    worker.terminate();
  }
}

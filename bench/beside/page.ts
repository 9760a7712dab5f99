import { presetById } from '../../src/experiment/presets';
import { type Experiment, parseExperiment } from '../../src/experiment/schema';

/** One case: steps per second where the metrics worker drops the probes that come, and where it measures them. */
export interface BesideRow {
  case: string;
  idleStepsPerSecond: number;
  busyStepsPerSecond: number;
  /** Share of the steps that measuring takes away. */
  slowdown: number;
  /** Probes that were measured per second, both splits and all layers. */
  probesPerSecond: number;
}

declare global {
  interface Window {
    runBeside(name: string, windows: number, milliseconds: number): Promise<BesideRow>;
  }
}

function experimentOf(name: string): Experiment {
  const { experiment } = presetById('rich-is-not-better');
  const arms = experiment.arms.slice(0, 1);
  const model = { kind: name === 'cnn' ? 'cnn' : 'mlp', width: name === 'cnn' ? 64 : experiment.model.width };
  return parseExperiment({ ...experiment, preset: null, arms, model: { ...experiment.model, ...model } });
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** The next message of a worker. */
const next = <T>(worker: Worker) =>
  new Promise<T>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
    worker.addEventListener('error', event => reject(new Error(event.message)), { once: true });
  });

async function ask<T>(worker: Worker, question: unknown, transfer: Transferable[] = []): Promise<T> {
  const answer = next<T>(worker);
  worker.postMessage(question, transfer);
  return answer;
}

window.runBeside = async (name, windows, milliseconds) => {
  const training = new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module' });
  const measuring = new Worker(new URL('./measuring.worker.ts', import.meta.url), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  await ask(measuring, port2, [port2]);
  await ask(training, { experiment: experimentOf(name), port: port1 }, [port1]);
  // Past the probes that the first steps are allowed beyond their share.
  await pause(3_000);
  const steps = { idle: 0, busy: 0 };
  const time = { idle: 0, busy: 0 };
  let measured = 0;
  for (let i = 0; i < 2 * windows; i++) {
    const kind = i % 2 === 0 ? 'idle' : 'busy';
    await ask<number>(measuring, kind === 'busy');
    // What was under way ends in the next window, and is left out of it.
    await pause(300);
    const before = await ask<number>(measuring, kind === 'busy');
    const [from, start] = [await ask<number>(training, 'step'), performance.now()];
    await pause(milliseconds);
    steps[kind] += (await ask<number>(training, 'step')) - from;
    time[kind] += performance.now() - start;
    if (kind === 'busy') measured += (await ask<number>(measuring, true)) - before;
  }
  training.terminate();
  measuring.terminate();
  const idle = (1_000 * steps.idle) / time.idle;
  const busy = (1_000 * steps.busy) / time.busy;
  return {
    case: name,
    idleStepsPerSecond: idle,
    busyStepsPerSecond: busy,
    slowdown: 1 - busy / idle,
    probesPerSecond: (1_000 * measured) / time.busy,
  };
};

import { presetById } from '../../src/experiment/presets';
import { type Experiment, parseExperiment } from '../../src/experiment/schema';
import type { MetricsCommand, ProbeMessage, RunEvent } from '../../src/workers/protocol';

/** One case: steps per second with the metrics worker idle, and with it measuring all the time. */
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

/** The metrics worker of the app; while it is busy every probe that it has measured is followed by the next. */
class Measuring {
  measured = 0;
  private busy = false;
  private readonly port: MessagePort;
  private readonly probe: ProbeMessage;

  constructor(probe: ProbeMessage) {
    const worker = new Worker(new URL('../../src/workers/metrics.worker.ts', import.meta.url), {
      type: 'module',
    });
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ type: 'connect', port: port2 } satisfies MetricsCommand, [port2]);
    worker.onmessage = ({ data }: MessageEvent<RunEvent>) => {
      if (data.type !== 'frame') throw new Error(`The metrics worker says ${JSON.stringify(data)}.`);
      this.measured++;
      if (this.busy) this.port.postMessage(this.probe);
    };
    this.port = port1;
    this.probe = probe;
  }

  set isBusy(busy: boolean) {
    this.busy = busy;
    // Two, so that one waits while the other is measured.
    if (busy) for (const arm of [0, 1]) this.port.postMessage({ ...this.probe, arm });
  }
}

window.runBeside = async (name, windows, milliseconds) => {
  const training = new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module' });
  const next = <T>() =>
    new Promise<T>(resolve => {
      training.addEventListener('message', ({ data }) => resolve(data), { once: true });
    });
  const first = next<{ probe: Omit<ProbeMessage, 'runId'> }>();
  training.postMessage(experimentOf(name));
  const { probe } = await first;
  const measuring = new Measuring({ runId: 'beside', ...probe });
  await pause(1_000);
  const stepNow = async (): Promise<number> => {
    training.postMessage('step');
    for (;;) {
      const { step } = await next<{ step?: number }>();
      if (step !== undefined) return step;
    }
  };
  const steps = { idle: 0, busy: 0 };
  const time = { idle: 0, busy: 0 };
  let measured = 0;
  for (let i = 0; i < 2 * windows; i++) {
    const kind = i % 2 === 0 ? 'idle' : 'busy';
    measuring.isBusy = kind === 'busy';
    // What was under way ends in the next window, and is left out of it.
    await pause(300);
    const [from, start, before] = [await stepNow(), performance.now(), measuring.measured];
    await pause(milliseconds);
    steps[kind] += (await stepNow()) - from;
    time[kind] += performance.now() - start;
    if (kind === 'busy') measured += measuring.measured - before;
  }
  training.terminate();
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

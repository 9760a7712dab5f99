import { parseExperiment } from '../../../src/experiment/schema';
import type { LayerMeasures, Measures } from '../../../src/metrics/types';
import { Recording } from '../../../src/recording/recording';
import type { NetworkFrame, SplitFrame } from '../../../src/recording/types';

/** How one made-up arm behaves: closed formulas of the step, so that every picture of it is the same for ever. */
export interface Story {
  label: string;
  dlr(step: number): number | null;
  train(step: number): number;
  test(step: number): number;
  loss(step: number): number;
  /** Measures beyond those that every story has. */
  more?(step: number): Partial<Measures>;
  /** What is known of the network beyond what every story knows. */
  network?(step: number): Partial<NetworkFrame>;
}

/** From exactly `from` at step 0 to `to`, about half-way at `middle`; `pace` is the share of a decade that it takes. */
export function slide(step: number, from: number, to: number, middle: number, pace = 0.35): number {
  const logistic = (at: number) => 1 / (1 + ((1 + middle) / (1 + at)) ** (1 / (pace * Math.LN10)));
  const start = logistic(0);
  return from + ((to - from) * (logistic(step) - start)) / (1 - start);
}

/** A small wobble, the same for the same step. */
const wobble = (step: number, size: number) => size * Math.sin(step * 12.9898) * Math.cos(step * 0.37);

/** Turns rich, and wrong on test pictures. */
export const rich: Story = {
  label: 'All layers',
  dlr: step => 0.6 + slide(step, 0, 0.08, 3, 0.1) - slide(step, 0, 0.64, 40, 0.42),
  train: step => slide(step, 0.08, 1, 12, 0.28),
  test: step => slide(step, 0.08, 0.92, 11, 0.25) - slide(step, 0, 0.68, 700, 0.25),
  loss: step => slide(step, 0.95, 0.002, 150, 0.4) * (1 + wobble(step, 0.25)),
};

/** Stays lazy, and mostly right. */
export const lazy: Story = {
  label: 'Last layer only',
  dlr: step => 0.6 + slide(step, 0, 0.07, 6, 0.2) - slide(step, 0, 0.15, 80, 0.25),
  train: step => slide(step, 0.08, 0.95, 60, 0.3),
  test: step => slide(step, 0.08, 0.78, 60, 0.3),
  loss: step => slide(step, 0.95, 0.12, 120, 0.4) * (1 + wobble(step, 0.2)),
};

/** Between the two. */
export const between: Story = {
  label: 'Targets × 1',
  dlr: step => 0.58 - slide(step, 0, 0.34, 300, 0.3),
  train: step => slide(step, 0.1, 0.97, 80, 0.3),
  test: step => slide(step, 0.1, 0.8, 90, 0.3),
  loss: step => slide(step, 0.9, 0.05, 150, 0.4) * (1 + wobble(step, 0.2)),
};

/** Like `rich`, but its outputs have no variance at first and again for a while: D_LR is undefined there. */
export const gaps: Story = {
  ...rich,
  label: 'Zero head',
  dlr: step => (step < 3 || (step > 100 && step < 260) ? null : rich.dlr(step)),
};

const eigenvalues: Record<'rich' | 'lazy', (k: number) => number> = {
  rich: k => (k <= 9 ? 1 - 0.05 * (k - 1) : 0.12 * (10 / k) ** 1.6),
  lazy: k => k ** -0.85,
};

/** Curves of `width` features; without outputs that vary (D_LR null) nothing is used. */
function curves(dlr: number | null, split: 'train' | 'test', width: number): Partial<Measures> {
  const richness = 1 - Math.min(1, (dlr ?? 0.6) / 0.6);
  const ks = Array.from({ length: width }, (_, i) => i + 1);
  const relative = ks.map(k => richness * eigenvalues.rich(k) + (1 - richness) * eigenvalues.lazy(k));
  const needed = ks.map(
    k => richness * Math.min(1, k / 9) + (1 - richness) * Math.min(1, (k / width) ** 0.5),
  );
  const quality = split === 'test' ? 0.62 : 1 - 0.2 * (1 - richness);
  return {
    relativeEigenvalues: Float64Array.from(relative),
    quality: Float64Array.from(needed, share => share * quality),
    ...(dlr !== null && { utilisation: Float64Array.from(needed) }),
  };
}

/** Three layers, each richer than the one before, the last one as rich as the network. */
function layersOf(dlr: number | null, width: number): LayerMeasures[] {
  return ['dense 1', 'dense 2', 'dense 3'].map((name, layer) => {
    const value = dlr === null ? null : 0.7 - ((0.7 - dlr) * (layer + 1)) / 3;
    const { relativeEigenvalues } = curves(value, 'train', width);
    return {
      ...{ name, width, samples: 256, dlr: value, share: value === null ? null : 1 - value },
      ...{ participation: value === null ? null : 6, effectiveDimension: 12 - 2 * layer },
      ...(relativeEigenvalues && { relativeEigenvalues: relativeEigenvalues.slice(0, 64) }),
      ...(value === null && { undefinedBecause: 'The outputs do not differ between inputs.' }),
    };
  });
}

const NO_START = 'The features at the start are not known.';

/** Shares of 16 frequencies, of which k = 3 and 7 take over as D_LR falls. */
function frequencies(dlr: number, tilt: number): number[] {
  const settled = 1 - Math.min(1, dlr / 0.6);
  const raw = Array.from({ length: 16 }, (_, k) => {
    const noise = (k ? 2 : 1) * (1 + 0.2 * Math.sin(9.1 * k + tilt));
    return (1 - settled) * noise + settled * ({ 3: 16, 7: 9 + tilt }[k] ?? 0.2);
  });
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map(value => value / sum);
}

/** A story of modular arithmetic, with an embedding of one table or of two. */
export const embedded = (story: Story, tables = 2): Story => ({
  ...story,
  network(step) {
    const dlr = story.dlr(step) ?? 0.6;
    return {
      embeddingSpectra: Array.from({ length: tables }, (_, table) => frequencies(dlr, table)),
      ...{ effectiveFrequencies: 2 + 20 * dlr, frequenciesPerUnit: 1 + 12 * dlr },
    };
  },
});

/** A story with every measure: errors that shrink, and rivals that follow D_LR in their own ways. */
export function measured(story: Story): Story {
  return {
    ...story,
    more(step) {
      const dlr = story.dlr(step);
      if (dlr === null)
        return {
          ...{
            dlrError: null,
            initialSimilarity: null,
            kernelDistance: null,
            targetAlignment: null,
            nc1: null,
          },
          undefinedBecause: { dlr: 'The outputs do not differ between inputs.', initialSimilarity: NO_START },
        };
      const moved = 0.7 - dlr;
      return {
        // The two factors whose product is 1 − D_LR.
        ...{ share: (1 - dlr) ** 0.7, participation: 9 * (1 - dlr) ** 0.6 },
        ...{ dlrError: 0.002 + 0.03 * dlr, effectiveDimension: 40 - 40 * moved },
        ...{ initialSimilarity: 1 - moved, kernelDistance: moved / 2 },
        ...{ targetAlignment: 0.3 + 0.9 * moved, nc1: 20 * 10 ** (-5 * moved) },
      };
    },
    network(step) {
      if (story.dlr(step) === null) return { parameterDistance: null };
      const isDue = step === 0 || (step > 90 && step % 2 === 0);
      const moved = 0.7 - (story.dlr(step) ?? 0.6);
      return { tangentKernelChange: isDue ? 1.2 * (moved - 0.1) : null };
    },
  };
}

function networkOf(story: Story, step: number): NetworkFrame {
  const moved = 0.7 - (story.dlr(step) ?? 0.6);
  return {
    ...{ parameterNorm: 40 + 10 * moved, parameterDistance: moved, tangentKernelChange: null },
    ...story.network?.(step),
  };
}

function splitFrame(story: Story, split: 'train' | 'test', step: number, width: number): SplitFrame {
  const dlr = story.dlr(step);
  return {
    accuracy: story[split](step),
    loss: story.loss(step),
    measures: {
      ...{ samples: 1024, width, outputs: 10, rank: dlr === null ? 0 : 9 },
      ...{ dlr, share: dlr === null ? null : 1 - dlr, participation: dlr === null ? null : 6 },
      ...(dlr === null && {
        undefinedBecause: { dlr: 'The outputs do not differ between inputs, so D_LR is undefined.' },
      }),
      ...curves(dlr, split, width),
      ...story.more?.(step),
    },
    layers: layersOf(dlr, width),
  };
}

/** Steps at which a run probes: 0, then `perDecade` a decade, and the last. */
export function probeSteps(last: number, perDecade = 24): number[] {
  const steps = new Set([0]);
  for (let i = 0; 10 ** (i / perDecade) <= last; i++) steps.add(Math.round(10 ** (i / perDecade)));
  return [...steps.add(last)];
}

export interface RunOptions {
  /** Steps of the experiment. */
  steps?: number;
  /** Newest step; −1 for a run that has not begun. */
  until?: number;
  /** Units of the last hidden layer. */
  width?: number;
  /** Step at which the last arm diverges. */
  divergesAt?: number;
  probes?: number[];
}

/** A recording of made-up arms. */
export function makeRun(stories: readonly Story[], options: RunOptions = {}): Recording {
  const { steps = 3_000, until = steps, width = 128, divergesAt = Number.POSITIVE_INFINITY } = options;
  const experiment = parseExperiment({
    stop: { steps },
    model: { width },
    arms: stories.map(({ label }) => ({ label })),
  });
  const recording = new Recording(experiment, 'made-up');
  stories.forEach((story, arm) => {
    const end = arm === stories.length - 1 ? Math.min(until, divergesAt) : until;
    const losses = Float64Array.from({ length: Math.max(0, end) }, (_, i) => i + 1);
    if (end > 0)
      recording.addLosses(
        arm,
        losses,
        losses.map(step => story.loss(step)),
      );
    for (const step of options.probes ?? probeSteps(Math.max(1, until)))
      if (step <= end)
        recording.addFrame({
          ...{ arm, step },
          train: splitFrame(story, 'train', step, width),
          test: splitFrame(story, 'test', step, width),
          network: networkOf(story, step),
        });
    if (end < until) recording.markDiverged(arm, end);
  });
  return recording;
}

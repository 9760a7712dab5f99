import { describe, expect, it } from 'vitest';
import { BOUNDS, CLAIMS } from '../../../scripts/results/claims.mjs';
import { agreement, outcomesJson, resultsPage, section } from '../../../scripts/results/page.mjs';
import { isRunOf } from '../../../scripts/results/runs.mjs';
import { meanWords, percentWords, rankCorrelation, summary } from '../../../scripts/results/statistics.mjs';
import { PAPER } from '../../../src/app/paper';
import { PRESETS, presetById } from '../../../src/experiment/presets';
import { changeSetting, getSetting, parseExperiment, settingPaths } from '../../../src/experiment/schema';
import { readySweep } from '../../../src/experiment/sweeps';
import { FEW_FEATURES } from '../../../src/metrics/reading';
import { LAZY_FROM, RICH_BELOW } from '../../../src/recording/phase';

type Run = import('../../../scripts/results/runs.mjs').Run;
type Arm = Run['arms'][number];
type Frame = Arm['frames'][number];

interface Made {
  step?: number;
  dlr?: number | null;
  train?: number;
  test?: number;
  norm?: number;
  more?: Record<string, number | null | number[]>;
}

/** A made-up probe. */
function frame({ step = 0, dlr = 0.5, train = 0.1, test = 0.1, norm = 100, more = {} }: Made): Frame {
  return {
    step,
    trainAccuracy: train,
    testAccuracy: test,
    train: { dlr, ...more },
    test: { dlr, ...more },
    network: { parameterNorm: norm, parameterDistance: 0 },
  };
}

/** A made-up arm: its probes, of which the last is its end. */
function arm(frames: Made[], layers: (number | null)[] = []): Omit<Arm, 'id' | 'label'> {
  const made = frames.map((one, i) => frame({ step: 10 * i, ...one }));
  return {
    ...made.at(-1)!,
    layers: { train: layers.map((dlr, i) => ({ name: `dense ${i + 1}`, dlr })) },
    frames: made,
  };
}

function run(id: string, arms: ReturnType<typeof arm>[], seed = 0): Run {
  const { experiment } = presetById(id);
  return {
    experiment: { ...experiment, seed },
    device: 'wasm',
    seed,
    arms: arms.map((one, i) => ({ id: 'ABCD'[i]!, label: experiment.arms[i]?.label ?? '', ...one })),
  };
}

const judge = (id: string, ...arms: ReturnType<typeof arm>[]) => CLAIMS[id]!.judge(run(id, arms));
const ends = (...values: Made[]) => values.map(value => arm([{}, value]));

it('every preset has a claim and what the paper says of it', () => {
  const ids = PRESETS.map(({ id }) => id);
  expect(Object.keys(CLAIMS)).toEqual(ids);
  expect(Object.keys(PAPER)).toEqual(ids);
});

it('a preset that is swept goes along the ready sweep of the page', () => {
  for (const [id, { swept }] of Object.entries(CLAIMS))
    if (swept) expect(readySweep(id)!.sweep.axes).toEqual([{ path: swept.path, values: swept.values }]);
});

it('the bounds are those by which the page calls a network rich or lazy', () => {
  expect(BOUNDS).toEqual({ rich: RICH_BELOW, lazy: LAZY_FROM, fewFeatures: FEW_FEATURES });
});

describe('the rule of', () => {
  it('rich-is-not-better asks for 30 points and 0.3 in D_LR', () => {
    const outcome = (test: number, dlr: number) =>
      judge('rich-is-not-better', ...ends({ dlr: 0.1, test: 0.2 }, { dlr, test }));
    expect(outcome(0.5, 0.4)).toEqual({ holds: true, found: '30 points, 0.3 in D_LR' });
    expect(outcome(0.499, 0.5).holds).toBe(false);
    expect(outcome(0.9, 0.399).holds).toBe(false);
    expect(judge('rich-is-not-better', ...ends({ dlr: null }, { dlr: 0.9, test: 0.9 })).holds).toBe(false);
  });

  it('the-dial and output-scale asks for the order', () => {
    expect(judge('the-dial', ...ends({ dlr: 0.1 }, { dlr: 0.2 }, { dlr: 0.3 })).holds).toBe(true);
    expect(judge('the-dial', ...ends({ dlr: 0.2 }, { dlr: 0.1 }, { dlr: 0.3 }))).toEqual({
      holds: false,
      found: '-0.5',
    });
    expect(judge('the-dial', ...ends({ dlr: 0.1 }, { dlr: null }, { dlr: 0.3 })).holds).toBe(false);
    expect(judge('output-scale', ...ends({ dlr: 0.1 }, { dlr: 0.2 }, { dlr: 0.3 })).holds).toBe(true);
    expect(judge('output-scale', ...ends({ dlr: 0.3 }, { dlr: 0.2 }, { dlr: 0.1 })).holds).toBe(false);
  });

  it('learning-rate asks for the lowest D_LR in the middle', () => {
    const outcome = (...dlrs: number[]) => judge('learning-rate', ...ends(...dlrs.map(dlr => ({ dlr }))));
    expect(outcome(0.2, 0.1, 0.3)).toEqual({ holds: true, found: '0.2, 0.1, 0.3' });
    expect(outcome(0.2, 0.1, 0.1).holds).toBe(false);
    expect(outcome(0.1, 0.2, 0.3).holds).toBe(false);
    expect(judge('learning-rate', ...ends({ dlr: 0.2 }, { dlr: null }, { dlr: 0.3 })).holds).toBe(false);
  });

  it('training-set-size asks for the order along the values that are swept', () => {
    const outcome = (...dlrs: (number | null)[]) => {
      const { values } = CLAIMS['training-set-size']!.swept!;
      const made = run('training-set-size', ends(...dlrs.map(dlr => ({ dlr }))));
      const arms = made.arms.map((one, i) => ({ ...one, label: `${values[i]} pictures` }));
      return CLAIMS['training-set-size']!.judge({ ...made, arms });
    };
    expect(outcome(0.4, 0.3, 0.2, 0.1)).toEqual({ holds: true, found: '-1' });
    expect(outcome(0.4, 0.1, 0.2, 0.3).holds).toBe(false);
    expect(outcome(0.4, 0.3, 0.2, null).found).toBe('undefined');
  });

  it('grokking compares the two first passings', () => {
    const learnt = { train: 0.99, dlr: 0.4 };
    const grokked = (dlr: number) => judge('grokking', arm([{}, learnt, { train: 1, test: 0.95, dlr }, {}]));
    expect(grokked(0.1)).toEqual({ holds: true, found: '4× lower' });
    expect(grokked(0.11).holds).toBe(false);
    expect(judge('grokking', arm([{}, learnt])).found).toBe('test accuracy does not reach 95 %');
    expect(judge('grokking', arm([{}])).found).toBe('train accuracy does not reach 99 %');
    const atOnce = arm([{}, { train: 1, test: 1, dlr: 0.1 }]);
    expect(judge('grokking', atOnce).holds).toBe(false);
  });

  it('rich-before-accurate looks at probes that are not accurate', () => {
    const outcome = (test: number, dlr: number) =>
      judge('rich-before-accurate', arm([{}, { test, dlr }, { test: 1, dlr: 0.01 }])).holds;
    expect(outcome(0.199, 0.149)).toBe(true);
    expect(outcome(0.2, 0.149)).toBe(false);
    expect(outcome(0.199, 0.15)).toBe(false);
  });

  it('random-labels, batch-norm and width compare ends', () => {
    expect(judge('random-labels', ...ends({ dlr: 0.03 }, { dlr: 0.07 })).holds).toBe(true);
    expect(judge('random-labels', ...ends({ dlr: 0.03 }, { dlr: 0.09 })).holds).toBe(false);
    expect(judge('batch-norm', ...ends({ dlr: 0.4 }, { dlr: 0.2 })).holds).toBe(true);
    expect(judge('batch-norm', ...ends({ dlr: 0.4 }, { dlr: 0.21 })).holds).toBe(false);
    const width = (...values: number[]) => judge('width', ...ends(...values.map(dlr => ({ dlr })))).holds;
    expect(width(0.2, 0.4, 0.3, 0.35)).toBe(true);
    expect(width(0.2, 0.25, 0.3, 0.35)).toBe(false);
    expect(width(0.2, 0.4, 0.3, 0.45)).toBe(false);
  });

  it('weight-decay asks for a rival that moved and a D_LR that says lazy', () => {
    const outcome = (dlr: number, norm: number, initialSimilarity: number) =>
      judge('weight-decay', ...ends({ dlr: 0.5 }, { dlr, norm, more: { initialSimilarity } })).holds;
    expect(outcome(0.4, 50, 1)).toBe(true);
    expect(outcome(0.4, 90, 0.5)).toBe(true);
    expect(outcome(0.4, 51, 0.9)).toBe(false);
    expect(outcome(0.3, 20, 0.1)).toBe(false);
  });

  it('neural-collapse asks for a lower NC1 after the first fit', () => {
    const outcome = (nc1: number, dlr: number) =>
      judge('neural-collapse', arm([{}, { train: 0.99, more: { nc1: 1 } }, { train: 1, dlr, more: { nc1 } }]))
        .holds;
    expect(outcome(0.1, 0.1)).toBe(true);
    expect(outcome(0.11, 0.1)).toBe(false);
    expect(outcome(0.1, 0.15)).toBe(false);
  });

  it('strong-features-first compares the gain of the strongest nine with the next', () => {
    const quality = (strong: number, weak: number) => [
      ...Array.from({ length: 9 }, (_, i) => (strong * (i + 1)) / 9),
      ...Array.from({ length: 9 }, (_, i) => strong + (weak * (i + 1)) / 9),
    ];
    const outcome = (strong: number, weak: number) =>
      judge(
        'strong-features-first',
        arm([
          { more: { quality: quality(0.2, 0.2) } },
          { train: 0.9, more: { quality: quality(strong, weak) } },
        ]),
      ).holds;
    expect(outcome(0.6, 0.3)).toBe(true);
    expect(outcome(0.6, 0.45)).toBe(false);
    expect(outcome(0.1, 0)).toBe(false);
  });

  it('layers asks for the last to be the lowest, features-used for few against many', () => {
    expect(judge('layers', arm([{}], [0.4, 0.3, 0.1]))).toEqual({ holds: true, found: '0.4, 0.3, 0.1' });
    expect(judge('layers', arm([{}], [0.4, 0.1, 0.2])).holds).toBe(false);
    expect(judge('layers', arm([{}], [null, 0.1])).holds).toBe(false);
    const used = (...k95: number[]) =>
      judge('features-used', ...ends(...k95.map(value => ({ more: { k95: value, rank: 9 } })))).holds;
    expect(used(19, 18)).toBe(true);
    expect(used(18, 18)).toBe(false);
    expect(used(19, 19)).toBe(false);
  });
});

describe('statistics', () => {
  it('mean and sample spread, undefined where a value is', () => {
    expect(summary([1, 2, 3])).toEqual({ mean: 2, spread: 1 });
    expect(summary([2])).toEqual({ mean: 2, spread: null });
    expect(summary([1, null])).toBeNull();
    expect(summary([])).toBeNull();
    expect(meanWords({ mean: 0.0512, spread: 0.0021 }, 3)).toBe('0.051 ± 0.002');
    expect(meanWords({ mean: 0.000_12, spread: null })).toBe('0.00012');
    expect(meanWords(null)).toBe('undefined');
    expect(percentWords({ mean: 0.971, spread: 0.003 })).toBe('97.1 ± 0.3 %');
  });

  it('rank correlation', () => {
    expect(rankCorrelation([1, 10, 100], [2, 3, 9])).toBe(1);
    expect(rankCorrelation([1, 10, 100], [9, 3, 2])).toBe(-1);
    expect(rankCorrelation([1, 2, 3, 4], [1, 2, 2, 3])).toBeCloseTo(3 / Math.sqrt(10), 12);
    expect(rankCorrelation([1, 2], [3, 3])).toBeNull();
    expect(rankCorrelation([1, 2], [3, null])).toBeNull();
  });
});

describe('the page', () => {
  const outcome = (id: string, runs: Run[]) => ({
    ...presetById(id),
    changes: [{ path: 'stop.steps', value: 600 }],
    paper: PAPER[id]!,
    runs,
  });
  const norm = (seed: number, after: number) => run('batch-norm', ends({ dlr: 0.4 }, { dlr: after }), seed);

  it('says what was found with each seed, and with how many the rule held', () => {
    const text = section(outcome('batch-norm', [norm(0, 0.1), norm(1, 0.3)]));
    expect(text).toContain('**agrees with 1 of 2 seeds**. seed 0: × 0.25 (yes); seed 1: × 0.75 (no).');
    expect(text).toContain('Paper: without D_LR 0.66, test 21.7 %; with batch norm D_LR 0.073, test 72.0 %.');
    expect(text).toContain('`stop.steps=600`');
    expect(text).toMatch(/^\| \*\*B With batch norm\*\* \| 10 \| 0\.200 ± 0\.141 \|/m);
    expect(agreement([{ holds: true }, { holds: true }])).toBe('agrees');
    expect(agreement([{ holds: false }])).toBe('does not agree');
  });

  it('says where a moment was not reached, and what was not run', () => {
    const early = run('grokking', [arm([{}, { train: 1 }])]);
    const text = section(outcome('grokking', [early]));
    expect(text).toContain('**does not agree**. seed 0: test accuracy does not reach 95 % (no).');
    expect(text).toContain('test accuracy first ≥ 95 % | reached with 0 of 1 seeds |');
    const page = resultsPage([outcome('batch-norm', [norm(0, 0.1)]), outcome('the-dial', [])], '0.1.0');
    expect(page).toContain('| [Batch norm](#batch-norm) | 1 | agrees |');
    expect(page).toContain('| [The dial](#the-dial) | 0 | not run |');
  });

  it('the numbers for the app are rounded, and only of what was run', () => {
    const json = outcomesJson([outcome('batch-norm', [norm(0, 0.1), norm(1, 0.3)]), outcome('the-dial', [])]);
    expect(json).toMatchObject({
      'batch-norm': {
        seeds: 2,
        agrees: 1,
        rule: 'batch norm at least halves D_LR',
        missed: [{ seed: 1, found: '× 0.75' }],
        note: CLAIMS['batch-norm']!.tried,
        arms: [
          { id: 'A', label: 'Without' },
          { id: 'B', end: { step: 10, dlr: { mean: 0.2, spread: 0.141 } } },
        ],
      },
    });
    expect(Object.keys(json)).toEqual(['batch-norm']);
  });

  it('and moments that all seeds reached', () => {
    const learnt = { train: 0.99, dlr: 0.4 };
    const groks = run('grokking', [arm([{}, learnt, { train: 1, test: 0.95, dlr: 0.1 }, {}])]);
    const learns = run('grokking', [arm([{}, { ...learnt, dlr: 0.6 }, {}])], 1);
    const momentsOf = (runs: Run[]) => {
      const [made] = Object.values(outcomesJson([outcome('grokking', runs)]));
      return made!.arms[0]!.moments.map(({ title, step, dlr }) => [title, step, dlr?.mean]);
    };
    const first = ['train accuracy first ≥ 99 %', 10, 0.4];
    expect(momentsOf([groks])).toEqual([first, ['test accuracy first ≥ 95 %', 20, 0.1]]);
    expect(momentsOf([groks, learns])).toEqual([['train accuracy first ≥ 99 %', 10, 0.5]]);
  });
});

it('a kept run counts as long as no setting of the experiment has changed', () => {
  const { experiment } = presetById('batch-norm');
  const defaults = parseExperiment({});
  const known = settingPaths().map(({ path }) => ({ path, default: getSetting(defaults, path)! }));
  expect(isRunOf(experiment, structuredClone(experiment), known)).toBe(true);
  expect(isRunOf(experiment, changeSetting(experiment, 'model.depth', 3), known)).toBe(false);
  expect(isRunOf(experiment, { ...experiment, arms: experiment.arms.slice(1) }, known)).toBe(false);
  const later = [...known, { path: 'training.later', default: false }];
  expect(isRunOf(experiment, changed(experiment, false), later)).toBe(true);
  expect(isRunOf(experiment, changed(experiment, true), later)).toBe(false);
});

/** The experiment with a setting that a later version knows. */
const changed = (experiment: Run['experiment'], later: boolean) =>
  ({ ...experiment, training: { ...experiment.training, later } }) as Run['experiment'];

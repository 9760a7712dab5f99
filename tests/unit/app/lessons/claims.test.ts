import { expect, it } from 'vitest';
import { type ArmSummary, summariseArms } from '../../../../src/app/arms';
import { LESSONS } from '../../../../src/app/lessons/lessons';
import { stepOfMoment } from '../../../../src/app/lessons/moments';
import type { Moment } from '../../../../src/app/lessons/types';
import { outcomeOf, type Question, standingsOf } from '../../../../src/app/predict/outcome';
import { presetById } from '../../../../src/experiment/presets';
import { frameAt } from '../../../../src/recording/moment';
import { FITTED_ACCURACY, LAZY_FROM, RICH_BELOW } from '../../../../src/recording/phase';
import type { Recording, Split } from '../../../../src/recording/recording';
import { recordedRun } from './recorded';

/** What the recorded run of a step's preset says of its moments. */
class Told {
  private readonly recording: Recording;

  constructor(recording: Recording) {
    this.recording = recording;
  }

  step(moment: Moment): number {
    return stepOfMoment(this.recording, moment) ?? this.recording.step;
  }

  private index(arm: string): number {
    return this.recording.arms.findIndex(({ id }) => id === arm);
  }

  arm(id: string, moment: Moment = 'end', probe: Split = 'train'): ArmSummary {
    return summariseArms(this.recording, probe, stepOfMoment(this.recording, moment)!)[this.index(id)]!;
  }

  frame(id: string, moment: Moment = 'end') {
    return frameAt(this.recording.arms[this.index(id)]!, stepOfMoment(this.recording, moment)!)!;
  }

  measures(id: string, moment: Moment = 'end', probe: Split = 'train') {
    return this.frame(id, moment)[probe].measures;
  }

  /** Arms that are ahead of all others by more than the error. */
  ahead(question: Question): readonly number[] {
    return outcomeOf(standingsOf(this.recording.arms, question), question).ahead;
  }

  /** A curve over the features: its value at the k-th strongest, from 1. */
  at(curve: 'utilisation' | 'quality' | 'relativeEigenvalues', k: number, id = 'A', probe: Split = 'train') {
    return this.measures(id, 'end', probe)[curve]![k - 1]!;
  }

  column(id: string, name: 'accuracy', probe: Split): number[] {
    return [...this.recording.arms[this.index(id)]!.column(probe, name)];
  }
}

function isFalling(values: readonly number[]): void {
  for (const [i, value] of values.slice(1).entries()) expect(value).toBeLessThan(values[i]!);
}

type Claims = Record<string, (told: Told) => void | Promise<void>>;

/** What each step says of its run. A step with nothing to hold says so by an empty function. */
const CLAIMS: Record<string, Claims> = {
  'lazy-and-rich': {
    'two-ways': told => {
      for (const id of ['A', 'B', 'C']) {
        expect(told.arm(id, 'start').dlr).toBeNull();
        expect(told.arm(id, 'start').undefinedBecause).toMatch(/outputs/);
        expect(told.arm(id, 'start').testAccuracy).toBe(told.arm('A', 'start').testAccuracy);
      }
    },
    guess: () => {
      const scales = presetById('the-dial').experiment.arms.map(({ set }) => set['data.targetScale']);
      expect(scales).toEqual([10, 1, 0.1]);
    },
    dlr: told => {
      expect(told.step('A.rich')).toBeLessThan(told.step('end') / 10);
      expect(told.arm('B').dlr! - 1.96 * told.arm('B').dlrError!).toBeGreaterThan(LAZY_FROM);
      expect(told.arm('C').dlr! - 0.05).toBeGreaterThan(told.arm('B').dlr!);
    },
    kept: told => {
      expect(told.measures('C').initialSimilarity).toBeGreaterThan(0.95);
      expect(told.measures('A').initialSimilarity).toBeLessThan(0.3);
    },
    features: told => {
      expect(told.measures('A').k95).toBe(9);
      expect(told.at('relativeEigenvalues', 10)).toBeLessThan(told.at('relativeEigenvalues', 9) / 3);
      expect(told.measures('C').k95).toBeGreaterThan(4 * 9);
    },
    good: told => {
      expect(told.arm('A').testAccuracy).toBeGreaterThan(told.arm('B').testAccuracy!);
      expect(told.ahead('better')).toEqual([0, 1]);
      expect(told.arm('C').trainAccuracy).toBeLessThan(FITTED_ACCURACY);
    },
    own: () => {},
  },
  'rich-is-not-better': {
    trap: told => expect(told.arm('A', 'start').dlr).toBe(told.arm('B', 'start').dlr),
    guess: () => {
      const { arms } = presetById('rich-is-not-better').experiment;
      expect(arms.map(({ set }) => set['training.layers'])).toEqual([undefined, 'last']);
    },
    rich: told => {
      expect(told.step('A.fell')).toBeLessThan(told.step('A.rich'));
      expect(told.arm('A').share).toBeGreaterThan(0.9);
      expect(told.arm('B').dlr).toBeGreaterThan(LAZY_FROM);
      expect(told.measures('B').initialSimilarity).toBeCloseTo(1, 6);
    },
    wrong: told => {
      expect(told.arm('A', 'A.best').testAccuracy).toBeGreaterThan(0.8);
      expect(told.arm('A').trainAccuracy).toBeGreaterThan(FITTED_ACCURACY);
      expect(told.arm('A').testAccuracy).toBeLessThan(0.13);
      expect(told.ahead('better')).toEqual([1]);
    },
    used: told => {
      expect(told.at('utilisation', 9, 'A', 'test')).toBeGreaterThan(0.95);
      expect(told.at('quality', 9, 'A', 'test')).toBeLessThan(0.05);
      for (const k of [1, 3, 6, 9])
        expect(Math.abs(told.at('utilisation', k) - told.at('quality', k))).toBeLessThan(0.02);
    },
    meaning: told => expect(told.arm('A', 'end', 'test').dlr).toBeLessThan(RICH_BELOW),
    own: () => {},
  },
  grokking: {
    task: told => {
      expect(told.arm('A', 'start').testAccuracy).toBeLessThan(0.06);
      expect(told.arm('A', 'start').trainAccuracy).toBeLessThan(0.06);
    },
    heart: told => {
      expect(told.arm('A', 'A.fitted').trainAccuracy).toBeGreaterThan(0.99);
      expect(told.arm('A', 'A.fitted').testAccuracy).toBeLessThanOrEqual(
        told.arm('A', 'start').testAccuracy!,
      );
      expect(told.arm('A').testAccuracy).toBeGreaterThan(0.99);
    },
    lazier: told => {
      expect(told.step('A.laziest')).toBeLessThan(told.step('A.fitted'));
      expect(told.arm('A', 'A.fitted').dlr! - 0.05).toBeGreaterThan(told.arm('A', 'start').dlr!);
    },
    fall: async told => {
      expect(told.step('A.fitted')).toBeLessThan(told.step('A.fell'));
      expect(told.step('A.fell')).toBeLessThan(told.step('A.rose'));
      expect(told.arm('A', 'A.rich').testAccuracy).toBeGreaterThan(0.5);
      const other = new Told(await recordedRun('rich-before-accurate'));
      const apart = (run: Told) => run.step('A.rose') / run.step('A.fell');
      expect(apart(other)).toBeGreaterThan(apart(told));
      expect(other.arm('A', 'A.rich').testAccuracy).toBeLessThan(0.5);
    },
    features: told => {
      expect(told.at('relativeEigenvalues', 31)).toBeLessThan(told.at('relativeEigenvalues', 30) / 3);
      expect(told.measures('A').k95).toBeLessThanOrEqual(30);
      expect(told.measures('A', 'A.fitted').k95).toBeGreaterThan(2 * 30);
    },
    waves: told => {
      const moments = ['start', 'A.fitted', 'end'] as const;
      isFalling(moments.map(moment => told.frame('A', moment).network.frequenciesPerUnit!));
      expect(told.frame('A').network.frequenciesPerUnit).toBeLessThan(1.5);
      expect(told.frame('A').network.effectiveFrequencies).toBeGreaterThan(14);
    },
    own: () => {},
  },
  'what-d-lr-adds-up-from': {
    identity: told => {
      const { dlr, share, evenness } = told.arm('A');
      expect(1 - share! * evenness!).toBeCloseTo(dlr!, 3);
      expect(share! * evenness!).toBeGreaterThan(0.9);
    },
    unused: told => {
      expect(told.arm('B').share).toBeLessThan(0.5);
      expect(told.arm('B').evenness).toBeGreaterThan(1.1);
    },
    'over-time': told => {
      const moments = ['end', 'A.rich', 'A.halved', 'start'] as const;
      isFalling(moments.map(moment => told.arm('A', moment).share!));
      expect(told.arm('A').share).toBeGreaterThan(0.9);
      expect(told.arm('B').evenness).toBeCloseTo(told.arm('B', 'start').evenness!, 3);
    },
    uneven: told => {
      for (const id of ['A', 'B']) {
        expect(told.arm(id).share).toBeGreaterThan(0.9);
        expect(told.arm(id).evenness).toBeLessThan(0.6);
        expect(told.arm(id).dlr).toBeGreaterThan(LAZY_FROM);
      }
    },
    spectrum: async told => {
      for (const id of ['A', 'B']) expect(told.at('relativeEigenvalues', 4, id)).toBeLessThan(0.5);
      const rich = new Told(await recordedRun('rich-is-not-better'));
      expect(rich.at('relativeEigenvalues', 9)).toBeGreaterThan(0.5);
    },
    error: told => expect(told.arm('A').dlrError).toBeGreaterThan(0),
    own: () => {},
  },
  'neural-collapse': {
    fitted: told => {
      expect(told.step('A.fitted')).toBeLessThan(told.step('end') / 10);
      const train = told.column('A', 'accuracy', 'train');
      expect(train.slice(train.indexOf(1)).every(value => value === 1)).toBe(true);
    },
    'falls-on': told => {
      isFalling(['A.fitted', 'A.rich', 'end'].map(moment => told.arm('A', moment as Moment).dlr!));
      expect(told.step('A.rich')).toBeGreaterThan(4 * told.step('A.fitted'));
    },
    nc1: told => {
      expect(told.measures('A').nc1).toBeLessThan(told.measures('A', 'A.fitted').nc1! / 100);
    },
    simplex: told => {
      const [fit, end] = [told.measures('A', 'A.fitted'), told.measures('A')];
      for (const name of ['nc2Norm', 'nc2Angle', 'nc3', 'nc4'] as const) isFalling([fit[name]!, end[name]!]);
      expect(end.nc4).toBe(0);
      for (const name of ['nc2Norm', 'nc2Angle', 'nc3'] as const) expect(end[name]).toBeGreaterThan(0.05);
    },
    nine: told => {
      expect(told.at('relativeEigenvalues', 10)).toBeLessThan(0.01);
      expect(told.arm('A').share).toBeGreaterThan(0.95);
      expect(told.at('relativeEigenvalues', 9)).toBeLessThan(0.7);
    },
    test: told => {
      const fall = (probe: Split) =>
        told.measures('A', 'end', probe).nc1! / told.measures('A', 'A.fitted', probe).nc1!;
      expect(fall('test')).toBeLessThan(1);
      expect(fall('test')).toBeGreaterThan(10 * fall('train'));
      const [fit, end] = [told.arm('A', 'A.fitted').testAccuracy!, told.arm('A').testAccuracy!];
      expect(end - fit).toBeLessThan(0.1);
      expect(fit).toBeGreaterThan(0.9 * end);
    },
    own: () => {},
  },
};

it('holds what every step of every lesson says', () => {
  for (const { id, steps } of LESSONS)
    expect(Object.keys(CLAIMS[id] ?? {}), id).toEqual(steps.map(step => step.id));
});

it.each(LESSONS.flatMap(({ id, steps }) => steps.map(step => [id, step.id, step.preset] as const)))(
  '%s, %s: the recorded run shows it',
  async (lesson, step, preset) => {
    await CLAIMS[lesson]![step]!(new Told(await recordedRun(preset)));
  },
);

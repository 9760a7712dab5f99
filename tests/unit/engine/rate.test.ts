import { describe, expect, it } from 'vitest';
import { type RateSchedule, rateFactor, rateSchedule } from '../../../src/engine/program/rate';
import { settingsSchema } from '../../../src/experiment/schema';

const factors = (schedule: Partial<RateSchedule>, updates = 10) => {
  const whole: RateSchedule = { kind: 'constant', warmup: 0, updates, drops: [], ...schedule };
  return Array.from({ length: updates }, (_, i) => rateFactor(whole, i + 1));
};

describe('the learning rate', () => {
  it('stays as it is', () => {
    expect(factors({})).toEqual(Array(10).fill(1));
  });

  it('rises linearly in warm-up and is whole from its last step on', () => {
    expect(factors({ warmup: 4 })).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('follows half a cosine: whole at first, half in the middle, nothing after the last', () => {
    const made = factors({ kind: 'cosine' });
    const expected = [0, 18, 36, 54, 72, 90, 108, 126, 144, 162].map(
      degrees => Math.cos((degrees * Math.PI) / 360) ** 2,
    );
    made.forEach((factor, i) => {
      expect(factor).toBeCloseTo(expected[i]!, 12);
    });
    const whole: RateSchedule = { kind: 'cosine', warmup: 0, updates: 10, drops: [] };
    expect(rateFactor(whole, 11)).toBeCloseTo(0, 12);
    expect(rateFactor(whole, 100)).toBeCloseTo(0, 12);
  });

  it('begins its cosine after the warm-up', () => {
    const made = factors({ kind: 'cosine', warmup: 4 });
    expect(made.slice(0, 5)).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(made[7]).toBeCloseTo(0.5, 12);
  });

  it('falls to a tenth at each share of the run, at both at once where they are the same', () => {
    const expected = [1, 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01];
    factors({ kind: 'steps', drops: [0.8, 0.5] }).forEach((factor, i) => {
      expect(factor).toBeCloseTo(expected[i]!, 12);
    });
    expect(factors({ kind: 'steps', drops: [0.9, 0.9] })[9]).toBeCloseTo(0.01, 12);
    expect(factors({ kind: 'steps', drops: [1, 1] })).toEqual(Array(10).fill(1));
  });

  it('has a number in a run that is shorter than its warm-up', () => {
    for (const kind of ['constant', 'cosine', 'steps'] as const)
      expect(factors({ kind, warmup: 20, drops: [1] })).toEqual(factors({ warmup: 20 }));
  });

  it('reads the settings', () => {
    const training = { schedule: 'steps', warmup: 3, firstDrop: 0.2, secondDrop: 0.6 };
    const settings = settingsSchema.parse({ training, stop: { steps: 50 } });
    const expected = { kind: 'steps', warmup: 3, updates: 50, drops: [0.2, 0.6] };
    expect(rateSchedule(settings)).toEqual(expected);
  });
});

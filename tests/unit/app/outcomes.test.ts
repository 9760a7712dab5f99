import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../../../scripts/results/claims.mjs';
import { accuracyWords, dlrWords, outcomeOf, verdictOf } from '../../../src/app/outcomes';
import { PAPER } from '../../../src/app/paper';
import recorded from '../../../src/app/recorded.json';
import { PRESETS } from '../../../src/experiment/presets';

describe('an outcome in words', () => {
  it('says with how many seeds it agrees', () => {
    expect(verdictOf({ seeds: 5, agrees: 5 })).toBe('Agrees with all 5 seeds');
    expect(verdictOf({ seeds: 5, agrees: 4 })).toBe('Agrees with 4 of 5 seeds');
    expect(verdictOf({ seeds: 5, agrees: 0 })).toBe('Does not agree with any of 5 seeds');
    expect(verdictOf({ seeds: 1, agrees: 1 })).toBe('Agrees with the one seed that was run');
    expect(verdictOf({ seeds: 1, agrees: 0 })).toBe('Does not agree with the one seed that was run');
  });

  it('gives means with their spread where there is one', () => {
    expect(dlrWords({ mean: 0.0416, spread: 0.016 })).toBe('0.042 ± 0.016');
    expect(dlrWords({ mean: 0.7, spread: null })).toBe('0.700');
    expect(dlrWords(null)).toBe('undefined');
    expect(accuracyWords({ mean: 0.107, spread: 0.00896 })).toBe('10.7 ± 0.9\u202f%');
    expect(accuracyWords({ mean: 1, spread: null })).toBe('100.0\u202f%');
    expect(accuracyWords(null)).toBe('undefined');
  });
});

describe('the figures of the presets', () => {
  it.each(PRESETS.map(({ id }) => id))('%s has what the paper says, in words', id => {
    expect(PAPER[id]!.source).toMatch(/\w/);
  });

  it('are of the arms that the presets have, or of the values that a preset is swept over', () => {
    const known = PRESETS.flatMap(preset => {
      const outcome = outcomeOf(preset.id);
      return outcome ? [{ preset, outcome }] : [];
    });
    expect(known.length).toBeGreaterThanOrEqual(Object.keys(recorded).length);
    for (const { preset, outcome } of known) {
      const swept = CLAIMS[preset.id]!.swept;
      const labels = swept
        ? swept.values.map(value => `${value} ${swept.unit}`)
        : preset.experiment.arms.map(({ label }) => label);
      expect(outcome.arms.map(({ label }) => label)).toEqual(labels);
      expect(outcome.agrees + outcome.missed.length).toBe(outcome.seeds);
      expect(outcome.rule).not.toMatch(/\.$/);
      if (outcome.agrees < outcome.seeds && outcome.note) expect(outcome.note).toMatch(/\.$/);
    }
  });
});

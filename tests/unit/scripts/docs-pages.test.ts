import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordingPage, settingsPage } from '../../../scripts/docs-pages.mjs';
import { getSetting, parseExperiment, settingPaths } from '../../../src/experiment/schema';
import { CURVE_MEASURES, SCALAR_MEASURES } from '../../../src/metrics/types';
import { recordingSchema } from '../../../src/recording/format';

const committed = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const drifted = (name: string) => `docs/${name} no longer says what the schema does: run \`npm run docs\`.`;

const settings = settingsPage(settingPaths(), path => getSetting(parseExperiment({}), path));
const recording = recordingPage(recordingSchema);

describe('the generated pages', () => {
  it('settings.md is up to date', () => {
    expect(committed('settings.md'), drifted('settings.md')).toBe(settings);
  });

  it('recording-format.md is up to date', () => {
    expect(committed('recording-format.md'), drifted('recording-format.md')).toBe(recording);
  });

  it('name every setting once, with its limits and words', () => {
    for (const { path } of settingPaths()) expect(settings.split(`| \`${path}\` |`), path).toHaveLength(2);
    expect(settings).toContain('| `training.learningRate` | `0.001` | above 0, up to 1,000,000,000 | yes |');
    expect(settings).toContain('| `data.train` | `4000` | 10 – 60,000, whole | no |');
    expect(settings).toContain('| `stop.trainAccuracy` | `null` | 0 – 1, or `null` | no |');
    expect(settings).toContain('| `model.zeroHead` | `false` | `true` (zero), `false` (random) | yes |');
    expect(settings).toContain('Only where `training.optimiser` is `sgd`.');
  });

  it('name every measure', () => {
    for (const name of [...SCALAR_MEASURES, ...CURVE_MEASURES])
      expect(recording).toContain(`| \`${name}\` |`);
  });
});

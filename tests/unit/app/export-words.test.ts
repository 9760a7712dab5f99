import { expect, test } from 'vitest';
import { fileStem } from '../../../src/app/export/file-stem';
import { wrapped } from '../../../src/app/export/picture';
import { bibtex, captionOf, ownSettings } from '../../../src/app/export/words';
import { presetById } from '../../../src/experiment/presets';
import { parseExperiment } from '../../../src/experiment/schema';
import { Recording } from '../../../src/recording/recording';

test('a caption tells experiment, arms, settings, seed and step', () => {
  const { experiment } = presetById('rich-is-not-better');
  const recording = new Recording(experiment, 'run');
  recording.setStatus('paused', 1_200);
  const caption = captionOf(recording);
  expect(caption).toMatch(
    /^Rich is not better\. Two networks: .*A trains all layers.*B trains only the last layer\./,
  );
  expect(caption).toMatch(/Label code: 1; Weight decay: 0\.1\. Seed 1, step 1,200\. Richscope\.$/);
});

test('settings are told where they are not as by default', () => {
  expect(ownSettings(parseExperiment({}))).toEqual([]);
  expect(ownSettings(parseExperiment({ model: { width: 12 }, seed: 5 }))).toContain('Width: 12');
});

test('files are named after experiment and seed', () => {
  expect(fileStem(presetById('the-dial').experiment)).toBe('richscope-the-dial-seed-1');
  expect(fileStem(parseExperiment({ seed: 7 }))).toBe('richscope-experiment-seed-7');
});

test('both the paper and the app are cited', () => {
  const text = bibtex('https://example.org/app/');
  expect(text).toContain('eprint = {2410.04264}');
  expect(text).toContain('url = {https://example.org/app/}');
});

test('words are wrapped between words only', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('incomprehensible', 4)).toEqual(['incomprehensible']);
});

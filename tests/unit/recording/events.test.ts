import { expect, it } from 'vitest';
import { eventsOf } from '../../../src/recording/events';
import { makeFrame, makeRecording } from './make';

function recordingOf(...arms: [step: number, accuracy: number, dlr: number | null][][]) {
  const recording = makeRecording();
  arms.forEach((probes, arm) => {
    for (const probe of probes) recording.addFrame(makeFrame(arm, ...probe));
  });
  return recording;
}

it('tells when an arm fits, halves its D_LR and turns rich, each once and in order', () => {
  const recording = recordingOf(
    [
      [0, 0.1, 0.6],
      [5, 0.6, 0.3],
      [10, 0.99, 0.29],
      [20, 0.9, 0.14],
      [40, 1, 0.02],
    ],
    [
      [0, 0.1, 0.6],
      [8, 0.995, 0.5],
    ],
  );
  expect(eventsOf(recording)).toEqual([
    { kind: 'fitted', step: 8, arm: 1, text: 'B fits the training set' },
    { kind: 'fitted', step: 10, arm: 0, text: 'A fits the training set' },
    { kind: 'halved', step: 10, arm: 0, text: 'A has half its D_LR at the start' },
    { kind: 'rich', step: 20, arm: 0, text: 'A turns rich' },
  ]);
});

it('measures the halving from the first value there is, where the start has none', () => {
  const recording = recordingOf([
    [0, 0.1, null],
    [1, 0.1, 0.5],
    [2, 0.2, null],
    [3, 0.2, 0.24],
  ]);
  expect(eventsOf(recording).map(({ kind, step }) => [kind, step])).toEqual([['halved', 3]]);
});

it('does not say that an arm turns rich which starts rich', () => {
  const recording = recordingOf([
    [0, 0.1, 0.1],
    [1, 0.1, 0.3],
    [2, 0.1, 0.09],
  ]);
  expect(eventsOf(recording)).toEqual([]);
});

it('tells where an arm diverged', () => {
  const recording = recordingOf([[0, 0.1, null]]);
  recording.markDiverged(0, 17);
  expect(eventsOf(recording)).toEqual([{ kind: 'diverged', step: 17, arm: 0, text: 'A diverged' }]);
});

it('finds nothing in an empty recording', () => {
  expect(eventsOf(makeRecording())).toEqual([]);
});

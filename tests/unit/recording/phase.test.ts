import { describe, expect, it } from 'vitest';
import { LAZY_FROM, phaseOf, RICH_BELOW, regimeOf } from '../../../src/recording/phase';
import { makeFrame, makeRecording, makeSplit } from './make';

function phaseAt(step: number, accuracy: number, dlr: number | null, outputs = 10) {
  const recording = makeRecording();
  const train = makeSplit(accuracy, { dlr, outputs });
  recording.addFrame({ ...makeFrame(0, step), train });
  return phaseOf(recording.arms[0]!.latest);
}

describe('the fit of an arm', () => {
  it('is start without a probe, and before any update whatever the accuracy', () => {
    expect(phaseOf(null)).toEqual({ fit: 'start', regime: 'undefined' });
    expect(phaseAt(0, 1, 0.5).fit).toBe('start');
  });

  it('is start up to twice chance, then fitting, then fitted from 99 %', () => {
    expect([0.1, 0.2, 0.21, 0.98, 0.99, 1].map(accuracy => phaseAt(10, accuracy, 0.5).fit)).toEqual([
      'start',
      'start',
      'fitting',
      'fitting',
      'fitted',
      'fitted',
    ]);
  });

  it('leaves the start halfway above chance where twice chance is everything', () => {
    expect([0.5, 0.75, 0.76, 1].map(accuracy => phaseAt(10, accuracy, 0.5, 2).fit)).toEqual([
      'start',
      'start',
      'fitting',
      'fitted',
    ]);
  });

  it('follows the newest probe', () => {
    const recording = makeRecording();
    recording.addFrame(makeFrame(0, 9, 1, 0.01));
    recording.addFrame(makeFrame(0, 3, 0.5, 0.5));
    expect(phaseOf(recording.arms[0]!.latest)).toEqual({ fit: 'fitted', regime: 'rich' });
  });
});

describe('the regime of an arm', () => {
  it('is rich below its threshold, lazy from its own, between them neither', () => {
    expect([0, 0.04, RICH_BELOW - 1e-9].map(regimeOf)).toEqual(['rich', 'rich', 'rich']);
    expect([RICH_BELOW, 0.25, LAZY_FROM - 1e-9].map(regimeOf)).toEqual(['between', 'between', 'between']);
    expect([LAZY_FROM, 0.45, 1].map(regimeOf)).toEqual(['lazy', 'lazy', 'lazy']);
  });

  it('is undefined where D_LR is', () => {
    expect([null, Number.NaN].map(regimeOf)).toEqual(['undefined', 'undefined']);
    expect(phaseAt(5, 0.5, null).regime).toBe('undefined');
  });
});

import { describe, expect, it, test } from 'vitest';
import { COMMANDS } from '../../../../src/app/commands';
import { termOf } from '../../../../src/app/glossary/terms';
import { LESSONS } from '../../../../src/app/lessons/lessons';
import { piecesOf } from '../../../../src/app/lessons/markup';
import { stepOfMoment } from '../../../../src/app/lessons/moments';
import type { Moment } from '../../../../src/app/lessons/types';
import { PANELS } from '../../../../src/app/panels';
import { recordedOf } from '../../../../src/app/recorded';
import { presetById } from '../../../../src/experiment/presets';
import { recordedRun } from './recorded';

const steps = LESSONS.flatMap(lesson => lesson.steps.map(step => ({ lesson, step })));
const named = steps.map(each => [`${each.lesson.id} ${each.step.id}`, each.step] as const);

describe('lessons', () => {
  test('there are five, each with an address and steps of its own', () => {
    expect(LESSONS).toHaveLength(5);
    for (const { id, lead, steps: own } of LESSONS) {
      expect(id).toMatch(/^[a-z-]+$/);
      expect(lead).toMatch(/\.$/);
      expect(new Set(own.map(step => step.id)).size).toBe(own.length);
      expect(own.at(-1)!.live, 'the last step is the reader’s own run').toBe(true);
    }
    expect(new Set(LESSONS.map(({ id }) => id)).size).toBe(5);
  });

  it.each(named)('%s points at what there is', (_, { preset, panel, live, text }) => {
    expect(presetById(preset).id).toBe(preset);
    expect(PANELS.map(({ id }) => id)).toContain(panel);
    if (!live) expect(recordedOf(preset)).toBeDefined();
    const targets = text.flatMap(piecesOf).flatMap(({ target }) => target ?? []);
    for (const { kind, name } of targets) {
      if (kind === 'word') expect(termOf(name), name).toBeDefined();
      if (kind === 'do') expect(COMMANDS.map(({ id }) => id as string)).toContain(name);
      if (kind === 'probe') expect(['train', 'test']).toContain(name);
    }
    for (const paragraph of text) {
      expect(paragraph.trim()).toMatch(/[.?]$/);
      const words = piecesOf(paragraph).map(piece => piece.words);
      expect(words.join('')).not.toMatch(/[[\]]|\]\(/);
    }
  });

  it.each(named.filter(([, step]) => !step.live))('%s names only moments of its run', async (_, step) => {
    const recording = await recordedRun(step.preset);
    const moments = step.text
      .flatMap(piecesOf)
      .flatMap(({ target }) => (target?.kind === 'at' ? [target.name] : []));
    for (const moment of [...moments, step.at ?? 'end'])
      expect(stepOfMoment(recording, moment as Moment), moment).not.toBeUndefined();
  });
});

describe('texts', () => {
  test('are taken apart at their marks', () => {
    expect(piecesOf('A [turns rich](at:A.rich), as [D_LR](word:dlr) says.')).toEqual([
      { words: 'A ', target: null },
      { words: 'turns rich', target: { kind: 'at', name: 'A.rich' } },
      { words: ', as ', target: null },
      { words: 'D_LR', target: { kind: 'word', name: 'dlr' } },
      { words: ' says.', target: null },
    ]);
    expect(piecesOf('plain (as [1])')).toEqual([{ words: 'plain (as [1])', target: null }]);
  });
});

describe('moments', () => {
  test('are the start, the end, an event, or the highest value', async () => {
    const recording = await recordedRun('rich-is-not-better');
    const arm = recording.arms[0]!;
    expect(stepOfMoment(recording, 'start')).toBe(0);
    expect(stepOfMoment(recording, 'end')).toBeNull();
    const best = stepOfMoment(recording, 'A.best')!;
    const tests = [...arm.column('test', 'accuracy')];
    expect(tests[[...arm.frameSteps].indexOf(best)]).toBe(Math.max(...tests));
    expect(stepOfMoment(recording, 'A.diverged')).toBeUndefined();
    expect(stepOfMoment(recording, 'D.rich')).toBeUndefined();
  });
});

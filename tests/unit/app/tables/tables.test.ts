import { describe, expect, it } from 'vitest';
import { PANELS, type PanelId } from '../../../../src/app/panels';
import type { Look } from '../../../../src/app/tables/moments';
import { panelSentence, panelsOf, panelTables } from '../../../../src/app/tables/panel-tables';
import { figures, SHOWN_ROWS, shownRows, tableCsv } from '../../../../src/app/tables/table';
import type { Recording } from '../../../../src/recording/recording';
import { embedded, gaps, lazy, makeRun, measured, rich } from '../../panels/fixture';
import { makeFrame, makeRecording } from '../../recording/make';

const look = (recording: Recording, more: Partial<Look> = {}): Look => ({
  ...{ recording, probe: 'test', shownStep: null, classNames: [] },
  ...more,
});
const run = makeRun([measured(rich), measured(lazy)], { steps: 300 });
/** Panels that show something of a run that nobody has looked at closely. */
const MEASURED = PANELS.map(({ id }) => id).filter(id => id !== 'eigenfunctions' && id !== 'fourier');

describe('tables', () => {
  it.each(MEASURED)('hold what the panel %s shows, in full', panel => {
    const tables = panelTables(panel, look(run));
    expect(tables.length).toBeGreaterThan(0);
    for (const { columns, rows } of tables) {
      expect(rows.length).toBeGreaterThan(1);
      expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
  });

  it('have the values of the recording at their steps', () => {
    const [table] = panelTables('accuracy', look(run));
    expect(table!.columns.map(({ name }) => name)).toEqual([
      'Step',
      'A test accuracy',
      'B test accuracy',
      'A train accuracy',
      'B train accuracy',
    ]);
    const [a, b] = run.arms as [Recording['arms'][0], Recording['arms'][0]];
    expect(table!.rows.map(row => row[0])).toEqual([...a.frameSteps]);
    expect(table!.rows.map(row => row[2])).toEqual([...b.column('test', 'accuracy')]);
    expect(table!.columns[1]!.write(0.2734)).toBe('27.3\u202f%');
  });

  it('leave a step empty for an arm that was not measured at it', () => {
    const recording = makeRecording();
    for (const [arm, step] of [
      [0, 0],
      [1, 0],
      [0, 3],
      [1, 5],
    ] as const)
      recording.addFrame(makeFrame(arm, step, 0.5, 0.25));
    const [table] = panelTables('richness', look(recording, { probe: 'train' }));
    expect(table!.rows.map(row => row.slice(0, 3))).toEqual([
      [0, 0.25, 0.25],
      [3, 0.25, Number.NaN],
      [5, Number.NaN, 0.25],
    ]);
    expect(tableCsv(table!).split('\r\n')[2]).toBe('3,0.25,,,');
  });

  it('have a row for every loss and for every feature', () => {
    expect(panelTables('loss', look(run))[0]!.rows).toHaveLength(300);
    const [features] = panelTables('spectrum', look(run));
    expect(features!.rows).toHaveLength(128);
    expect(features!.title).toContain('step 300');
    const past = panelTables('spectrum', look(run, { shownStep: 10 }));
    expect(past[0]!.title).toContain('step 10,');
    expect(past[0]!.rows[4]).not.toEqual(features!.rows[4]);
  });

  it('show the embedding of modular arithmetic, and offer it there alone', () => {
    const modular = makeRun([embedded(rich)], { steps: 60 });
    const tables = panelTables('fourier', look(modular));
    expect(tables.map(({ file }) => file)).toEqual(['by-step', 'frequencies']);
    expect(tables[1]!.rows).toHaveLength(16);
    expect(panelsOf(look(run)).map(({ id }) => id)).not.toContain('fourier');
  });
});

describe('the sentence of a panel', () => {
  it.each(MEASURED)('says what %s shows and what is read in it', panel => {
    const sentence = panelSentence(panel, look(run));
    expect(sentence).toMatch(/^[A-Z‖].*; at step 300, .*[AB].*\.$/);
    expect(sentence.match(/\. [A-Z]/)).toBeNull();
  });

  it('reads the moment that is shown', () => {
    const { arms } = run;
    const at = arms[0]!.frameIndexAt(10);
    const value = figures(arms[0]!.column('test', 'dlr')[at]!);
    expect(panelSentence('richness', look(run, { shownStep: 10 }))).toContain(
      `at step 10, D_LR: A ${value}, B`,
    );
  });

  it('says so where nothing is measured, and where a value is undefined', () => {
    const empty = makeRecording();
    for (const { id } of PANELS.filter(panel => panel.id !== 'eigenfunctions'))
      expect(panelSentence(id as PanelId, look(empty))).toMatch(/nothing has been measured yet\.$/);
    const undefinedRun = makeRun([gaps], { steps: 300, until: 150 });
    expect(panelSentence('richness', look(undefinedRun))).toContain('D_LR: A undefined');
  });
});

describe('the rows that are shown', () => {
  it('are all where they are few, and begin and end with the first and the last where they are many', () => {
    expect(shownRows(3, 'evenly')).toEqual([0, 1, 2]);
    for (const thinned of ['evenly', 'by their logarithm'] as const)
      for (const count of [SHOWN_ROWS + 1, 257, 16_384]) {
        const rows = shownRows(count, thinned);
        expect(rows.length).toBeLessThanOrEqual(SHOWN_ROWS);
        expect([rows[0], rows.at(-1)]).toEqual([0, count - 1]);
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
      }
    expect(shownRows(1024, 'by their logarithm').slice(0, 3)).toEqual([0, 1, 2]);
  });
});

import { describe, expect, test } from 'vitest';
import { FIRST_PANELS, movedPanel, PANELS, readPanels, writePanels } from '../../../src/app/panels';
import { viewSchema } from '../../../src/experiment/schema';

describe('the panels of a view', () => {
  test('are all of them where nothing was chosen', () => {
    expect(readPanels('')).toEqual(FIRST_PANELS);
    expect(FIRST_PANELS.map(({ id }) => id)).toEqual(PANELS.map(({ id }) => id));
    expect(writePanels(FIRST_PANELS)).toBe('');
  });

  test('are read as they were written', () => {
    const placed = [
      { id: 'why', wide: true },
      { id: 'loss', wide: false },
    ] as const;
    expect(writePanels(placed)).toBe('why!.loss');
    expect(readPanels('why!.loss')).toEqual(placed);
    expect(viewSchema.safeParse({ panels: writePanels(placed) }).success).toBe(true);
  });

  test('every arrangement fits into a link', () => {
    const all = FIRST_PANELS.map(({ id }) => ({ id, wide: true })).reverse();
    expect(viewSchema.parse({ panels: writePanels(all) }).panels).toBe(writePanels(all));
  });

  test('leave out what is unknown or there twice', () => {
    expect(readPanels('why.spam!.why!.loss')).toEqual([
      { id: 'why', wide: false },
      { id: 'loss', wide: false },
    ]);
    expect(readPanels('spam')).toEqual([]);
    expect(readPanels(writePanels([]))).toEqual([]);
  });

  test('a text that is no list of names is refused', () => {
    for (const panels of ['why..loss', 'why;loss', '!', 'Why', '<b>', 'a'.repeat(301)])
      expect(viewSchema.safeParse({ panels }).success, panels).toBe(false);
  });
});

test('a panel moves, and the others keep their order', () => {
  const ids = (from: number, to: number) =>
    movedPanel(readPanels('why.loss.layers'), from, to).map(({ id }) => id);
  expect(ids(0, 2)).toEqual(['loss', 'layers', 'why']);
  expect(ids(2, 1)).toEqual(['why', 'layers', 'loss']);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { PANEL_WORDS } from '../../../../src/app/glossary/by-panel';
import { placeBeside } from '../../../../src/app/glossary/place';
import { TERMS, termOf, WORD_GROUPS } from '../../../../src/app/glossary/terms';
import { INPUTS } from '../../../../src/app/method/inputs';
import { RICHNESS } from '../../../../src/app/method/richness';
import { COLLAPSE, RIVALS } from '../../../../src/app/method/rivals';
import { PANELS } from '../../../../src/app/panels';
import { COLLAPSE_MEASURES, RIVAL_NAMES, RIVALS as SHOWN_RIVALS } from '../../../../src/panels/closer';

const SOURCE = join(import.meta.dirname, '../../../../src/app');
const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name))
  .map(name => readFileSync(join(SOURCE, name), 'utf8'));
const chapters = [RICHNESS, RIVALS, COLLAPSE, INPUTS];
const sections = chapters.flatMap(({ id, entries }) => [id, ...entries.map(entry => entry.id)]);

describe('the words', () => {
  it.each(['id', 'word', 'text'] as const)('differ in their %s', part => {
    const all = TERMS.map(term => term[part]);
    for (const value of all) expect(value.trim()).not.toBe('');
    expect(new Set(all).size).toBe(all.length);
  });

  it.each(TERMS.map(term => [term.id, term] as const))('%s is explained in full sentences', (id, term) => {
    expect(id).toMatch(/^[a-z0-9-]+$/);
    expect(term.text).toMatch(/^(\p{Lu}|‖).{30,}\.$/su);
    expect(term.text.length).toBeLessThan(330);
    expect(term.text).not.toMatch(/\b(undefined|NaN)\b/);
  });

  it('lead to sections that the method page has', () => {
    for (const { id, method } of TERMS) if (method) expect(sections, id).toContain(method);
  });

  it('stand in one group each', () => {
    expect(WORD_GROUPS.flatMap(({ terms }) => terms)).toEqual(TERMS);
  });

  test('every word that a text or a panel names exists', () => {
    const named = sources.flatMap(source => [...source.matchAll(/<Term id="([^"]+)"/g)].map(([, id]) => id!));
    expect(named.length).toBeGreaterThan(5);
    for (const id of [...named, ...Object.values(PANEL_WORDS).flat()]) expect(termOf(id), id).toBeDefined();
  });

  test('every word is one press away from a panel, a section of the method page or another word', () => {
    const inPanels = new Set<string>(Object.values(PANEL_WORDS).flat());
    const elsewhere = TERMS.filter(({ id, method }) => !inPanels.has(id) && !method);
    // Words of the settings, which explain themselves there, and of lessons.
    expect(elsewhere.map(({ id }) => id).sort()).toEqual(
      [
        ...['batch-norm', 'experiment', 'falls-fastest', 'grokking', 'label-code', 'label-noise'],
        ...['output-scale', 'recorded', 'seed', 'target-scale'],
      ].sort(),
    );
  });
});

describe('the words of panels', () => {
  test('every panel has some, each once', () => {
    for (const { id } of PANELS) {
      expect(PANEL_WORDS[id].length, id).toBeGreaterThan(2);
      expect(new Set(PANEL_WORDS[id]).size).toBe(PANEL_WORDS[id].length);
    }
  });

  test('every measure that is compared with D_LR, and every measure of collapse, is among them', () => {
    const words = (panel: 'rivals' | 'collapse') =>
      PANEL_WORDS[panel].map(id => termOf(id)!.word.toLowerCase()).join('\n');
    for (const name of RIVAL_NAMES)
      if (name !== 'dlr') expect(words('rivals')).toContain(SHOWN_RIVALS[name].short.toLowerCase());
    for (const name of COLLAPSE_MEASURES) expect(words('collapse')).toContain(name.slice(0, 3));
  });
});

describe('where words are shown', () => {
  const size = { width: 300, height: 200 };
  const at = (left: number, top: number) => ({ left, top, bottom: top + 20 });

  it('is below the button, or above it where there is no room', () => {
    expect(placeBeside(at(100, 50), size, { width: 800, height: 600 })).toEqual({ left: 100, top: 76 });
    expect(placeBeside(at(100, 500), size, { width: 800, height: 600 })).toEqual({ left: 100, top: 294 });
  });

  it('is within the window, however small', () => {
    expect(placeBeside(at(700, 50), size, { width: 800, height: 600 }).left).toBe(492);
    expect(placeBeside(at(-20, 50), size, { width: 800, height: 600 }).left).toBe(8);
    expect(placeBeside(at(10, 100), size, { width: 320, height: 240 })).toEqual({ left: 10, top: 32 });
  });
});

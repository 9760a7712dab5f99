import katex from 'katex';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { CaseList, verdictOf } from '../../../src/app/method/CaseList';
import { INPUTS } from '../../../src/app/method/inputs';
import { formatValue, nameOf } from '../../../src/app/method/names';
import { summaryOf } from '../../../src/app/method/ReferenceSection';
import { RICHNESS } from '../../../src/app/method/richness';
import { COLLAPSE, RIVALS } from '../../../src/app/method/rivals';
import type { CaseState } from '../../../src/app/method/useReference';
import { REFERENCE_CASES } from '../../../src/metrics/reference/cases';
import { checkCase } from '../../../src/metrics/reference/check';

const chapters = [RICHNESS, RIVALS, COLLAPSE, INPUTS];
const entries = chapters.flatMap(chapter => chapter.entries);
const textsOf = (entry: (typeof entries)[number]) => [
  ...entry.text,
  ...[entry.source, entry.fooledBy, entry.undefinedWhen].flatMap(text => text ?? []),
  ...(entry.choices ?? []),
];

describe('the method page', () => {
  it('has an address of its own for everything', () => {
    const ids = [...chapters, ...entries].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/);
  });

  it.each(entries.map(entry => [entry.id, entry] as const))('sets every formula of %s', (_, entry) => {
    const inline = textsOf(entry).flatMap(text => text.split('$').filter((_piece, i) => i % 2));
    for (const tex of [...(entry.formulas ?? []), ...inline]) {
      const html = katex.renderToString(tex, { output: 'mathml', strict: 'error' });
      expect(html).toContain('<math');
      // MathML of browsers knows no other variants of letters than upright ones.
      expect(html.match(/mathvariant="(?!normal)/)).toBeNull();
      expect(html).not.toMatch(/\sstyle=/);
    }
  });

  it('closes every formula in its texts', () => {
    for (const entry of entries)
      for (const text of textsOf(entry)) expect(text.split('$').length % 2).toBe(1);
  });
});

describe('the reference cases on the page', () => {
  const [known] = REFERENCE_CASES;
  const checked = checkCase(known!);
  const off = {
    ...checked,
    passed: false,
    values: checked.values.map(value =>
      value.name === 'share' ? { ...value, computed: 0.5, agrees: false } : value,
    ),
  };
  const states = (...results: CaseState['checked'][]): CaseState[] =>
    results.map((result, i) => ({ known: REFERENCE_CASES[i]!, checked: result }));
  const summary = (...results: CaseState['checked'][]) =>
    summaryOf({ states: states(...results), numerics: 'TypeScript', fault: null });

  it('are summed up in a sentence', () => {
    const values = checked.values.length;
    expect(summary(checked, null)).toBe('Measuring on your machine: 1 of 2 cases.');
    expect(summary(checked)).toContain(
      `Passed: all 1 cases agree with NumPy, in ${values} values (TypeScript`,
    );
    expect(summary(checked, off)).toContain('1 of 2 cases differ: collapsed');
    expect(summaryOf({ states: states(checked, null), numerics: null, fault: 'no memory.' })).toBe(
      'The cases could not be measured here: no memory.',
    );
  });

  it('say which values differ', () => {
    expect(verdictOf(checked)).toBe(`${checked.values.length} values agree`);
    expect(verdictOf(off)).toBe(`1 of ${off.values.length} values differ`);
    expect(verdictOf({ ...off, sameInputs: false })).toContain('other inputs');
    const html = renderToStaticMarkup(<CaseList states={states(off, null)} />);
    expect(html).toContain('data-passed="false"');
    expect(html.match(/class="wrong"/g)).toHaveLength(1);
    expect(html).toContain('waiting');
  });

  it('have names and numbers that people can read', () => {
    expect(nameOf('quality@5')).toBe('quality at k = 5');
    expect([null, 0, 9, 0.0764968, 7.692073, 8.525e-5, 7.5e6].map(formatValue)).toEqual([
      ...['undefined', '0', '9', '0.076497', '7.69207', '8.525e-5', '7.500e6'],
    ]);
  });
});

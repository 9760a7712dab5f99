import { MEASURE_WORDS } from './measures';
import { RICHNESS_WORDS } from './richness';
import { RUN_WORDS } from './runs';
import type { Entry } from './types';

const ALL = [...RICHNESS_WORDS, ...MEASURE_WORDS, ...RUN_WORDS];

export type TermId = (typeof ALL)[number]['id'];

export interface Term extends Entry {
  id: TermId;
}

/** Every word and symbol of the page. Lessons, panels and the method page take their texts from here. */
export const TERMS: readonly Term[] = ALL;

/** They are looked up one by one on the method page under these headings. */
export const WORD_GROUPS: readonly { title: string; terms: readonly Term[] }[] = [
  { title: 'Richness and features', terms: RICHNESS_WORDS },
  { title: 'Other measures, and collapse', terms: MEASURE_WORDS },
  { title: 'Runs and settings', terms: RUN_WORDS },
];

const BY_ID = new Map<string, Term>(TERMS.map(term => [term.id, term]));

/** A word by its id; undefined for one that does not exist. */
export const termOf = (id: string): Term | undefined => BY_ID.get(id);

/** Where a word stands on the method page. */
export const anchorOf = (id: string): string => `word-${id}`;

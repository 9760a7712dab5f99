import { GROKKING } from './grokking';
import { LAZY_AND_RICH } from './lazy-and-rich';
import { NEURAL_COLLAPSE } from './neural-collapse';
import { RICH_IS_NOT_BETTER } from './rich-is-not-better';
import type { Lesson } from './types';
import { WHAT_ADDS_UP } from './what-adds-up';

/** The lessons, in the order in which they are best walked. */
export const LESSONS: readonly Lesson[] = [
  LAZY_AND_RICH,
  RICH_IS_NOT_BETTER,
  GROKKING,
  WHAT_ADDS_UP,
  NEURAL_COLLAPSE,
];

/** A lesson by its id; undefined for one that does not exist. */
export const lessonOf = (id: string): Lesson | undefined => LESSONS.find(lesson => lesson.id === id);

import { PANELS, type PanelId, readPanels } from '../panels';
import type { LookFor } from '../scenarios';

/** What is shown at once: few panels, so that they can be read from the back row. */
export interface Slide {
  id: string;
  title: string;
  /** None: the slide has words of its own. */
  panels: readonly PanelId[];
}

const OPENING: Slide = { id: 'opening', title: 'What is asked', panels: [] };
const ENDING: Slide = { id: 'ending', title: 'What came out', panels: [] };

const titleOf = (id: PanelId) => PANELS.find(panel => panel.id === id)!.title;
const slideOf = (...panels: PanelId[]): Slide => ({
  id: panels.join('-'),
  title: panels.map(titleOf).join(' '),
  panels,
});

/** Panels of numbers in modular arithmetic, which say nothing of pictures. */
const ONLY_MODULAR: PanelId = 'fourier';

/**
 * The slides of an experiment: its question, its panels, and what came out. The panels are those that the speaker has
 * chosen, one on each slide; where none were chosen, the curves, the features and why D_LR is what it is.
 * @param panels as in `view.panels`
 * @param isModular the data are modular arithmetic
 */
export function slidesOf(panels: string, isModular: boolean): Slide[] {
  const chosen = readPanels(panels).filter(({ id }) => id !== 'arms' && (isModular || id !== ONLY_MODULAR));
  const shown = panels
    ? chosen.map(({ id }) => slideOf(id))
    : [
        slideOf('richness'),
        slideOf('richness', 'accuracy'),
        slideOf('spectrum'),
        ...(isModular ? [slideOf(ONLY_MODULAR)] : []),
        slideOf('why'),
      ];
  return [OPENING, ...shown, ENDING];
}

/** The sentences of a text that ask something. */
const questionsIn = (text: string): string =>
  (text.match(/[^.?]+[.?]+/g) ?? [])
    .filter(sentence => sentence.endsWith('?'))
    .map(sentence => sentence.trim())
    .join(' ');

/** What an audience is asked before it sees a curve, with the title of the curve; curves without a question are left out. */
export const questionsOf = ({ richness, accuracy }: LookFor): { about: string; question: string }[] =>
  [
    { about: titleOf('richness'), question: questionsIn(richness) },
    { about: titleOf('accuracy'), question: questionsIn(accuracy) },
  ].filter(({ question }) => question);

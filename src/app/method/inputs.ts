import type { Chapter } from './types';

const tex = String.raw;

/** On what, and how exactly. */
export const INPUTS: Chapter = {
  id: 'inputs',
  title: 'On what it is measured, and how exactly',
  entries: [
    {
      id: 'which-inputs',
      title: 'Which inputs',
      text: [
        'Everything is measured on training inputs and on test inputs, always both, and always on the same ones: 1,024 of each unless set otherwise, more than there are features. On most runs the two differ by a few hundredths; just after a training set was learned by heart by about 0.2; wholly where the test inputs lack something, such as a code of the label.',
      ],
      choices: [
        'Networks with batch norm are probed with their running statistics; a setting changes to the statistics of the batch.',
        'Features may turn and change scale freely: every measure but the norms of the weights is the same before and after, which our tests hold.',
      ],
    },
    {
      id: 'undefined',
      title: 'Undefined',
      text: [
        'A measure without meaning is not a number. On the page a sentence with its reason stands in its place, in curves there is a gap, in CSV an empty cell, in JSON null. It is never 0, and never NaN.',
      ],
    },
    {
      id: 'numbers',
      title: 'How exact the numbers are',
      text: [
        tex`Networks train in single precision; measuring is done in double precision, since $D_{\mathrm{LR}}$ of a collapsed network is a small difference of large sums. Each number is held against a plain NumPy implementation: within $10^{-6}$ for shares between 0 and 1, within $10^{-4}$ of its value for everything else.`,
        'The cases below are made by a generator whose numbers are the same to the bit in every browser. Their expected values were computed by NumPy and come with this page. The values beside them are computed now, on your machine, by the very code that measures your runs.',
      ],
    },
  ],
};

import type { Lesson } from './types';

const preset = 'rich-is-not-better';

export const WHAT_ADDS_UP: Lesson = {
  id: 'what-d-lr-adds-up-from',
  title: 'What D_LR adds up from',
  lead: 'A network is far from rich for one of two reasons, or for both. How to read which.',
  steps: [
    {
      id: 'identity',
      title: 'Two factors',
      preset,
      panel: 'why',
      text: [
        'D_LR = 1 − used × even, exactly. [Used](word:used) is the share of the strength of all features that lies in what the outputs span. [Even](word:even) says how evenly that strength is spread.',
        'The table has both factors of each network. Take A: used times even is nearly 1, so its D_LR is nearly 0.',
      ],
    },
    {
      id: 'unused',
      title: 'Features nobody uses',
      preset,
      panel: 'why',
      text: [
        'B is lazy because of the first factor. Less than half of the strength of its features is used; the rest is there and has no part in its answer.',
        'Its second factor is above 1: the strength is spread over more directions than the outputs have. That does not make up for what is not used.',
      ],
    },
    {
      id: 'over-time',
      title: 'How A got there',
      preset,
      panel: 'why',
      at: 'start',
      text: [
        'At [the start](at:start) A and B are one and the same. In A the share that is used rises, over [half of its D_LR](at:A.halved) and the moment when it [turns rich](at:A.rich), to [the end](at:end), when nearly all of it is used.',
        'In B the features do not change, so the second factor stays exactly where it was. Only what the outputs use of them moves.',
      ],
    },
    {
      id: 'uneven',
      title: 'All used, and still not rich',
      preset: 'features-used',
      panel: 'why',
      text: [
        'Another experiment, two networks on colour pictures. Nearly all of the strength is used in both, and still both are far from rich: here it is the second factor that is low.',
        'A few features are far stronger than the others. Where D_LR is 0, all features that there are have the same strength.',
      ],
    },
    {
      id: 'spectrum',
      title: 'The same in the spectrum',
      preset: 'features-used',
      panel: 'spectrum',
      text: [
        'In the [spectrum](word:spectrum) it shows as a strength that falls steeply from the first feature on, where a rich network has an edge behind the ninth. The [participation ratio](word:participation) counts over how many features it is spread: of nine equal ones it would be nine.',
      ],
    },
    {
      id: 'error',
      title: 'How sure it is',
      preset: 'features-used',
      panel: 'why',
      text: [
        'Behind each D_LR stands its [standard error](word:jackknife): how much it would vary with other probe pictures. The sentences below the table name a cause only where it is larger than the error lets pass for chance, and say so where the networks cannot be told apart.',
      ],
    },
    {
      id: 'own',
      title: 'Your own run',
      preset: 'batch-norm',
      panel: 'why',
      live: true,
      text: [
        'Two deep networks, one of them with [batch norm](word:batch-norm). [Play](do:play), and read off the table which of the two factors makes the difference.',
      ],
    },
  ],
};

import type { Lesson } from './types';

const preset = 'grokking';

export const GROKKING: Lesson = {
  id: 'grokking',
  title: 'Grokking',
  lead: 'Learned by heart first, understood later: what happens to the features in between.',
  steps: [
    {
      id: 'task',
      title: 'Sums on a circle',
      preset,
      panel: 'accuracy',
      at: 'start',
      text: [
        'The task is [modular arithmetic](word:modular): add two numbers and take the rest modulo 31. The network is shown more than half of all pairs. Whether it has understood shows on the pairs that it never saw: the bold line is those, the faint one the pairs trained on.',
        'At step 0 it guesses, and is right on few of either.',
      ],
    },
    {
      id: 'heart',
      title: 'Learned by heart',
      preset,
      panel: 'accuracy',
      at: 'A.fitted',
      text: [
        'At this moment it [fits](word:fits) the pairs trained on: practically all are right. On the others it is no better than at the start.',
        'Looking at the training accuracy alone, one would stop here. Go on to where [test accuracy rises fastest](at:A.rose), and to [the end](at:end).',
      ],
    },
    {
      id: 'lazier',
      title: 'Lazier at first',
      preset,
      panel: 'richness',
      at: 'A.laziest',
      text: [
        'What does [D_LR](word:dlr) say meanwhile? First it rises, to where the network is [laziest](at:A.laziest). When it fits [the pairs trained on](at:A.fitted), it is still lazier than at the start: learning by heart takes many features that have little to do with the answer.',
      ],
    },
    {
      id: 'fall',
      title: 'Then rich',
      preset,
      panel: 'richness',
      at: 'A.fell',
      text: [
        'Then D_LR comes down. It [falls fastest](at:A.fell) shortly before test accuracy [rises fastest](at:A.rose); when the network [turns rich](at:A.rich), most pairs that it never saw are right.',
        'So here [grokking](word:grokking) is a way from lazy to rich. In the preset “Rich before accurate” the two come further apart.',
      ],
    },
    {
      id: 'features',
      title: 'Thirty features',
      preset,
      panel: 'spectrum',
      text: [
        'There are 31 answers, and thirty features are enough for them. At [the end](at:end) the strength drops behind the thirtieth; at the moment when all was [learned by heart](at:A.fitted), there was a long tail.',
      ],
    },
    {
      id: 'waves',
      title: 'How it sees numbers',
      preset,
      panel: 'fourier',
      text: [
        'The [embedding](word:embedding) of the numbers, taken apart into [frequencies](word:fourier). As a whole it keeps nearly all of them. But each single unit, spread over many frequencies at the start, comes to have about one: it has become a wave around the circle of numbers, which is what sums on a circle need.',
        'Go from [the start](at:start), over the moment of [learning by heart](at:A.fitted), to [the end](at:end), and look at the frequencies of a unit.',
      ],
    },
    {
      id: 'own',
      title: 'Your own run',
      preset,
      panel: 'accuracy',
      live: true,
      text: [
        '[Play](do:play) makes the run on your machine; where it was recorded it took a few seconds.',
        'Then open [What if?](do:settings) and set [weight decay](word:weight-decay) to 0. Does it still understand?',
      ],
    },
  ],
};

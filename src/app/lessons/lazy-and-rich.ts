import type { Lesson } from './types';

const preset = 'the-dial';

export const LAZY_AND_RICH: Lesson = {
  id: 'lazy-and-rich',
  title: 'Lazy and rich',
  lead: 'Two ways in which a network can learn the same thing, and how to tell them apart.',
  steps: [
    {
      id: 'two-ways',
      title: 'Two ways to learn',
      preset,
      panel: 'arms',
      at: 'start',
      text: [
        'The last layer of a network puts its answer together from [features](word:feature). It can learn by changing the features until they are what the answer needs: we call that [rich](word:rich). Or it can leave them as they were at random, and only learn which to add up: that is [lazy](word:lazy).',
        'Here are three networks, A, B and C, that learn the same digits. They differ in one thing, how large their [targets](word:target-scale) are. At step 0 they are the same, and their outputs are all zero, so there is nothing yet that [D_LR](word:dlr) could be measured on.',
      ],
    },
    {
      id: 'guess',
      title: 'Guess first',
      preset,
      panel: 'richness',
      asks: true,
      text: [
        'The targets of A are ten times as large as those of B, and those of C ten times smaller. Before you see what came of it: which network has to change its features most to get there, and so ends richer? And which one is right on the most test pictures?',
        'Your guess then stands above the curves, beside the outcome.',
      ],
    },
    {
      id: 'dlr',
      title: 'One number for it',
      preset,
      panel: 'richness',
      text: [
        'D_LR is 0 where a network keeps just the features that its outputs need, and larger the more it carries beside them. The colour of a line says the same: blue is lazy, vermilion is rich.',
        'A, with the largest targets, soon [turns rich](at:A.rich). B and C never do: at [the end](at:end) both are lazy, and C, with the smallest targets, is the laziest.',
      ],
    },
    {
      id: 'kept',
      title: 'What the lazy one keeps',
      preset,
      panel: 'rivals',
      text: [
        '[S_init](word:s-init) compares the features with those of step 0: 1 means that nothing moved. C is still close to 1 at the end. Its small targets were within reach before the features had to move. A has changed its features almost wholly.',
        'S_init needs the start to compare with, and other things than learning move it. D_LR needs neither start nor labels.',
      ],
    },
    {
      id: 'features',
      title: 'How many features',
      preset,
      panel: 'spectrum',
      text: [
        'The [strength](word:strength) of the features, strongest first. Ten classes can be told apart with nine features. In A the strength falls off behind the ninth, and the line [used](word:utilisation) is at its height there.',
        'In C there is no such edge. It takes many weak features beside the strong ones to make its answer.',
      ],
    },
    {
      id: 'good',
      title: 'Which one is right',
      preset,
      panel: 'accuracy',
      text: [
        'In this run the laziest network is clearly the worst one on [test pictures](word:training-pictures): it has not even fitted its training pictures yet. The richest one is at the top, though B comes so close that the difference between the two may be chance.',
        'That is not a rule. The lesson “Why rich is not better” shows a network that is rich and wrong.',
      ],
    },
    {
      id: 'own',
      title: 'Your own run',
      preset,
      panel: 'richness',
      live: true,
      text: [
        'So far you saw a recorded run. [Play](do:play) trains the three networks on your machine, from other random numbers where you draw a [new seed](do:new-seed).',
        'Then open [What if?](do:settings) and choose another target scale for B. Which one makes it rich, and which one makes it as lazy as C?',
      ],
    },
  ],
};

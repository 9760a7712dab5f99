import type { Lesson } from './types';

const preset = 'rich-is-not-better';

export const RICH_IS_NOT_BETTER: Lesson = {
  id: 'rich-is-not-better',
  title: 'Why rich is not better',
  lead: 'A rich network has features made for its answer. That does not make the answer right.',
  steps: [
    {
      id: 'trap',
      title: 'A trap in the pictures',
      preset,
      panel: 'arms',
      at: 'start',
      text: [
        'Each training picture carries a [label code](word:label-code): one bright pixel in the top row that gives its label away. On test pictures the pixel stands for a random label.',
        'A trains all of its layers. B trains only the last one, so it has to make do with the features that it got at random. Otherwise they are the same: same start, same pictures, same order.',
      ],
    },
    {
      id: 'guess',
      title: 'Guess first',
      preset,
      panel: 'accuracy',
      asks: true,
      text: [
        'One of the two can change its features, the other cannot. Which one ends richer? And which one is right on more test pictures, where the code points at a random label?',
        'Your guess then stands above the curves, beside the outcome.',
      ],
    },
    {
      id: 'rich',
      title: 'One turns rich',
      preset,
      panel: 'richness',
      text: [
        'D_LR of A falls, fastest [early on](at:A.fell), and later A [turns rich](at:A.rich). At [the end](at:end) it keeps hardly anything that its outputs do not use.',
        'B stays lazy. It cannot do otherwise: only its use of the features changes, not the features.',
      ],
    },
    {
      id: 'wrong',
      title: 'Rich, and wrong',
      preset,
      panel: 'accuracy',
      text: [
        'At first A learns the digits, and its test accuracy rises to [its highest](at:A.best). Then it falls, while A is right on all training pictures. At [the end](at:end) A is right on about one test picture in ten, which is chance.',
        'B is the better one on test pictures. The code is a single pixel among many, and random features mix it with everything else.',
      ],
    },
    {
      id: 'used',
      title: 'Features that are of no use',
      preset,
      panel: 'spectrum',
      probe: 'test',
      text: [
        'The same networks, measured on [test pictures](word:probe-pictures). A uses its nine strong features fully: the line [used](word:utilisation) is at its height. But the dotted line, their [quality](word:quality), lies at the bottom. The features tell apart what the code says, and on test pictures the code says nothing about the digit.',
        'On [training pictures](probe:train) quality and use are one line. Go back to [test pictures](probe:test) to see it come apart.',
      ],
    },
    {
      id: 'meaning',
      title: 'What richness says',
      preset,
      panel: 'why',
      text: [
        'D_LR asks how much a network carries beside what its outputs use. It asks for no label, so it cannot know whether the outputs are right. That is why it can be set beside accuracy: the two are different questions.',
        'A is rich on test pictures as well: it goes by the code there too.',
      ],
    },
    {
      id: 'own',
      title: 'Your own run',
      preset,
      panel: 'accuracy',
      live: true,
      text: [
        '[Play](do:play) makes the run on your machine. While it trains, look at the accuracy of A: can you stop it with [Play or pause](do:play) while it is still right?',
        'Then open [What if?](do:settings) and set the label code to 0. Is A still rich? Is it still wrong?',
      ],
    },
  ],
};

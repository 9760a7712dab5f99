import type { Lesson } from './types';

const preset = 'neural-collapse';

export const NEURAL_COLLAPSE: Lesson = {
  id: 'neural-collapse',
  title: 'Neural collapse',
  lead: 'What goes on when no training picture is wrong any more, and why it is the rich extreme.',
  steps: [
    {
      id: 'fitted',
      title: 'Nothing left to correct',
      preset,
      panel: 'accuracy',
      at: 'A.fitted',
      text: [
        'One network, few training pictures, and weight decay. At this moment it [fits](word:fits) them. Soon all of them are right, and training goes on for long after: to [the end](at:end) its training accuracy does not change any more.',
        'Do its features?',
      ],
    },
    {
      id: 'falls-on',
      title: 'Richer without an error',
      preset,
      panel: 'richness',
      text: [
        'D_LR goes on falling after the [training set is fitted](at:A.fitted). Much later the network [turns rich](at:A.rich), and at [the end](at:end) it is richer still.',
      ],
    },
    {
      id: 'nc1',
      title: 'Classes shrink to points',
      preset,
      panel: 'collapse',
      text: [
        '[NC1](word:nc1) compares the spread of the pictures of one class with the distances between the [class means](word:class-mean). It falls over powers of ten: at the end all training pictures of a class look nearly the same to the last layer.',
      ],
    },
    {
      id: 'simplex',
      title: 'And stand in a simplex',
      preset,
      panel: 'collapse',
      text: [
        '[NC2](word:nc2) asks whether the class means are equally long and equally far apart, [NC3](word:nc3) whether the last layer points along them, [NC4](word:nc4) whether the answer is the nearest mean. All are lower at the end than at the [fit](at:A.fitted), and NC4 is 0. NC2 and NC3 are not 0 yet: this run is on its way, and not there.',
        'In a network whose D_LR is 0, NC1 and NC2 are 0. So [neural collapse](word:neural-collapse) is the rich extreme.',
      ],
    },
    {
      id: 'nine',
      title: 'Nine features are left',
      preset,
      panel: 'spectrum',
      text: [
        'Ten class means that stand equally far apart take up nine directions. That is what is left: behind the ninth feature there is next to nothing, and nearly all of the strength is [used](word:used). The nine are not equally strong yet.',
      ],
    },
    {
      id: 'test',
      title: 'On test pictures',
      preset,
      panel: 'collapse',
      probe: 'test',
      text: [
        'The same measures on [test pictures](word:probe-pictures): NC1 falls as well, but far less than on [training pictures](probe:train). Pictures that were never trained on still differ within their class.',
        'Test accuracy gains little from the collapse: most of it was there at the [fit](at:A.fitted).',
      ],
    },
    {
      id: 'own',
      title: 'Your own run',
      preset,
      panel: 'collapse',
      live: true,
      text: [
        'A recording holds no single pictures. [Play](do:play) your own, and the plane on the left shows three classes, each picture a point. Do the points gather, and do they come to the corners of the dotted triangle?',
        'Change over to [test pictures](probe:test) and compare.',
      ],
    },
  ],
};

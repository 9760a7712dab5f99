import { FITTED_ACCURACY } from '../../recording/phase';
import { formatPercent } from '../format';
import type { Entry } from './types';

/** What is run and measured, and how the page speaks of it. */
export const RUN_WORDS = [
  {
    id: 'experiment',
    word: 'experiment',
    text: 'A whole comparison: one set of settings, with one to four networks that differ in what they are meant to differ in.',
  },
  {
    id: 'arm',
    word: 'arm',
    text: 'One network of an experiment, named A to D. All arms train in lock step, on the same pictures in the same order.',
  },
  {
    id: 'step',
    word: 'step',
    text: 'One update of the weights, from one batch of training pictures. On a log axis each doubling of the steps is equally wide.',
  },
  {
    id: 'probe',
    word: 'probe',
    text: 'One look at the fixed probe pictures: the network is shown them, and all measures are taken. Each is a point of the curves.',
    method: 'which-inputs',
  },
  {
    id: 'probe-pictures',
    word: 'probe pictures',
    text: 'The pictures on which everything is measured, always the same: some of the training pictures, and some test pictures, which are never trained on.',
    method: 'which-inputs',
  },
  {
    id: 'training-pictures',
    word: 'training pictures, test pictures',
    text: 'Those that the network is trained on, and those that it never sees in training. Right on the second is what one wants.',
    method: 'which-inputs',
  },
  {
    id: 'accuracy',
    word: 'accuracy',
    text: 'Share of the pictures on which the largest output is that of their label.',
  },
  {
    id: 'loss',
    word: 'training loss',
    text: 'How far the outputs are from the targets on training pictures: what training makes small. Squared error or cross-entropy.',
  },
  {
    id: 'target',
    word: 'target',
    text: 'What the outputs are to be: 1 for the right class and 0 for the others, times the target scale.',
  },
  {
    id: 'target-scale',
    word: 'target scale',
    text: 'What all targets are multiplied by. Small targets are reached before the features have moved far, so training stays lazy.',
  },
  {
    id: 'output-scale',
    word: 'output scale, α',
    text: 'The network that is trained is α times the change of its outputs since the start. A large α is the textbook way to lazy training.',
  },
  {
    id: 'label-code',
    word: 'label code',
    text: 'A bright pixel in the top row of a picture that gives its label away: an easy feature. On test pictures it is random or absent, so a network that relies on it is wrong there.',
  },
  {
    id: 'label-noise',
    word: 'label noise',
    text: 'Share of the training labels that are drawn anew at random, so that they say nothing of their pictures.',
  },
  {
    id: 'weight-decay',
    word: 'weight decay',
    text: 'At every step all weights shrink a little. What does not help to keep the loss small fades away.',
  },
  {
    id: 'batch-norm',
    word: 'batch norm',
    text: 'A layer that brings each unit to mean 0 and variance 1 over the pictures of a batch, and then scales and shifts it.',
  },
  {
    id: 'grokking',
    word: 'grokking',
    text: 'Test accuracy that rises long after the training set was learned by heart. In the paper and in our runs D_LR falls from lazy to rich around that time.',
  },
  {
    id: 'modular',
    word: 'modular arithmetic',
    text: 'The task of adding, subtracting, multiplying or dividing two numbers on a circle of p numbers: after p − 1 comes 0 again. Some pairs are trained on, the others are the test.',
  },
  {
    id: 'fits',
    word: 'fits, fitted',
    text: `An arm fits its training set where its training accuracy reaches ${formatPercent(FITTED_ACCURACY)}.`,
  },
  {
    id: 'falls-fastest',
    word: 'falls fastest, rises fastest',
    text: 'Where D_LR falls, or test accuracy rises, most while the number of steps doubles. The timeline marks it where the change is large enough.',
  },
  {
    id: 'diverged',
    word: 'diverged',
    text: 'The loss is no longer a number: the weights have grown without bound. A smaller learning rate helps.',
  },
  {
    id: 'seed',
    word: 'seed',
    text: 'The number from which everything random is drawn. The same seed on the same device gives the same curves.',
  },
  {
    id: 'layer',
    word: 'layer',
    text: 'One stage of a network. D_LR of a layer takes that layer’s features in the place of the last ones, with the outputs of the whole network.',
    method: 'layers',
  },
  {
    id: 'recorded',
    word: 'recorded run',
    text: 'A run that was made before and came with the page. It shows the whole outcome at once, without training.',
  },
] as const satisfies readonly Entry[];

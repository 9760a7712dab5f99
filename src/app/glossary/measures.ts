import type { Entry } from './types';

/** The measures that D_LR is compared with, and those of neural collapse. */
export const MEASURE_WORDS = [
  {
    id: 's-init',
    word: 'S_init',
    text: 'Similarity of the features to those of step 0 on the same pictures, as linear CKA: 1 where nothing moved. It depends on the start, and weight decay alone moves it.',
    method: 's-init',
  },
  {
    id: 'kernel-distance',
    word: 'kernel distance',
    text: 'How far the kernel of the features, which holds how alike any two pictures look to the network, has turned away from that of step 0: 0 where nothing moved.',
    method: 'kernel-distance',
  },
  {
    id: 'weights-way',
    word: '‖θ − θ₀‖ / ‖θ₀‖',
    text: 'How far all trained weights θ have come from where they began, θ₀, relative to how large they were. Weights can go far and leave the features as they were.',
    method: 'parameters',
  },
  {
    id: 'weights-size',
    word: '‖θ‖²',
    text: 'The squared size of all trained weights: the sum of their squares. Often taken as a sign of richness; it only goes along with it.',
    method: 'parameters',
  },
  {
    id: 'target-alignment',
    word: 'target alignment',
    text: 'How alike features and targets are, as linear CKA. It rises as a network becomes right, whether rich or not.',
    method: 'target-alignment',
  },
  {
    id: 'tangent-kernel',
    word: 'neural tangent kernel',
    text: 'For any two pictures, how much a step of training on one would change the outputs on the other. Training is lazy where it stays as it was at the start, so its change is the reference for “lazy”; it is expensive, and measured on few pictures.',
    method: 'tangent-kernel',
  },
  {
    id: 'fourier',
    word: 'Fourier spectrum, frequency',
    text: 'How much of what a network has learned of the numbers are waves that go once, twice, k times around the circle of numbers. At random all frequencies are alike.',
    method: 'fourier',
  },
  {
    id: 'embedding',
    word: 'embedding',
    text: 'The row of weights that the first layer looks up for a number. In modular arithmetic each number has one.',
    method: 'fourier',
  },
  {
    id: 'neural-collapse',
    word: 'neural collapse',
    text: 'An end that training past zero error can reach: all pictures of a class have the same features, and the class means stand equally far apart. It is the rich extreme: NC1 to NC4 are then 0.',
    method: 'collapse',
  },
  {
    id: 'class-mean',
    word: 'class mean',
    text: 'The mean of the features of all pictures of one class. NC1 to NC4 compare these means with each other, with single pictures and with the last layer.',
    method: 'nc1',
  },
  {
    id: 'nc1',
    word: 'NC1',
    text: 'Spread within classes against the distances between class means. 0: all pictures of a class look the same to the last layer. It has no upper bound.',
    method: 'nc1',
  },
  {
    id: 'nc2',
    word: 'NC2',
    text: 'How unequal the lengths of the class means are, and how far their angles are from those of a simplex, in which all stand equally far apart. 0: a simplex.',
    method: 'nc2',
  },
  {
    id: 'nc3',
    word: 'NC3',
    text: 'How far the weights of the last layer are from the class means, both brought to the same size. 0: the last layer asks which mean a picture is in line with.',
    method: 'nc3',
  },
  {
    id: 'nc4',
    word: 'NC4',
    text: 'Share of the pictures whose nearest class mean is another class than their largest output. 0: the network answers with the nearest mean.',
    method: 'nc4',
  },
  {
    id: 'plane',
    word: 'plane of three class means',
    text: 'Pictures of three classes, seen in the plane through their means. The dotted triangle is where the means of a collapsed network would stand.',
    method: 'plane',
  },
] as const satisfies readonly Entry[];

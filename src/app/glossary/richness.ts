import { BLOCKS } from '../../metrics/blocks';
import { FEW_FEATURES } from '../../metrics/reading';
import { LAZY_FROM, RICH_BELOW } from '../../recording/phase';
import { WITHIN_95 } from '../error';
import type { Entry } from './types';

/** Richness, its causes, and the spectrum of the features. */
export const RICHNESS_WORDS = [
  {
    id: 'dlr',
    word: 'D_LR',
    text: 'How far a network is from keeping just the features that its outputs need: 0 is as rich as can be, larger is lazier, 1 is the most. It needs neither labels nor the start.',
    method: 'dlr',
  },
  {
    id: 'rich',
    word: 'rich',
    text: `Training that changes the features until little is left beside what the outputs use. We call a network rich where D_LR is below ${RICH_BELOW}; the threshold is ours.`,
    method: 'dlr',
  },
  {
    id: 'lazy',
    word: 'lazy',
    text: `Training that hardly changes the features: what the network was given at random stays, and only its use is learned. We call a network lazy where D_LR is ${LAZY_FROM} or more; the threshold is ours.`,
    method: 'dlr',
  },
  {
    id: 'feature',
    word: 'feature',
    text: 'A function of the input that the last hidden layer makes up. The features counted here are the eigenfunctions of all its units together: they are uncorrelated, and each has a strength.',
    method: 'setting',
  },
  {
    id: 'eigenfunction',
    word: 'eigenfunction',
    text: 'A feature, seen as the values it takes on the probe pictures. The first is the direction in which the last hidden layer varies most, the next the most of what is left.',
    method: 'eigenfunctions',
  },
  {
    id: 'strength',
    word: 'strength, ρ',
    text: 'How much the last hidden layer varies along a feature: the eigenvalue ρ of that feature, which the paper calls its intensity. It is drawn relative to the strongest one, ρ / ρ₁.',
    method: 'curves',
  },
  {
    id: 'spectrum',
    word: 'spectrum',
    text: 'The strengths of all features, strongest first. A rich network stops at one feature fewer than it has classes; a lazy one has a long tail.',
    method: 'curves',
  },
  {
    id: 'utilisation',
    word: 'utilisation, Π̂',
    text: 'How much of the outputs the strongest k features make up, all together: the curve “used”. It is 1 where they make up all of them.',
    method: 'curves',
  },
  {
    id: 'quality',
    word: 'quality, Π*',
    text: 'How much of the target the strongest k features could express, all together, whether or not the network makes use of it. High on training and low on test pictures: learned, but of no use there.',
    method: 'curves',
  },
  {
    id: 'span',
    word: 'span of the outputs',
    text: 'All that can be put together from the network’s outputs by adding them in any proportion. D_LR asks which part of the features lies in it.',
    method: 'setting',
  },
  {
    id: 'rank',
    word: 'rank, r',
    text: 'How many independent directions the outputs have: at most one fewer than there are classes. As many features are enough for a rich network.',
    method: 'dlr',
  },
  {
    id: 'classes',
    word: 'C',
    text: 'How many classes, and so outputs, there are. The thin line of the spectrum stands at C − 1, where a rich network stops.',
    method: 'dlr',
  },
  {
    id: 'used',
    word: 'used, share',
    text: 'Which share of the strength of all features lies in what the outputs span. One of the two factors of D_LR = 1 − used × even.',
    method: 'why',
  },
  {
    id: 'even',
    word: 'even, √(PR / r)',
    text: 'How evenly the strength of the features is spread, against the rank of the outputs. Below 1 a few features outweigh the others; above 1 there are more than the outputs have directions.',
    method: 'why',
  },
  {
    id: 'participation',
    word: 'participation ratio, PR',
    text: 'Over how many features the strength is spread: the square of the sum of the strengths over the sum of their squares. Of n equally strong features it is n.',
    method: 'why',
  },
  {
    id: 'dimension',
    word: 'effective dimension',
    text: 'Another count of how many features carry the strength: the exponential of the entropy of their shares. Of n equally strong features it is n; weak ones count more than in the participation ratio.',
    method: 'dimension',
  },
  {
    id: 'k95',
    word: 'k₉₅',
    text: 'The fewest strongest features that make up 95 % of the outputs: where the curve “used” first reaches that height.',
    method: 'dimension',
  },
  {
    id: 'minimal',
    word: 'minimal-feature, extended-feature',
    text: `Two ways to use features, told apart in the first version of the paper. We call a network minimal-feature where k₉₅ is at most ${FEW_FEATURES} times the rank, and extended-feature above.`,
    method: 'dimension',
  },
  {
    id: 'jackknife',
    word: 'standard error, ±',
    text: `How much D_LR would vary with other probe pictures, found with the jackknife: they are dealt out to ${BLOCKS} blocks, and each block is left out once. A difference within ${WITHIN_95} of its standard errors is not spoken of.`,
    method: 'error',
  },
  {
    id: 'undefined',
    word: 'undefined',
    text: 'A measure that has no meaning at that moment, such as D_LR while all outputs are zero. A sentence with the reason stands in the place of the number, and curves have a gap.',
    method: 'undefined',
  },
  {
    id: 'cka',
    word: 'CKA',
    text: 'Centred kernel alignment: how alike two sets of functions of the same inputs are, whatever basis and scale each is given in. 1 is the same, 0 is nothing in common. D_LR is one minus such an alignment.',
    method: 'cka',
  },
] as const satisfies readonly Entry[];

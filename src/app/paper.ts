/**
 * What the paper (Nam et al., arXiv 2410.04264) reports for each preset's claim, to be set beside our own outcome in
 * `docs/results.md`. Kept apart from the texts, so that the page's first script is without it.
 */
export interface PaperNumber {
  /** Which of the networks compared. */
  arm: string;
  /** Of the penultimate layer, as the paper prints it. */
  dlr?: number;
  /** Share of test samples that are right. */
  testAccuracy?: number;
}

export interface PaperOutcome {
  /** Empty where it makes the claim without numbers that were at hand. */
  paper: readonly PaperNumber[];
  /** Where in the paper, and on what data and network. */
  source: string;
}

const BATCH_NORM: readonly PaperNumber[] = [
  { arm: 'without', dlr: 0.66, testAccuracy: 0.217 },
  { arm: 'with batch norm', dlr: 0.073, testAccuracy: 0.72 },
];

/** By preset id. */
export const PAPER: Readonly<Record<string, PaperOutcome>> = {
  'rich-is-not-better': {
    paper: [
      { arm: 'all layers', dlr: 0.0087, testAccuracy: 0.1 },
      { arm: 'last layer only', dlr: 0.63, testAccuracy: 0.744 },
    ],
    source: 'v3, Fig. 1: MNIST with a code of the label in the picture, absent or random at test',
  },
  'the-dial': {
    paper: [],
    source: 'v3: D_LR follows the scale of the targets, S_init and ‖θ‖ do not; no numbers were at hand',
  },
  grokking: {
    paper: [
      { arm: 'step 200', dlr: 0.51, testAccuracy: 0.052 },
      { arm: 'step 3,000', dlr: 0.11, testAccuracy: 0.998 },
    ],
    source: 'v3: modulo 97, two-layer transformer; the quadratic network here is a smaller set-up of ours',
  },
  'rich-before-accurate': {
    paper: [],
    source: 'Not in the paper: that richness does not need accuracy is its claim, this set-up is ours',
  },
  'random-labels': {
    paper: [
      { arm: 'true labels', dlr: 0.031, testAccuracy: 0.95 },
      { arm: 'all shuffled', dlr: 0.034, testAccuracy: 0.095 },
    ],
    source: 'v3: CIFAR-10',
  },
  'weight-decay': {
    paper: [],
    source: 'v3: with weight decay S_init and ‖θ‖ mislead, D_LR does not; no numbers were at hand',
  },
  'batch-norm': { paper: BATCH_NORM, source: 'v3: VGG16 on CIFAR-100' },
  'batch-norm-vgg16': {
    paper: BATCH_NORM,
    source: 'v3: VGG16 at its full width, on CIFAR-100',
  },
  'output-scale': {
    paper: [],
    source: 'Chizat et al., arXiv 1812.07956: the lazy limit; no numbers of D_LR were at hand',
  },
  width: {
    paper: [],
    source:
      'Wide networks are lazier under standard parameterisation and not under maximal update (Yang et al., arXiv 2203.03466)',
  },
  'neural-collapse': { paper: [], source: 'v3: T = T_MP implies NC1 and NC2; no numbers were at hand' },
  'strong-features-first': {
    paper: [],
    source: 'v3, Fig. 5: quality grows faster where intensity is larger',
  },
  layers: { paper: [], source: 'v3, App. I: the last layer is the richest; no numbers were at hand' },
  'features-used': {
    paper: [],
    source:
      'v1: most networks use about as many features as there are classes, a perceptron on CIFAR-10 many more',
  },
  'grokking-transformer': {
    paper: [
      { arm: 'step 200', dlr: 0.51, testAccuracy: 0.052 },
      { arm: 'step 3,000', dlr: 0.11, testAccuracy: 0.998 },
    ],
    source: 'v3: modulo 97, two-layer transformer',
  },
};

import type { LookFor, Scenario } from './scenarios';

/** Captions that say the same in most scenarios of pictures. */
const PICTURES: LookFor = {
  richness: '0: only what the outputs need. Does it fall?',
  accuracy: 'Test pictures; faint, training pictures.',
  loss: 'What training makes small. It says nothing about how.',
  spectrum: {
    train: 'Strongest feature first. Ten classes need nine: is there a tail behind the ninth?',
    test: 'The same on test pictures. Dotted and low: the strong features do not serve the target.',
  },
};

/** Captions for pairs of numbers modulo 31. */
const PAIRS: LookFor = {
  richness: '0: only what the outputs need. When does it fall?',
  accuracy: 'Pairs not trained on; faint, pairs trained on. How long is one behind the other?',
  loss: 'On the pairs trained on. Does it show when the others are understood?',
  spectrum: {
    train: 'Strongest feature first. 31 answers need thirty: when does the tail behind them go?',
    test: 'The same on pairs not trained on. Dotted and low: the features do not serve the target.',
  },
};

/** The other experiments of the paper (arXiv 2410.04264), in the order of `presets.ts`. */
export const PAPER_SCENARIOS: readonly Scenario[] = [
  {
    id: 'grokking',
    claim: 'Grokking',
    point: 'Learned by heart first, understood later: is that a way from lazy to rich?',
    lookFor: PAIRS,
  },
  {
    id: 'rich-before-accurate',
    claim: 'Rich before accurate',
    point: 'Large starts keep a network lazy for long. Which comes first, richness or accuracy?',
    lookFor: {
      ...PAIRS,
      richness: '0: only what the outputs need. Does it fall before accuracy rises?',
      accuracy: 'Pairs not trained on; faint, pairs trained on. Where is richness when this rises?',
    },
  },
  {
    id: 'random-labels',
    claim: 'Random labels',
    point: 'Can a network become rich on labels that mean nothing? And without weight decay?',
    lookFor: {
      ...PICTURES,
      richness: '0: only what the outputs need. Does it tell true labels from random ones?',
      accuracy: 'Test pictures; faint, training pictures. One in ten is chance.',
      loss: 'How far from the labels that were shown, whether true or not.',
      spectrum: {
        train: 'Strongest feature first. Where does the tail behind the ninth go: by labels, or by decay?',
        test: 'The same on test pictures. Dotted and low: what was learned is of no use here.',
      },
    },
  },
  {
    id: 'weight-decay',
    claim: 'Weight decay',
    point: 'Targets are small, so that the features hardly have to move. Which measure moves nevertheless?',
    lookFor: {
      ...PICTURES,
      richness: '0: only what the outputs need. Do weights that shrink make a network rich?',
      spectrum: {
        train: 'Strongest feature first. Does decay shorten the tail, or only the weights?',
        test: 'The same on test pictures. Does decay shorten the tail, or only the weights?',
      },
    },
  },
  {
    id: 'batch-norm',
    claim: 'Batch norm',
    point: 'Does normalising every layer make a deep network rich?',
    lookFor: {
      ...PICTURES,
      richness: '0: only what the outputs need. Which of the two comes closer?',
      accuracy: 'Test pictures; faint, training pictures. Is the richer one the better one?',
    },
  },
  {
    id: 'batch-norm-vgg16',
    claim: 'Batch norm, VGG16',
    point: 'The paper’s own network, an eighth as wide: does it turn rich without batch norm?',
    lookFor: {
      ...PICTURES,
      richness: '0: only what the outputs need. Which of the two leaves where it started?',
      accuracy: 'Test pictures; faint, training pictures. Does either learn without turning rich?',
    },
  },
  {
    id: 'output-scale',
    claim: 'Output scale',
    point: 'What is trained is α times the change since the start: the textbook way to lazy training.',
    lookFor: {
      ...PICTURES,
      richness: '0: only what the outputs need. Does it follow the order of α?',
      accuracy: 'Test pictures; faint, training pictures. What does laziness cost here?',
    },
  },
  {
    id: 'width',
    claim: 'Width',
    point: 'Are wide networks lazier? And under maximal update, which is made so that they are not?',
    lookFor: {
      ...PICTURES,
      richness: '0: only what the outputs need. Compare A with B, and C with D.',
      accuracy: 'Test pictures; faint, training pictures. Wide networks fit sooner: do they do it lazily?',
    },
  },
  {
    id: 'neural-collapse',
    claim: 'Neural collapse',
    point: 'What happens to the features once every training picture is right?',
    lookFor: {
      ...PICTURES,
      richness: '0: only what the outputs need. Does it go on falling when there is no error left?',
      spectrum: {
        train: 'Strongest feature first. Collapsed, ten classes leave nine equal ones: is it so?',
        test: 'The same on test pictures. Do they collapse as well?',
      },
    },
  },
  {
    id: 'strong-features-first',
    claim: 'Strong features first',
    point: 'Which features come to serve the target first, the strong or the weak?',
    lookFor: {
      ...PICTURES,
      spectrum: {
        train: 'Strongest feature first. Dotted, what they can say of the target: where does it rise first?',
        test: 'The same on test pictures. Dotted: where does it rise first?',
      },
    },
  },
  {
    id: 'layers',
    claim: 'Layers',
    point: 'D_LR is that of the last hidden layer. How rich are those before it? See Look closer.',
    lookFor: PICTURES,
  },
  {
    id: 'features-used',
    claim: 'Features used',
    point: 'How many features does a network use, and does it depend on how it looks at a picture?',
    lookFor: {
      ...PICTURES,
      spectrum: {
        train: 'Strongest feature first. After how many is all that the outputs use there?',
        test: 'The same on test pictures. After how many is all that the outputs use there?',
      },
    },
  },
  {
    id: 'grokking-transformer',
    claim: 'Grokking transformer',
    point: 'Does a transformer that understands late go from lazy to rich as well?',
    lookFor: PAIRS,
  },
];

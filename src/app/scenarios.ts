import type { Experiment } from '../experiment/schema';
import type { Split } from '../recording/recording';
import { PAPER_SCENARIOS } from './paper-scenarios';

/**
 * The four pictures of the page, each with a sentence that says what to look for. It stands there from the first
 * step to the last, so it must be true of all of them: it asks, and the picture answers.
 */
export interface LookFor {
  richness: string;
  accuracy: string;
  loss: string;
  /** On training and on test pictures. */
  spectrum: Record<Split, string>;
}

/** The words of one scenario. What its arms are is said by the experiment itself, see `describe.ts`. */
export interface Scenario {
  /** The preset's id. */
  id: string;
  claim: string;
  /** One sentence under the claim, before the arms are described; may be empty. */
  point: string;
  lookFor: LookFor;
}

const GENERIC: LookFor = {
  richness: '0 keeps only the features that the outputs need.',
  accuracy: 'Share of test pictures that are right; faint, of training pictures.',
  loss: 'What training makes small. It says nothing about how.',
  spectrum: {
    train:
      'Strongest feature first. A rich network stops at one less than it has classes, a lazy one goes on.',
    test: 'The same on test pictures. Where the dotted line stays low, the strong features do not serve the target.',
  },
};

export const SCENARIOS: readonly Scenario[] = [
  {
    id: 'rich-is-not-better',
    claim: 'Rich is not better',
    point: '',
    lookFor: {
      richness: '0: only what the outputs need. Does A fall?',
      accuracy: 'Test pictures; faint, training pictures. Is the rich one the right one?',
      loss: 'How far from what they were shown. It cannot tell which one will be right.',
      spectrum: {
        train:
          'Strongest feature first. Ten classes need nine: does A stop there, and B go on? Then look at test pictures.',
        test: 'The same on test pictures. Dotted and low: the features that are used do not serve the target.',
      },
    },
  },
  {
    id: 'the-dial',
    claim: 'The dial',
    point: 'How large the targets are sets how rich a network becomes.',
    lookFor: {
      richness: 'Does richness follow the order of the target scale?',
      accuracy: 'Test pictures; faint, training pictures. Who is right first?',
      loss: 'Small targets are reached before the features have to move.',
      spectrum: {
        train: 'Strongest feature first. Compare the tail behind the ninth feature, from A to C.',
        test: 'The same on test pictures. Compare the tail behind the ninth feature, from A to C.',
      },
    },
  },
  ...PAPER_SCENARIOS,
];

const OWN: Scenario = { id: 'own', claim: 'Your own experiment', point: '', lookFor: GENERIC };

/** The scenario of an experiment: that of its preset, or the words for an experiment of the reader's own. */
export function scenarioOf(experiment: Experiment): Scenario {
  return SCENARIOS.find(({ id }) => id === experiment.preset) ?? OWN;
}

/** Settings that may change without making a scenario's claim untrue: the rest make an experiment the reader's own. */
const HARMLESS = /^(seed|stop\.|probe\.|data\.(source|train|test)$)/;

const isModular = ({ data }: Experiment): boolean => data.source === 'modular';

/** True where a change of the setting at `path` leaves the scenario's claim standing. Pictures are no pairs of numbers. */
export const keepsScenario = (path: string, before: Experiment, after: Experiment): boolean =>
  HARMLESS.test(path) && isModular(before) === isModular(after);

import type { Experiment } from '../experiment/schema';
import type { Split } from '../recording/recording';

/** The four pictures of the page, each with a sentence that says what to look for. */
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
  richness: '0 keeps only the features that the outputs need. Dotted: the start.',
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
      richness: 'A falls towards 0: it keeps only what its outputs need. Dotted: the start.',
      accuracy: 'Test pictures; faint, training pictures. A turns rich as it turns wrong.',
      loss: 'Both fit what they were shown. The loss cannot tell which one will be right.',
      spectrum: {
        train:
          'Strongest feature first. Ten classes need nine: A stops there, B goes on. Now look at test pictures.',
        test: 'On test pictures, A still uses nine features, but they no longer serve the target: dotted, low.',
      },
    },
  },
  {
    id: 'the-dial',
    claim: 'The dial',
    point: 'How large the targets are sets how rich a network becomes.',
    lookFor: {
      richness: 'Three heights, in the order of the target scale. They begin as soon as the outputs move.',
      accuracy: 'Test pictures; faint, training pictures. All three learn, each in its own way.',
      loss: 'Small targets are reached before the features have to move.',
      spectrum: {
        train: 'Strongest feature first. From A to C the tail behind the ninth feature grows.',
        test: 'The same on test pictures: from A to C the tail behind the ninth feature grows.',
      },
    },
  },
];

const OWN: Scenario = { id: 'own', claim: 'Your own experiment', point: '', lookFor: GENERIC };

/** The scenario of an experiment: that of its preset, or the words for an experiment of the reader's own. */
export function scenarioOf(experiment: Experiment): Scenario {
  return SCENARIOS.find(({ id }) => id === experiment.preset) ?? OWN;
}

/** Settings that may change without making a scenario's claim untrue: the rest make an experiment the reader's own. */
const HARMLESS = /^(seed|stop\.|probe\.|data\.(source|train|test)$)/;

/** True where a change of the setting at `path` leaves the scenario's claim standing. */
export const keepsScenario = (path: string): boolean => HARMLESS.test(path);

import { expect, test } from 'vitest';
import { costWords } from '../../../src/app/settings/cost-words';
import { parseExperiment } from '../../../src/experiment/schema';

const experiment = parseExperiment({ stop: { steps: 3_000 } });
const arm = (parameters: number, trained = parameters) => ({ parameters, trained, bytes: 2_000_000 });

test('one network', () => {
  const cost = { arms: [arm(1_290)], inputBytes: 500_000, secondsPerStep: 0.0134 };
  expect(costWords(cost, experiment)).toBe(
    'The network has 1,290 parameters. With the inputs it takes 2.5 MB of memory. 3,000 steps take some 40\u202fs on this machine, and measuring adds to it.',
  );
});

test('arms that train another part, and arms of another size', () => {
  const alike = { arms: [arm(9_000), arm(9_000, 130)], inputBytes: 0, secondsPerStep: null };
  expect(costWords(alike, experiment)).toBe(
    'Both networks have 9,000 parameters; B trains 130 of them. With the inputs they take 4.0 MB of memory.',
  );
  const apart = { arms: [arm(9_000), arm(90_000), arm(1)], inputBytes: 0, secondsPerStep: null };
  expect(costWords(apart, experiment)).toMatch(/^A has 9,000, B has 90,000 and C has 1 parameters\. /);
  const three = { arms: [arm(7), arm(7), arm(7)], inputBytes: 0, secondsPerStep: null };
  expect(costWords(three, experiment)).toMatch(/^All networks have 7 parameters\. /);
});

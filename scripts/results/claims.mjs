// @ts-check
/** What each preset claims, as a rule on one run, and the figures that the rule is about. */
import { rankCorrelation, shortNumber } from './statistics.mjs';

/** @typedef {import('./runs.mjs').Run} Run */
/** @typedef {import('./runs.mjs').Arm} Arm */
/** @typedef {import('./runs.mjs').Frame} Frame */
/** @typedef {{ holds: boolean, found: string }} Verdict On one run. */
/** @typedef {{ title: string, frame(arm: Arm): Frame | undefined }} Moment A probe before the end worth a row. */
/** @typedef {{ title: string, value(frame: Frame): number | null | undefined, decimals?: number }} Column */
/**
 * @typedef {object} Claim
 * @property {string} rule what a run must show, as a sentence
 * @property {(run: Run) => Verdict} judge
 * @property {readonly Moment[]} [moments]
 * @property {readonly Column[]} [columns] measures beside D_LR and accuracy
 * @property {import('./runs.mjs').Swept} [swept] a run is one at each value, as an arm named by it
 * @property {string} [tried] what else was tried, or is smaller than in the paper, in sentences
 * @property {string} [triedBy] the command by which it was tried
 */

/** The regimes' bounds of `src/recording/phase.ts` and `src/metrics/reading.ts`; a unit test holds them together. */
export const BOUNDS = { rich: 0.15, lazy: 0.35, fewFeatures: 2 };

/** @param {Frame | undefined} frame NaN where D_LR is undefined, so that no rule holds */
const dlr = frame => scalar(frame, 'dlr') ?? Number.NaN;
/** @param {Frame | undefined} frame @param {string} name @returns {number | null} on training inputs */
function scalar(frame, name) {
  const value = frame?.train[name];
  return typeof value === 'number' ? value : null;
}
/** @param {string} title @param {string} name @param {number} [decimals] @returns {Column} */
const measure = (title, name, decimals) => ({
  title,
  value: frame => scalar(frame, name),
  ...(decimals !== undefined && { decimals }),
});

/** @type {Column} */
const NORM = { title: '‖θ‖²', value: frame => frame.network.parameterNorm };
const START = measure('S_init', 'initialSimilarity', 3);
const NC1 = measure('NC1', 'nc1');
const K95 = measure('k₉₅', 'k95', 1);

/** @param {number} value */
const words = value => (Number.isNaN(value) ? 'undefined' : shortNumber(value));
/** @param {Run} run @param {number} index @returns {Arm} */
function armAt(run, index) {
  const arm = run.arms[index];
  if (!arm)
    throw new Error(`${run.experiment.preset} has ${run.arms.length} arms; the claim needs arm ${index}.`);
  return arm;
}

/** @type {Moment} */
const LEARNT = {
  title: 'train accuracy first ≥ 99 %',
  frame: ({ frames }) => frames.find(({ trainAccuracy }) => trainAccuracy >= 0.99),
};
/** @type {Moment} */
const UNDERSTOOD = {
  title: 'test accuracy first ≥ 95 %',
  frame: ({ frames }) => frames.find(({ testAccuracy }) => testAccuracy >= 0.95),
};

/** How many times lower D_LR is once test accuracy has come. @param {number} times @returns {Pick<Claim, 'rule' | 'judge' | 'moments'>} */
const groks = times => ({
  rule: `D_LR on training inputs is at least ${times}× lower when test accuracy first passes 95 % than when train accuracy first passes 99 %`,
  moments: [LEARNT, UNDERSTOOD],
  judge(run) {
    const arm = armAt(run, 0);
    const [before, after] = [LEARNT.frame(arm), UNDERSTOOD.frame(arm)];
    if (!before) return { holds: false, found: 'train accuracy does not reach 99 %' };
    if (!after) return { holds: false, found: 'test accuracy does not reach 95 %' };
    const ratio = dlr(before) / dlr(after);
    return { holds: after.step > before.step && ratio >= times, found: `${words(ratio)}× lower` };
  },
});

/** D_LR ordered along a setting. @param {string} path @param {string} name @param {1 | -1} sign @returns {Claim} */
const ordered = (path, name, sign) => ({
  rule: `the rank correlation of D_LR with ${name} is at ${sign > 0 ? 'least 0.9' : 'most −0.9'}`,
  columns: [START, NORM, NC1],
  judge(run) {
    const values = run.experiment.arms.map(({ set }) => Number(set[path]));
    const found = rankCorrelation(
      values,
      run.arms.map(arm => scalar(arm, 'dlr')),
    );
    return {
      holds: found !== null && sign * found >= 0.9,
      found: found === null ? 'undefined' : words(found),
    };
  },
});

/** That the second network ends at half the D_LR of the first. @param {string} what tells them apart @returns {Claim} */
const halves = what => ({
  rule: `${what} at least halves D_LR`,
  columns: [K95],
  judge(run) {
    const ratio = dlr(armAt(run, 1)) / dlr(armAt(run, 0));
    return { holds: ratio <= 0.5, found: `× ${words(ratio)}` };
  },
});

/** @type {Moment} */
const MOSTLY = {
  title: 'train accuracy first ≥ 90 %',
  frame: ({ frames }) => frames.find(({ trainAccuracy }) => trainAccuracy >= 0.9),
};
/** @param {Frame} frame @param {number} from @param {number} to quality Π* of features from + 1 … to */
function qualityOf(frame, from, to) {
  const quality = frame.train.quality;
  if (!Array.isArray(quality)) return Number.NaN;
  return (quality[to - 1] ?? Number.NaN) - (from ? (quality[from - 1] ?? Number.NaN) : 0);
}

/** By preset id. @type {Readonly<Record<string, Claim>>} */
export const CLAIMS = {
  'rich-is-not-better': {
    rule: 'all layers end at least 30 points of test accuracy and 0.3 in D_LR below the last layer only',
    judge(run) {
      const [all, last] = [armAt(run, 0), armAt(run, 1)];
      const points = Number((100 * (last.testAccuracy - all.testAccuracy)).toFixed(1));
      const less = Number((dlr(last) - dlr(all)).toFixed(3));
      return { holds: points >= 30 && less >= 0.3, found: `${points} points, ${words(less)} in D_LR` };
    },
  },
  'the-dial': ordered('data.targetScale', 'the target scale', -1),
  grokking: groks(4),
  'rich-before-accurate': {
    rule: 'D_LR on training inputs is below 0.15 at a probe where test accuracy is below 20 %',
    moments: [LEARNT, UNDERSTOOD],
    judge(run) {
      const before = armAt(run, 0).frames.filter(({ testAccuracy }) => testAccuracy < 0.2);
      const least = Math.min(...before.map(frame => scalar(frame, 'dlr') ?? Number.POSITIVE_INFINITY));
      return { holds: least < 0.15, found: `lowest D_LR while test accuracy is below 20 %: ${words(least)}` };
    },
  },
  'random-labels': {
    tried:
      'Without decay, arms C and D show that it is the decay that makes random labels rich at this size.',
    rule: 'with weight decay, D_LR of true and of random labels end within 0.05',
    columns: [START, NORM, NC1],
    judge(run) {
      const apart = Math.abs(dlr(armAt(run, 0)) - dlr(armAt(run, 1)));
      return { holds: apart <= 0.05, found: `${words(apart)} apart` };
    },
  },
  'weight-decay': {
    tried:
      'Small targets keep the features where they start. With more decay ‖θ‖² falls further, but the network then fits less, and D_LR leaves the lazy range.',
    rule: `‖θ‖² or S_init of the network with decay ends at most half of its start, while D_LR of both says lazy (≥ ${BOUNDS.lazy})`,
    columns: [START, NORM, NC1],
    judge(run) {
      const [without, decayed] = [armAt(run, 0), armAt(run, 1)];
      const start = decayed.frames[0]?.network.parameterNorm ?? Number.NaN;
      const norm = (decayed.network.parameterNorm ?? Number.NaN) / start;
      const similarity = scalar(decayed, 'initialSimilarity') ?? Number.NaN;
      const lazy = dlr(without) >= BOUNDS.lazy && dlr(decayed) >= BOUNDS.lazy;
      return {
        holds: lazy && (norm <= 0.5 || similarity <= 0.5),
        found: `‖θ‖² × ${words(norm)}, S_init ${words(similarity)}, D_LR ${words(dlr(without))} and ${words(dlr(decayed))}`,
      };
    },
  },
  'batch-norm': {
    ...halves('batch norm'),
    tried: 'Eight narrow dense layers stand for VGG16, which takes hours without a GPU at its full width.',
  },
  'batch-norm-vgg16': {
    ...halves('batch norm'),
    tried:
      'VGG16 at an eighth of its width, on the built-in colour pictures in place of CIFAR-100, and stopped after 500 steps.',
  },
  'output-scale': ordered('training.outputScale', 'α', 1),
  width: {
    tried: 'Width 256 in place of 512 is lazier than width 32 as well, but by less than the rule asks for.',
    rule: 'D_LR of the wide network is at least 0.1 above that of the narrow one under standard parameterisation, and less than 0.1 from it under maximal update',
    columns: [START],
    judge(run) {
      const standard = dlr(armAt(run, 1)) - dlr(armAt(run, 0));
      const maximal = dlr(armAt(run, 3)) - dlr(armAt(run, 2));
      return {
        holds: standard >= 0.1 && Math.abs(maximal) < 0.1,
        found: `${words(standard)} standard, ${words(maximal)} maximal update`,
      };
    },
  },
  'neural-collapse': {
    tried:
      'Cross-entropy with SGD and a decay of 0.0005 leaves D_LR where it was at the first fit and NC1 high in as many steps; squared error with AdamW and strong decay is what is shown.',
    rule: `from the first probe with train accuracy ≥ 99 % to the end, NC1 falls to a tenth at most, and D_LR below ${BOUNDS.rich}`,
    moments: [LEARNT],
    columns: [NC1, measure('NC2 (angles)', 'nc2Angle', 3), measure('NC3', 'nc3', 3)],
    judge(run) {
      const arm = armAt(run, 0);
      const first = LEARNT.frame(arm);
      if (!first) return { holds: false, found: 'train accuracy does not reach 99 %' };
      const ratio = (scalar(arm, 'nc1') ?? Number.NaN) / (scalar(first, 'nc1') ?? Number.NaN);
      return {
        holds: ratio <= 0.1 && dlr(arm) < BOUNDS.rich,
        found: `NC1 × ${words(ratio)}, D_LR ${words(dlr(arm))}`,
      };
    },
  },
  'strong-features-first': {
    rule: 'from the start to the first probe with train accuracy ≥ 90 %, the quality of the nine strongest features grows at least twice as much as that of the next nine',
    moments: [MOSTLY],
    judge(run) {
      const arm = armAt(run, 0);
      const [start, then] = [arm.frames[0], MOSTLY.frame(arm)];
      if (!start || !then) return { holds: false, found: 'train accuracy does not reach 90 %' };
      const strong = qualityOf(then, 0, 9) - qualityOf(start, 0, 9);
      const weak = qualityOf(then, 9, 18) - qualityOf(start, 9, 18);
      return {
        holds: strong > 0 && strong >= 2 * weak,
        found: `Π* of the strongest ${words(strong)}, of the next ${words(weak)}`,
      };
    },
  },
  layers: {
    rule: 'of all hidden layers, the last has the lowest D_LR',
    judge(run) {
      const values = armAt(run, 0).layers.train.map(layer => layer.dlr ?? Number.NaN);
      const last = values.at(-1) ?? Number.NaN;
      return { holds: values.slice(0, -1).every(value => last < value), found: values.map(words).join(', ') };
    },
  },
  'features-used': {
    tried:
      'On the built-in digits both networks use about as few features, so the colour pictures are used, which the perceptron hardly fits.',
    rule: `the perceptron uses many features (k₉₅ above ${BOUNDS.fewFeatures} r), the convolutional network few (at most ${BOUNDS.fewFeatures} r), r the dimension of the outputs`,
    columns: [K95, measure('effective dimension', 'effectiveDimension', 2)],
    judge(run) {
      const shares = [0, 1].map(index => {
        const arm = armAt(run, index);
        return (scalar(arm, 'k95') ?? Number.NaN) / (scalar(arm, 'rank') ?? Number.NaN);
      });
      const [perceptron = Number.NaN, convolutional = Number.NaN] = shares;
      return {
        holds: perceptron > BOUNDS.fewFeatures && convolutional <= BOUNDS.fewFeatures,
        found: `k₉₅ / r ${words(perceptron)} and ${words(convolutional)}`,
      };
    },
  },
  'grokking-transformer': {
    ...groks(2),
    columns: [measure('participation ratio', 'participation', 1), measure('share', 'share', 3)],
    tried:
      'Modulo 31 and a width of 32 in place of 97 and 128, which take some seven minutes without a GPU. Those were tried too: with cross-entropy it groks by step 700 while D_LR goes from 0.54 at step 158 to 0.78, with squared error by step 2,100 while it goes from 0.50 to 0.77. With cross-entropy all of the features’ strength is used, but it lies in few directions: a participation ratio of 4.4, for outputs of 96 dimensions. With squared error 45 % of it is used.',
    triedBy:
      'npm run -s richscope -- run grokking-transformer --seed 0 --steps 3000 --set data.modulus=97 --set data.trainShare=0.5 --set model.width=128 --set training.fullBatch=false --set training.batchSize=512 --set training.learningRate=0.001 --curves --json, and the same with --set training.loss=mse',
  },
  'learning-rate': {
    rule: 'D_LR is lower at the learning rate in the middle than at a far smaller and at a far larger one',
    tried:
      'A small convolutional network with batch norm on digits stands for ResNet18 on CIFAR-100, which takes hours without a GPU. Without batch norm D_LR fell up to a rate of 0.1, and at 0.3 the outputs were the same for all pictures. At the paper’s own rates, 0.005, 0.05 and 0.2, D_LR was lowest at the one in the middle too, with each of five seeds.',
    columns: [START, NORM],
    judge(run) {
      const [small, middle, large] = [0, 1, 2].map(index => dlr(armAt(run, index)));
      return {
        holds: Number(middle) < Number(small) && Number(middle) < Number(large),
        found: [small, middle, large].map(value => words(Number(value))).join(', '),
      };
    },
  },
  'training-set-size': {
    swept: { path: 'data.train', values: [100, 300, 1_000, 4_000], unit: 'pictures' },
    rule: 'the rank correlation of D_LR on test inputs with the number of training pictures is at most −0.9',
    tried:
      'Of 100 training pictures only 100 can be measured on, so the rule asks for the test inputs, which are the same 1,000 for all sizes; on training inputs, D_LR of 100 and of 300 pictures could not be told apart, and the order held with 2 of 5 seeds. All sizes train for as many steps, so the larger ones see each picture less often.',
    columns: [START, NORM, NC1],
    judge(run) {
      const found = rankCorrelation(
        run.arms.map(({ label }) => Number.parseInt(label, 10)),
        run.arms.map(({ test }) => (typeof test.dlr === 'number' ? test.dlr : null)),
      );
      return { holds: found !== null && found <= -0.9, found: found === null ? 'undefined' : words(found) };
    },
  },
};

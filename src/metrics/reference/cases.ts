import { at, filled, normals, through } from './matrices';
import { type CaseArrays, inTurn, reluNet, simplex, unevenly } from './nets';

/** A made-up probe whose measures NumPy has computed too. */
export interface ReferenceCase {
  name: string;
  title: string;
  /** What it is there for. */
  about: string;
  make(): CaseArrays;
}

const net = (name: string, width: number, classes: number, samples: number, noise: number) =>
  reluNet({ name, width, classes, noise, labels: inTurn(samples, classes) });

/** Exact limits first, then networks of every shape that a reader may bring, then what is undefined. */
export const REFERENCE_CASES: readonly ReferenceCase[] = [
  {
    name: 'collapsed',
    title: 'Collapsed network',
    about: 'Means on an even simplex, no spread: D_LR, NC1 and NC2 must be 0.',
    make: () => simplex('collapsed', 40, 24, [1, 1, 1, 1, 1, 1]),
  },
  {
    name: 'uneven-simplex',
    title: 'Collapsed, but unevenly',
    about: 'No spread either, but some means lie farther out: D_LR comes from unevenness alone.',
    make: () => simplex('uneven-simplex', 40, 16, [1, 1.5, 2, 2.5, 3]),
  },
  {
    name: 'near-collapse',
    title: 'Nearly collapsed network',
    about: 'Ten classes with little spread.',
    make: () => net('near-collapse', 56, 10, 700, 0.04),
  },
  {
    name: 'noisy-relu',
    title: 'Noisy ReLU network',
    about: 'Ten classes with as much spread as distance.',
    make: () => net('noisy-relu', 48, 10, 500, 1.2),
  },
  {
    name: 'imbalanced',
    title: 'Imbalanced classes',
    about: 'The largest class is five times the smallest.',
    make: () => reluNet({ name: 'imbalanced', width: 40, classes: 5, noise: 0.8, labels: unevenly(600, 5) }),
  },
  {
    name: 'absent-class',
    title: 'A class without a picture',
    about: 'Six outputs, five classes among the inputs: class means use those present, and NC3 is undefined.',
    make: () => reluNet({ name: 'absent-class', width: 20, classes: 6, noise: 0.7, labels: inTurn(300, 5) }),
  },
  {
    name: 'fewer-samples',
    title: 'Fewer inputs than features',
    about: 'n = 50, p = 90: the n × n side is used.',
    make: () => net('fewer-samples', 90, 4, 50, 0.8),
  },
  {
    name: 'more-outputs',
    title: 'More outputs than features',
    about: 'p = 6, C = 12: the outputs span six dimensions at most.',
    make: () => net('more-outputs', 6, 12, 360, 0.5),
  },
  {
    name: 'one-feature',
    title: 'A single feature',
    about: 'p = 1: its spectrum is one number.',
    make: () => net('one-feature', 1, 3, 90, 0.4),
  },
  {
    name: 'two-classes',
    title: 'Two classes',
    about: 'C = 2: the outputs span one dimension.',
    make: () => net('two-classes', 16, 2, 240, 0.7),
  },
  {
    name: 'hundred-classes',
    title: 'A hundred classes',
    about: 'C = 100 with 70 features.',
    make: () => net('hundred-classes', 70, 100, 1_000, 0.5),
  },
  { name: 'scalar-regression', ...regression('scalar-regression', 1) },
  { name: 'vector-regression', ...regression('vector-regression', 3) },
  {
    name: 'parallel-outputs',
    title: 'Outputs along one direction',
    about: 'Four outputs, all multiples of the first: r = 1.',
    make() {
      const base = net('parallel-outputs', 18, 4, 300, 0.7);
      const outputs = filled(300, 4, (i, c) => (c - 1.5) * at(base.outputs, i, 0));
      return { ...base, outputs };
    },
  },
  {
    name: 'unrelated-outputs',
    title: 'Outputs without relation to the features',
    about: 'The outputs are noise: little of the features is used.',
    make: () => ({ ...net('unrelated-outputs', 28, 5, 320, 0.6), outputs: normals('unrelated', 320, 5) }),
  },
  {
    name: 'dead-and-twin-units',
    title: 'Dead and twin units',
    about: 'Some units are silent, some equal to others: their eigenvalues are 0 and are dropped.',
    make() {
      const base = net('dead-and-twin-units', 30, 8, 400, 0.6);
      const features = filled(400, 30, (i, j) =>
        j % 10 === 4 ? 0 : at(base.features, i, j === 11 ? 12 : j),
      );
      return { ...base, features };
    },
  },
  {
    name: 'extreme-scales',
    title: 'Extreme scales',
    about: 'Features × 10,000, outputs × 0.00001: nothing but the eigenvalues may notice.',
    make() {
      const base = net('extreme-scales', 24, 6, 360, 0.6);
      return {
        ...base,
        features: filled(360, 24, (i, j) => 1e4 * at(base.features, i, j)),
        outputs: filled(360, 6, (i, c) => 1e-5 * at(base.outputs, i, c)),
      };
    },
  },
  {
    name: 'silent-outputs',
    title: 'Outputs that do not vary',
    about: 'A zero head, as at step 0 of some networks: D_LR is undefined.',
    make: () => ({ ...net('silent-outputs', 12, 3, 180, 0.6), outputs: filled(180, 3, () => 0) }),
  },
  {
    name: 'constant-features',
    title: 'Features that do not vary',
    about: 'Every unit says the same of every input: there is no spectrum.',
    make: () => ({ ...net('constant-features', 12, 3, 180, 0.6), features: filled(180, 12, () => 1) }),
  },
];

/** Rational features of inputs, read out linearly; the targets are the first inputs. */
function regression(name: string, outputs: number): Omit<ReferenceCase, 'name'> {
  return {
    title: outputs === 1 ? 'Regression, one output' : 'Regression, three outputs',
    about: 'No labels: no row mean is taken off, and no NC is defined.',
    make() {
      const inputs = normals(`${name}/inputs`, 320, 18);
      const features = filled(320, 18, (i, j) => at(inputs, i, j) / (1 + Math.abs(at(inputs, i, j))));
      return {
        features,
        outputs: through(features, normals(`${name}/head`, outputs, 18)),
        targets: filled(320, outputs, (i, c) => at(inputs, i, c)),
      };
    },
  };
}

/** FNV-1a over all bits of a case's arrays: whether two machines made the same inputs. */
export function fingerprint(arrays: CaseArrays): string {
  let hash = 0x811c9dc5;
  const { features, outputs, labels, targets, initialFeatures, head } = arrays;
  for (const data of [features.data, outputs.data, labels, targets?.data, initialFeatures?.data, head?.data])
    if (data)
      for (const word of new Uint32Array(data.buffer, data.byteOffset, data.length))
        hash = Math.imul(hash ^ word, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

import { createRandom } from '../../../src/experiment/random';

export interface EigenCase {
  name: string;
  size: number;
  square: Float64Array;
}

/** A symmetric matrix from its entries on and below the diagonal. */
export function symmetric(size: number, at: (i: number, j: number) => number): Float64Array {
  const square = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const value = at(i, j);
      square[i * size + j] = value;
      square[j * size + i] = value;
    }
  return square;
}

export function randomSymmetric(seed: number, size: number): Float64Array {
  const random = createRandom(seed, 'symmetric');
  return symmetric(size, () => random.normal());
}

/** A dense symmetric matrix with these eigenvalues: a diagonal one, reflected three times. */
export function withEigenvalues(seed: number, values: readonly number[]): Float64Array {
  const size = values.length;
  const random = createRandom(seed, 'reflectors');
  let square = symmetric(size, (i, j) => (i === j ? values[i]! : 0));
  for (let turn = 0; turn < 3; turn++) {
    const draws = values.map(() => random.normal());
    const length = Math.hypot(...draws);
    const v = draws.map(value => value / length);
    const image = v.map((_, i) => v.reduce((sum, value, j) => sum + square[i * size + j]! * value, 0));
    const form = image.reduce((sum, value, i) => sum + value * v[i]!, 0);
    const before = square;
    square = symmetric(
      size,
      (i, j) =>
        before[i * size + j]! - 2 * (v[i]! * image[j]! + image[i]! * v[j]!) + 4 * form * v[i]! * v[j]!,
    );
  }
  return square;
}

/** AᵀA of random numbers with fewer rows than columns: `rank` eigenvalues are not zero. */
function rankDeficient(seed: number, size: number, rank: number): Float64Array {
  const random = createRandom(seed, 'rank');
  const rows = Array.from({ length: rank }, () => Array.from({ length: size }, () => random.normal()));
  return symmetric(size, (i, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0));
}

const tridiagonal = (size: number, diagonal: (i: number) => number, beside: (i: number) => number) =>
  symmetric(size, (i, j) => (i === j ? diagonal(i) : i === j + 1 ? beside(i) : 0));

const range = (size: number) => Array.from({ length: size }, (_, i) => i);

const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 64, 65, 127, 255, 512];

const SPECIAL: EigenCase[] = [
  ['zero', 9, symmetric(9, () => 0)],
  ['identity', 12, symmetric(12, (i, j) => (i === j ? 1 : 0))],
  ['all ones', 33, symmetric(33, () => 1)],
  ['diagonal', 17, symmetric(17, (i, j) => (i === j ? (i * 7) % 17 : 0))],
  ['diagonal over 1e300', 5, symmetric(5, (i, j) => (i === j ? 10 ** (75 * i - 150) : 0))],
  [
    'second difference',
    100,
    tridiagonal(
      100,
      () => 2,
      () => -1,
    ),
  ],
  [
    "Wilkinson's W21+",
    21,
    tridiagonal(
      21,
      i => Math.abs(i - 10),
      () => 1,
    ),
  ],
  [
    "Wilkinson's W201+",
    201,
    tridiagonal(
      201,
      i => Math.abs(i - 100),
      () => 1,
    ),
  ],
  [
    'glued Wilkinson',
    105,
    tridiagonal(
      105,
      i => Math.abs((i % 21) - 10),
      i => (i % 21 ? 1 : 1e-9),
    ),
  ],
  ['two blocks', 40, symmetric(40, (i, j) => (i < 20 === j < 20 ? Math.sin(i * j + i + j) : 0))],
  ['coupled by 1e-200', 30, symmetric(30, (i, j) => Math.cos(i + j) * (i < 15 === j < 15 ? 1 : 1e-200))],
  ['zero diagonal', 50, symmetric(50, (i, j) => (i === j ? 0 : Math.sin(3 * i + j)))],
  ['Hilbert', 40, symmetric(40, (i, j) => 1 / (i + j + 1))],
  ['graded from large to small', 60, symmetric(60, (i, j) => 10 ** (-(i + j) / 4))],
  ['graded from small to large', 60, symmetric(60, (i, j) => 10 ** ((i + j) / 4 - 30))],
  [
    'indefinite pairs',
    64,
    withEigenvalues(
      1,
      range(64).map(i => (i % 2 ? -1 : 1) * (1 + (i >> 1))),
    ),
  ],
  [
    'eightfold eigenvalues',
    64,
    withEigenvalues(
      2,
      range(64).map(i => i % 8),
    ),
  ],
  [
    'eigenvalues 1e-12 apart',
    96,
    withEigenvalues(
      3,
      range(96).map(i => 1 + i * 1e-12),
    ),
  ],
  [
    'eigenvalues 1e-15 apart',
    256,
    withEigenvalues(
      4,
      range(256).map(i => 1 + i * 1e-15),
    ),
  ],
  [
    'clusters 1e-10 apart',
    512,
    withEigenvalues(
      5,
      range(512).map(i => (i % 16) + (i >> 4) * 1e-10),
    ),
  ],
  [
    'falling by tenths',
    128,
    withEigenvalues(
      6,
      range(128).map(i => 10 ** (-i / 10)),
    ),
  ],
  ['rank 1 of 100', 100, rankDeficient(7, 100, 1)],
  ['rank 10 of 256', 256, rankDeficient(8, 256, 10)],
  ['rank 255 of 512', 512, rankDeficient(9, 512, 255)],
].map(([name, size, square]) => ({ name, size, square }) as EigenCase);

/** Random and near-degenerate symmetric matrices of sizes 1 … 512. */
export const EIGEN_CASES: EigenCase[] = [
  ...SIZES.map(size => ({ name: `random ${size}`, size, square: randomSymmetric(size, size) })),
  ...SPECIAL,
];

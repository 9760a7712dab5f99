import { Matrix, solve } from 'ml-matrix';

/** n × features: what a linear model sees of each picture. */
export type Features = number[][];

/**
 * Test accuracy of ridge regression to one-hot targets, on features that are standardised with the mean and the
 * standard deviation of the training pictures.
 */
export function linearAccuracy(
  train: { features: Features; labels: ArrayLike<number> },
  test: { features: Features; labels: ArrayLike<number> },
  classes: number,
  ridge = 1,
): number {
  const count = train.features.length;
  const width = train.features[0]!.length;
  const means = Array.from({ length: width }, (_, j) => mean(train.features.map(row => row[j]!)));
  const deviations = means.map(
    (middle, j) => Math.sqrt(mean(train.features.map(row => (row[j]! - middle) ** 2))) || 1,
  );
  const standard = (features: Features) =>
    new Matrix(features.map(row => [1, ...row.map((value, j) => (value - means[j]!) / deviations[j]!)]));
  const x = standard(train.features);
  const y = Matrix.zeros(count, classes);
  for (let i = 0; i < count; i++) y.set(i, train.labels[i]!, 1);
  const gram = x.transpose().mmul(x);
  for (let j = 1; j <= width; j++) gram.set(j, j, gram.get(j, j) + ridge);
  const outputs = standard(test.features).mmul(solve(gram, x.transpose().mmul(y)));
  const right = test.features.filter((_, i) => outputs.maxRowIndex(i)[1] === test.labels[i]);
  return right.length / test.features.length;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

import type { Matrix, ProbeInput } from './types';

/** The targets of a probe (n × C): its own, or one-hot labels; undefined where it has neither. */
export function targetsOf({ targets, labels, outputs }: ProbeInput): Matrix | undefined {
  return targets ?? (labels && oneHot(labels, outputs.columns));
}

function oneHot(labels: Int32Array, columns: number): Matrix {
  const data = new Float32Array(labels.length * columns);
  labels.forEach((label, i) => {
    data[i * columns + label] = 1;
  });
  return { rows: labels.length, columns, data };
}

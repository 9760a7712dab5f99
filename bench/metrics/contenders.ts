import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { measure, prepareStart } from '../../src/metrics/measure';
import { type Numerics, plainNumerics } from '../../src/metrics/numerics';
import type { BenchCase } from './cases';
import { measure as firstMeasure } from './first-version/measure';
import type { Implementation } from './rows';

/** One call of what is measured; returns the numbers on which all must agree. */
export type Contender = () => number[];

type Browser = Exclude<Implementation, 'NumPy'>;

/** Some numbers of a square matrix that all of it goes into. */
const corner = (square: Float64Array) => [square[0]!, square[1]!, square.at(-1)!];

function kernelContender(numerics: Numerics, each: Exclude<BenchCase, { kind: 'measure' }>): Contender {
  const size = each.features.columns;
  if (each.kind === 'gram') return () => corner(numerics.gram(each.features));
  return () => {
    const { values, carried } = numerics.eigen(each.square, size, each.carried);
    return [values[0]!, values[size >> 1]!, carried[0]! ** 2];
  };
}

/** By ml-matrix, from arrays that are already its own. */
function libraryContender(each: Exclude<BenchCase, { kind: 'measure' }>): Contender {
  const { features, square } = each;
  const { rows, columns: size } = features;
  if (each.kind === 'gram') {
    const transposed = Matrix.from1DArray(size, rows, features.data.subarray(0, size * rows));
    const plain = transposed.transpose();
    return () => corner(Float64Array.from(transposed.mmul(plain).to1DArray()));
  }
  const matrix = Matrix.from1DArray(size, size, square);
  const rowsToCarry = Matrix.from1DArray(each.carried.length / size, size, each.carried);
  return () => {
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
      assumeSymmetric: true,
    });
    const first =
      each.kind === 'eigen with vectors'
        ? eigenvectorMatrix.get(0, size - 1)
        : rowsToCarry.mmul(eigenvectorMatrix).get(0, size - 1);
    return [realEigenvalues[size - 1]!, realEigenvalues[size - 1 - (size >> 1)]!, first ** 2];
  };
}

const measureContender =
  (run: () => { dlr: number | null; nc1?: number | null; initialSimilarity?: number | null }): Contender =>
  () => {
    const { dlr, nc1, initialSimilarity } = run();
    return [dlr!, nc1!, initialSimilarity!];
  };

/** All that run in the browser. */
export function contenders(each: BenchCase, wasm: Numerics): Record<Browser, Contender> {
  if (each.kind === 'measure') {
    const { initialFeatures, ...probe } = each.input;
    const ours = (numerics: Numerics) => {
      const start = prepareStart(initialFeatures!, numerics);
      return measureContender(() => measure(probe, numerics, start));
    };
    return {
      'ours (wasm)': ours(wasm),
      'ours (TypeScript twin)': ours(plainNumerics),
      'first version (ml-matrix)': measureContender(() => firstMeasure(each.input)),
    };
  }
  return {
    'ours (wasm)': kernelContender(wasm, each),
    'ours (TypeScript twin)': kernelContender(plainNumerics, each),
    'first version (ml-matrix)': libraryContender(each),
  };
}

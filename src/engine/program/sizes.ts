import type { ParameterNorms } from './program';

/** Σ x², in float64. */
export function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return sum;
}

/** ‖θ‖², ‖θ − θ_0‖² and ‖θ_0‖² of two arrays of one length, in float64. */
export function normsOf(theta: Float32Array, start: Float32Array): ParameterNorms {
  let squaredDistance = 0;
  for (let i = 0; i < theta.length; i++) squaredDistance += (theta[i]! - start[i]!) ** 2;
  return { squared: sumOfSquares(theta), squaredDistance, squaredStart: sumOfSquares(start) };
}

import type { Settings } from '../experiment/schema';
import type { Builder } from './builder';
import { type InputShape, sizeOf } from './spec';

/** Dense layers of one width. @returns the length of the features */
export function addPerceptron(
  builder: Builder,
  { depth, width, activation }: Settings['model'],
  shape: InputShape,
): number {
  let inputs = sizeOf(shape);
  for (let i = 0; i < depth; i++) {
    builder.dense(`hidden${i}`, inputs, width, activation);
    builder.tap(`dense ${i + 1}`);
    inputs = width;
  }
  return inputs;
}

/** Inputs of one sample that are not zero where a flat input is a pair of one-hot vectors. */
const HOT = 2;

/**
 * x → (x·W₁)² → ·W₂ = Φ → ·W₃, without biases, for modular arithmetic (Gromov, "Grokking modular arithmetic", arXiv
 * 2301.02679, with a linear layer between). Starts have the standard deviations 3·0.5/(2·width)^⅓, 1/√width and
 * 3/√width. None of them knows the modulus: of a pair of one-hot inputs two are 1, whatever their number. Pictures,
 * of which all inputs count, start W₁ at √(2/inputs) of that. @returns the length of the features
 */
export function addQuadratic(builder: Builder, { width }: Settings['model'], shape: InputShape): number {
  const inputs = sizeOf(shape);
  const isFlat = shape[0] === 1 && shape[2] === 1;
  const active = isFlat ? HOT : inputs;
  const first = ((3 * 0.5) / Math.cbrt(2 * width)) * Math.sqrt(HOT / active);
  builder.dense('square', inputs, width, 'square', first);
  builder.tap('square');
  builder.dense('linear', width, width, null, 1 / Math.sqrt(width));
  builder.tap('linear');
  return width;
}

/** Standard deviation of the quadratic network's last layer. */
export const quadraticHead = (width: number): number => 3 / Math.sqrt(width);

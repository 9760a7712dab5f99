import {
  fused,
  matMul,
  maxPool,
  mul,
  reshape,
  square,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tanh,
  type Variable,
} from '@tensorflow/tfjs-core';
import { columnSums, filterGradient, inputGradient, poolGradient, reluGradient } from './ops';

export type Activation = 'relu' | 'tanh' | 'square';

/** What a layer's backward pass needs of its forward pass. Tensors live until the surrounding `tidy` ends. */
export interface Pass {
  output: Tensor;
  /** @returns the gradients of the layer's parameters, in their order, and of its input where asked for */
  backward(gradient: Tensor, needInput: boolean): { parameters: Tensor[]; input: Tensor | null };
}

export interface Layer {
  readonly parameters: readonly Variable[];
  /** Call inside `tidy`, and use the pass before it ends. */
  forward(input: Tensor): Pass;
}

interface Activated {
  output: Tensor;
  backward(gradient: Tensor): Tensor;
}

/** What the fused product can do by itself; the other activations follow it. */
function fusedActivation(activation: Activation | null): 'relu' | 'linear' {
  return activation === 'relu' ? 'relu' : 'linear';
}

/** @param z output of the fused product: for ReLU that of the activation already */
function activate(z: Tensor, activation: Activation | null): Activated {
  switch (activation) {
    case null:
      return { output: z, backward: gradient => gradient };
    case 'relu':
      return { output: z, backward: gradient => reluGradient(z, gradient) };
    case 'tanh': {
      const output = tanh(z);
      return { output, backward: gradient => mul(gradient, sub(1, square(output))) };
    }
    case 'square':
      return { output: square(z), backward: gradient => mul(gradient, mul(z, 2)) };
  }
}

/** x (n, i) → activation(x · W + b) (n, o), W (i, o). */
export class Dense implements Layer {
  readonly weights: Variable;
  readonly bias: Variable | null;
  readonly parameters: readonly Variable[];
  private readonly activation: Activation | null;

  constructor(weights: Variable, bias: Variable | null, activation: Activation | null) {
    this.weights = weights;
    this.bias = bias;
    this.parameters = bias ? [weights, bias] : [weights];
    this.activation = activation;
  }

  forward(input: Tensor): Pass {
    const x = input as Tensor2D;
    const weights = this.weights as unknown as Tensor2D;
    const product = fused.matMul({
      a: x,
      b: weights,
      activation: fusedActivation(this.activation),
      ...(this.bias && { bias: this.bias }),
    });
    const active = activate(product, this.activation);
    return {
      output: active.output,
      backward: (gradient, needInput) => {
        const dz = active.backward(gradient) as Tensor2D;
        const parameters: Tensor[] = [matMul(x, dz, true, false)];
        if (this.bias) parameters.push(columnSums(dz));
        return { parameters, input: needInput ? matMul(dz, weights, false, true) : null };
      },
    };
  }
}

/** x (n, h, w, i) → 3×3 "same" convolution, activation, 2×2 max pooling → (n, ⌊h/2⌋, ⌊w/2⌋, o). */
export class ConvBlock implements Layer {
  readonly parameters: readonly Variable[];
  private readonly filter: Variable;
  private readonly bias: Variable | null;
  private readonly activation: Activation;

  constructor(filter: Variable, bias: Variable | null, activation: Activation) {
    this.filter = filter;
    this.bias = bias;
    this.activation = activation;
    this.parameters = bias ? [filter, bias] : [filter];
  }

  forward(input: Tensor): Pass {
    const x = input as Tensor4D;
    const filter = this.filter as unknown as Tensor4D;
    const product = fused.conv2d({
      x,
      filter,
      strides: 1,
      pad: 'same',
      activation: fusedActivation(this.activation),
      ...(this.bias && { bias: this.bias }),
    });
    const active = activate(product, this.activation);
    const pooled = maxPool(active.output as Tensor4D, 2, 2, 'valid');
    return {
      output: pooled,
      backward: (gradient, needInput) => {
        const unpooled = poolGradient(gradient as Tensor4D, active.output as Tensor4D, pooled);
        const dz = active.backward(unpooled) as Tensor4D;
        const parameters: Tensor[] = [filterGradient(x, dz, filter.shape)];
        if (this.bias) parameters.push(columnSums(dz));
        return { parameters, input: needInput ? inputGradient(dz, filter, x.shape) : null };
      },
    };
  }
}

/** (n, …) → (n, product of the rest). */
export class Flatten implements Layer {
  readonly parameters: readonly Variable[] = [];

  forward(input: Tensor): Pass {
    const { shape } = input;
    const size = shape.slice(1).reduce((product, length) => product * length, 1);
    return {
      output: reshape(input, [shape[0]!, size]),
      backward: gradient => ({ parameters: [], input: reshape(gradient, shape) }),
    };
  }
}

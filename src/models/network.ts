import type { Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import type { Dense, Layer, Pass } from './layers';

/** What one forward pass gives: features Φ (n, p), outputs f̂ (n, C), and each block's activations. */
export interface Forward {
  features: Tensor2D;
  outputs: Tensor2D;
  taps: Tensor[];
}

/** A feature map and a linear head: f̂(x) = W Φ(x) + b. */
export class Network {
  /** The blocks of the feature map, in order; each is a tap. */
  readonly blocks: readonly Layer[];
  readonly head: Dense;
  /** All parameters, the feature map's first, then the head's. */
  readonly parameters: readonly Variable[];

  constructor(blocks: readonly Layer[], head: Dense) {
    this.blocks = blocks;
    this.head = head;
    this.parameters = [...blocks.flatMap(block => block.parameters), ...head.parameters];
  }

  get parameterCount(): number {
    return this.parameters.reduce((sum, parameter) => sum + parameter.size, 0);
  }

  /** Call inside `tidy`. @param inputs (n, height, width, channels) */
  forward(inputs: Tensor4D): Forward {
    const taps: Tensor[] = [];
    let output: Tensor = inputs;
    for (const block of this.blocks) {
      output = block.forward(output).output;
      if (block.parameters.length) taps.push(output);
    }
    return { features: output as Tensor2D, outputs: this.head.forward(output).output as Tensor2D, taps };
  }

  /**
   * Forward and backward pass; call inside `tidy`.
   * @param outputGradient gives ∂loss/∂outputs (n, C) at the outputs
   * @param headOnly gradients of the head alone
   * @returns outputs, and gradients in the order of `parameters` (of `head.parameters` where `headOnly`)
   */
  backward(
    inputs: Tensor4D,
    outputGradient: (outputs: Tensor2D) => Tensor2D,
    headOnly: boolean,
  ): { outputs: Tensor2D; gradients: Tensor[] } {
    const passes: Pass[] = [];
    let output: Tensor = inputs;
    for (const block of this.blocks) {
      const pass = block.forward(output);
      passes.push(pass);
      output = pass.output;
    }
    const head = this.head.forward(output);
    const outputs = head.output as Tensor2D;
    const result = head.backward(outputGradient(outputs), !headOnly);
    const gradients = [result.parameters];
    if (headOnly) return { outputs, gradients: gradients.flat() };
    let gradient = result.input;
    const firstTrained = this.blocks.findIndex(block => block.parameters.length > 0);
    for (let i = passes.length - 1; i >= firstTrained && gradient; i--) {
      const back = passes[i]!.backward(gradient, i > firstTrained);
      gradients.unshift(back.parameters);
      gradient = back.input;
    }
    return { outputs, gradients: gradients.flat() };
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}

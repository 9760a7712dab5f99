/**
 * Outputs of the function that is trained where the output scale α is not 1: α·(f_θ − f_θ0) (Chizat, Oyallon and Bach,
 * arXiv 1812.07956, section 1.1). It starts at zero, and the larger α, the less the weights move until it has learned.
 * @param outputs f_θ, (samples, C), row-major
 * @param base f_θ0, (n, C), of which row samples[i] belongs to row i of `outputs`
 * @returns (samples, C)
 */
export function scaledOutputs(
  outputs: Float32Array,
  base: Float32Array,
  samples: Int32Array,
  alpha: number,
): Float32Array {
  const classes = outputs.length / samples.length;
  const scaled = new Float32Array(outputs.length);
  for (let i = 0; i < samples.length; i++) {
    const [row, start] = [i * classes, samples[i]! * classes];
    for (let c = 0; c < classes; c++) scaled[row + c] = alpha * (outputs[row + c]! - base[start + c]!);
  }
  return scaled;
}

/** What a program's loss needs where the output scale is not 1, and the refusal to train before it is there. */
export class OutputScale {
  readonly alpha: number;
  private base: Float32Array | null = null;

  constructor(alpha: number) {
    this.alpha = alpha;
  }

  /** @param base f_θ0 on the training inputs, (n, C) */
  centre(base: Float32Array): void {
    this.base = base;
  }

  /** @throws RangeError where f_θ0 is needed and missing */
  check(): void {
    if (this.alpha !== 1 && !this.base)
      throw new RangeError('A program with an output scale has to be centred before its first step.');
  }

  /**
   * Loss and derivative by f_θ of a loss that is a function of the trained outputs.
   * @param loss of outputs; overwrites `derivative` with its derivative by them
   */
  apply(
    outputs: Float32Array,
    samples: Int32Array,
    derivative: Float32Array,
    loss: (outputs: Float32Array) => number,
  ): number {
    if (this.alpha === 1) return loss(outputs);
    const value = loss(scaledOutputs(outputs, this.base!, samples, this.alpha));
    for (let i = 0; i < derivative.length; i++) derivative[i]! *= this.alpha;
    return value;
  }
}

import type { LearningRateFactor } from '../../models/parameterisation';
import type { Activation, InputShape } from '../../models/spec';

/**
 * Where one value of every sample lies while a step is made: rows × (height + 2·border) × (width + 2·border) ×
 * channels, row-major. The border is zero and never written, so that a convolution reads past the picture's
 * edge without asking.
 */
export interface Place {
  id: number;
  /** Of one sample, without the border. */
  shape: InputShape;
  border: number;
  /** Samples that it has room for. */
  rows: number;
}

/** An array among the parameters, which lie in one piece: those that are trained, the others, the statistics. */
export interface ParameterPlace {
  name: string;
  shape: readonly number[];
  /** In floats, a multiple of 4. */
  offset: number;
  size: number;
  trained: boolean;
  /** What the learning rate is multiplied by for this array. */
  learningRateFactor: LearningRateFactor;
}

/** An activation that a product can end with, its derivative being a function of its own output. */
export type Epilogue = 'relu' | 'tanh' | null;

/**
 * The derivative with which a gradient is multiplied on its way back: of ReLU and tanh by their output
 * (y > 0, 1 − y²), of the square by its input (2z).
 */
export interface Through {
  activation: Activation;
  value: Place;
}

/** How a "same" convolution lies on its input. */
export interface Window {
  height: number;
  width: number;
  stride: number;
  padTop: number;
  padLeft: number;
}

/** One piece of work on the samples of a batch, or on some of them. Gradients of parameters are added to. */
export type Op =
  /** Rows of the inputs, by index; each flipped and shifted by its move where `moved`. */
  | { kind: 'gather'; to: Place; moved: boolean }
  /** y = epilogue(x · W + b) */
  | { kind: 'dense'; x: Place; weights: number; bias: number | null; epilogue: Epilogue; y: Place }
  | {
      kind: 'conv';
      x: Place;
      weights: number;
      bias: number | null;
      epilogue: Epilogue;
      y: Place;
      window: Window;
    }
  /** y = z² */
  | { kind: 'square'; z: Place; y: Place }
  /** y = epilogue(a + b) */
  | { kind: 'add'; a: Place; b: Place; epilogue: Epilogue; y: Place }
  /** y = [x; token] + positions */
  | { kind: 'sequence'; x: Place; token: number; positions: number; y: Place }
  /** Causal self-attention; x has queries, keys and values side by side. */
  | { kind: 'attention'; x: Place; heads: number; scale: number; y: Place }
  | { kind: 'lastToken'; x: Place; y: Place }
  | { kind: 'maxPool'; x: Place; y: Place }
  /** Mean of each channel. */
  | { kind: 'meanPool'; x: Place; y: Place }
  | {
      kind: 'batchNorm';
      x: Place;
      scale: number;
      shift: number;
      epilogue: Epilogue;
      y: Place;
      norm: Norm;
      statistics: Statistics;
    }
  /** ∂(mean loss of the batch)/∂outputs, and the samples' share of that loss. */
  | { kind: 'loss'; outputs: Place; gradient: Place }
  | { kind: 'denseGradient'; x: Place; dz: Place; weights: number; bias: number | null }
  | { kind: 'denseInputGradient'; dz: Place; weights: number; through: Through | null; dx: Place }
  | { kind: 'convGradient'; x: Place; dz: Place; weights: number; bias: number | null; window: Window }
  | {
      kind: 'convInputGradient';
      dz: Place;
      weights: number;
      through: Through | null;
      dx: Place;
      window: Window;
    }
  /** Where two ways meet: dx = a + b, times the derivative. Without b it brings a into another border. */
  | { kind: 'addGradients'; a: Place; b: Place | null; through: Through | null; dx: Place }
  | {
      kind: 'sequenceGradient';
      dz: Place;
      token: number;
      positions: number;
      through: Through | null;
      dx: Place | null;
    }
  | {
      kind: 'attentionGradient';
      x: Place;
      dy: Place;
      heads: number;
      scale: number;
      through: Through | null;
      dx: Place;
    }
  | { kind: 'lastTokenGradient'; dy: Place; through: Through | null; dx: Place }
  | { kind: 'meanPoolGradient'; dy: Place; through: Through | null; dx: Place }
  | { kind: 'maxPoolGradient'; x: Place; y: Place; dy: Place; through: Through | null; dx: Place }
  | {
      kind: 'batchNormGradient';
      x: Place;
      dz: Place;
      scale: number;
      shift: number;
      norm: Norm;
      /** Of the forward pass that it goes back through; running ones are constants to it. */
      statistics: 'running' | 'training';
      through: Through | null;
      dx: Place | null;
    };

/**
 * Whose mean and variance a batch normalisation takes: the running ones; those of the samples at hand; or, in
 * training, those of the samples at hand, which the running ones follow. The last two leave mean and 1/deviation
 * behind for the way back.
 */
export type Statistics = 'running' | 'batch' | 'training';

/** The statistics of one batch normalisation, as indices of parameters that are not trained. */
export interface Norm {
  /** Running mean and variance, for inference. */
  mean: number;
  variance: number;
  /** Mean and 1/√(variance + ε) of the newest batch. */
  batchMean: number;
  batchDeviation: number;
}

/** PyTorch's defaults: added to the variance, and the share of the newest batch in the running statistics. */
export const NORM_EPSILON = 1e-5;
export const NORM_MOMENTUM = 0.1;

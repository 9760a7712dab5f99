import type { NetworkSpec } from '../../src/models/spec';
import { pairs, pictures } from './data';
import { batchNormCnn, cnn, grokkingNet, mlp } from './networks';

export type CaseId = 'cnn' | 'mlp' | 'grokking' | 'bn-cnn';

export type OptimiserSetting =
  /** v ← momentum·v + g, θ ← θ − learningRate·v */
  | { kind: 'sgd'; learningRate: number; momentum: number }
  /** Decoupled decay: θ ← (1 − learningRate·weightDecay)·θ − learningRate·m̂ / (√v̂ + epsilon) */
  | {
      kind: 'adamw';
      learningRate: number;
      beta1: number;
      beta2: number;
      weightDecay: number;
      epsilon: number;
    };

/**
 * What every engine trains. Batch k holds the samples (k·batch + i) mod samples, in order.
 * Loss is a mean over the batch: of −Σ_c y_c ln softmax(f)_c, or of ½ Σ_c (f_c − y_c)².
 */
export interface BenchCase {
  id: CaseId;
  title: string;
  network: NetworkSpec;
  batch: number;
  samples: number;
  loss: 'mse' | 'cross-entropy';
  optimiser: OptimiserSetting;
  inputs: Float32Array<ArrayBuffer>;
  targets: Float32Array<ArrayBuffer>;
}

export const CASE_TITLES: Record<CaseId, string> = {
  cnn: 'CNN 28×28×1, 16 and 32 filters, dense 64, batch 64',
  mlp: 'MLP 784-256-256-10, batch 64',
  grokking: 'Grokking net, p = 31, full batch of 577, AdamW',
  'bn-cnn': 'CNN 32×32×3, six blocks with batch norm, batch 64',
};

export const CASE_IDS = Object.keys(CASE_TITLES) as CaseId[];

/** Added to the variance by batch norm, as in src/engine. */
export const NORM_EPSILON = 1e-5;

/** A number of batches without remainder, so that no batch wraps around. */
const PICTURES = 1024;

const momentumSgd: OptimiserSetting = { kind: 'sgd', learningRate: 0.01, momentum: 0.9 };

function pictureCase(id: CaseId, network: NetworkSpec): BenchCase {
  return {
    id,
    title: CASE_TITLES[id],
    network,
    batch: 64,
    samples: PICTURES,
    loss: 'cross-entropy',
    optimiser: momentumSgd,
    ...pictures(network.input, PICTURES),
  };
}

function grokkingCase(): BenchCase {
  const modulus = 31;
  const samples = 577;
  return {
    id: 'grokking',
    title: CASE_TITLES.grokking,
    network: grokkingNet(modulus),
    batch: samples,
    samples,
    loss: 'mse',
    optimiser: {
      kind: 'adamw',
      learningRate: 2e-3,
      beta1: 0.9,
      beta2: 0.98,
      weightDecay: 1,
      epsilon: 1e-8,
    },
    ...pairs(modulus, samples),
  };
}

/** The same numbers on every machine and for every engine. */
export function createCase(id: CaseId): BenchCase {
  switch (id) {
    case 'cnn':
      return pictureCase(id, cnn());
    case 'mlp':
      return pictureCase(id, mlp());
    case 'bn-cnn':
      return pictureCase(id, batchNormCnn());
    case 'grokking':
      return grokkingCase();
  }
}

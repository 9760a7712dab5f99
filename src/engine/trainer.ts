import {
  add,
  concat,
  dispose,
  div,
  gather,
  type Scalar,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Settings } from '../experiment/schema';
import { buildNetwork, forwardFlops, type InputShape } from '../models/build';
import type { Network } from '../models/network';
import type { WasmKernels } from './kernels/wasm/module';
import { evaluate, lossSum, outputGradient } from './losses';
import { createOptimiser, type Optimiser } from './optimisers';

/**
 * Arithmetic of one uninterrupted piece of work, in floating-point operations: some 5 ms of one core, so that a
 * worker can answer in between. Convolutions also copy and pool, so they do less of it in that time. Fixed, not
 * timed, so that results do not depend on the machine's speed.
 */
const PIECE_FLOPS = { mlp: 1e8, cnn: 3e7 };

/** What one arm trains on. The inputs are shared by all arms. */
export interface ArmData {
  shape: InputShape;
  classes: number;
  trainInputs: Tensor4D;
  /** (n, C), row-major */
  trainTargets: Float32Array;
  probes: Record<'train' | 'test', ProbeSet>;
}

/** Fixed inputs on which an arm is measured. */
export interface ProbeSet {
  inputs: Tensor4D;
  labels: Int32Array;
  targets: Float32Array;
}

/** What a probe gives: features (n, p), outputs (n, C), and how good they are. */
export interface SplitProbe {
  samples: number;
  width: number;
  features: Float32Array;
  outputs: Float32Array;
  labels: Int32Array;
  accuracy: number;
  loss: number;
}

/** Gives others their turn; called after each piece of work. */
export type Breathe = () => Promise<void> | void;

/** Trains one arm, a step at a time, and probes it. */
export class Trainer {
  readonly network: Network;
  readonly settings: Settings;
  private readonly data: ArmData;
  private readonly optimiser: Optimiser;
  private readonly targets: Tensor2D;
  private readonly headOnly: boolean;
  private readonly pieceSize: number;

  /** @param kernels ours for wasm, null elsewhere. @throws ModelError */
  constructor(settings: Settings, data: ArmData, kernels: WasmKernels | null) {
    this.settings = settings;
    this.data = data;
    this.network = buildNetwork(settings, data.shape, data.classes);
    this.headOnly = settings.training.layers === 'last';
    const trained = this.headOnly ? this.network.head.parameters : this.network.parameters;
    this.optimiser = createOptimiser(trained, settings.training, kernels);
    this.targets = tensor2d(data.trainTargets, [data.trainInputs.shape[0], data.classes]);
    this.pieceSize = Math.max(
      1,
      Math.floor(PIECE_FLOPS[settings.model.kind] / (3 * forwardFlops(settings, data.shape, data.classes))),
    );
  }

  /**
   * One optimiser update on a batch, in pieces whose gradients are added.
   * @param inputs the batch's inputs (n, h, w, c), gathered once for all arms
   * @param indices the batch's indices into the training set
   * @returns the mean loss of the batch before the update, as a tensor for the caller to read and dispose
   */
  async step(inputs: Tensor4D, indices: Tensor, breathe: Breathe): Promise<Scalar> {
    const batchSize = inputs.shape[0];
    const targets = gather(this.targets, indices as never) as Tensor2D;
    let gradients: Tensor[] = [];
    let loss: Scalar | null = null;
    for (let start = 0; start < batchSize; start += this.pieceSize) {
      const size = Math.min(this.pieceSize, batchSize - start);
      const whole = size === batchSize;
      const [newLoss, newGradients] = tidy(() => {
        const x = whole ? inputs : slice(inputs, [start, 0, 0, 0], [size, -1, -1, -1]);
        const y = whole ? targets : slice(targets, [start, 0], [size, -1]);
        const result = this.gradients(x, y, batchSize);
        if (!loss) return [result.loss, result.gradients];
        return [add(loss, result.loss) as Scalar, result.gradients.map((g, i) => add(g, gradients[i]!))];
      }) as [Scalar, Tensor[]];
      if (loss) dispose([loss, ...gradients]);
      [loss, gradients] = [newLoss, newGradients];
      await breathe();
    }
    this.optimiser.apply(gradients);
    dispose([targets, ...gradients]);
    return loss!;
  }

  /** Mean loss (so far as these samples of the batch add to it) and its gradients; call inside `tidy`. */
  private gradients(x: Tensor4D, y: Tensor2D, batchSize: number): { loss: Scalar; gradients: Tensor[] } {
    const { loss } = this.settings.training;
    const { outputs, gradients } = this.network.backward(
      x,
      outputs => outputGradient(loss, outputs, y, batchSize),
      this.headOnly,
    );
    return { loss: div(lossSum(loss, outputs, y), batchSize) as Scalar, gradients };
  }

  /** Features and outputs on a fixed probe set, with accuracy and loss. */
  async probe(split: 'train' | 'test', breathe: Breathe): Promise<SplitProbe> {
    const { inputs, labels, targets } = this.data.probes[split];
    const samples = inputs.shape[0];
    const pieces: { features: Tensor2D; outputs: Tensor2D }[] = [];
    const size = this.pieceSize * 3;
    for (let start = 0; start < samples; start += size) {
      const count = Math.min(size, samples - start);
      const piece = tidy(() => {
        const { features, outputs } = this.network.forward(
          slice(inputs, [start, 0, 0, 0], [count, -1, -1, -1]),
        );
        return { features, outputs };
      });
      pieces.push(piece);
      await breathe();
    }
    const [features, outputs] = await Promise.all([
      readTogether(pieces.map(piece => piece.features)),
      readTogether(pieces.map(piece => piece.outputs)),
    ]);
    const { loss, accuracy } = evaluate(this.settings.training.loss, outputs, targets, labels);
    return { samples, width: features.length / samples, features, outputs, labels, accuracy, loss };
  }

  /** Weights of the last linear layer, C × p. */
  async head(): Promise<Float32Array> {
    const transposed = tidy(() => transpose(this.network.head.weights));
    const weights = await transposed.data<'float32'>();
    transposed.dispose();
    return weights;
  }

  dispose(): void {
    this.network.dispose();
    this.optimiser.dispose();
    this.targets.dispose();
  }
}

async function readTogether(pieces: Tensor2D[]): Promise<Float32Array> {
  const whole = pieces.length === 1 ? pieces[0]! : concat(pieces, 0);
  const values = await whole.data<'float32'>();
  dispose(pieces);
  whole.dispose();
  return values;
}

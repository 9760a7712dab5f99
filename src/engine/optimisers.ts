import {
  add,
  div,
  mul,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
  type Variable,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Settings } from '../experiment/schema';
import type { WasmKernels } from './kernels/wasm/module';

/** β₁ of AdamW. */
const BETA1 = 0.9;
/** Keeps AdamW's step finite where the squared gradient is zero. */
const EPSILON = 1e-8;

export interface Optimiser {
  /** One update of the parameters; `gradients` in their order. Does not dispose the gradients. */
  apply(gradients: readonly Tensor[]): void;
  /** Frees the optimiser's own state. */
  dispose(): void;
}

type TrainingSettings = Settings['training'];

function zeroSlots(parameters: readonly Variable[]): Variable[] {
  return parameters.map(parameter => tidy(() => variable(zerosLike(parameter), false)));
}

function disposeAll(slots: readonly Variable[]): void {
  for (const slot of slots) slot.dispose();
}

/** SGD with momentum as in PyTorch: v ← μv + g + λθ, θ ← θ − ηv. */
function createSgd(
  parameters: readonly Variable[],
  settings: TrainingSettings,
  kernels: WasmKernels | null,
): Optimiser {
  const { learningRate, momentum, weightDecay } = settings;
  const velocities = zeroSlots(parameters);
  return {
    apply(gradients) {
      parameters.forEach((theta, i) => {
        const velocity = velocities[i]!;
        const gradient = gradients[i]!;
        if (kernels) {
          const [t, v, g] = [kernels.address(theta), kernels.address(velocity), kernels.address(gradient)];
          kernels.exports.sgd(t, v, g, theta.size, learningRate, momentum, weightDecay);
          return;
        }
        tidy(() => {
          const pull = weightDecay ? add(gradient, mul(theta, weightDecay)) : gradient;
          const v = momentum ? add(mul(velocity, momentum), pull) : pull;
          if (momentum) velocity.assign(v);
          theta.assign(sub(theta, mul(v, learningRate)));
        });
      });
    },
    dispose: () => disposeAll(velocities),
  };
}

/** AdamW (Loshchilov and Hutter 2019, algorithm 2): the decay is decoupled from the gradient. */
function createAdamw(
  parameters: readonly Variable[],
  settings: TrainingSettings,
  kernels: WasmKernels | null,
): Optimiser {
  const { learningRate, beta2, weightDecay } = settings;
  const first = zeroSlots(parameters);
  const second = zeroSlots(parameters);
  const shrink = 1 - learningRate * weightDecay;
  let updates = 0;
  return {
    apply(gradients) {
      updates++;
      const rate = learningRate / (1 - BETA1 ** updates);
      const correction = 1 / Math.sqrt(1 - beta2 ** updates);
      parameters.forEach((theta, i) => {
        const [m, v, gradient] = [first[i]!, second[i]!, gradients[i]!];
        if (kernels) {
          const [t, g] = [kernels.address(theta), kernels.address(gradient)];
          const constants = [rate, correction, shrink, BETA1, beta2, EPSILON] as const;
          kernels.exports.adamw(t, kernels.address(m), kernels.address(v), g, theta.size, ...constants);
          return;
        }
        tidy(() => {
          m.assign(add(mul(m, BETA1), mul(gradient, 1 - BETA1)));
          v.assign(add(mul(v, beta2), mul(square(gradient), 1 - beta2)));
          const step = div(mul(m, rate), add(mul(sqrt(v), correction), EPSILON));
          theta.assign(sub(mul(theta, shrink), step));
        });
      });
    },
    dispose: () => disposeAll([...first, ...second]),
  };
}

/** @param kernels ours for wasm, which update in place; null where tfjs's operations serve (webgpu, cpu) */
export function createOptimiser(
  parameters: readonly Variable[],
  settings: TrainingSettings,
  kernels: WasmKernels | null,
): Optimiser {
  return settings.optimiser === 'sgd'
    ? createSgd(parameters, settings, kernels)
    : createAdamw(parameters, settings, kernels);
}

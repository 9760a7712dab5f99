import { numpy as np, tree } from '@jax-js/jax';
import type { OptimiserSetting } from '../cases';

type Setting<Kind> = Extract<OptimiserSetting, { kind: Kind }>;

/** What training changes; `first` is momentum's velocity or Adam's first moment. */
export type TrainingState = {
  parameters: np.Array[];
  first: np.Array[];
  second: np.Array[];
  updates: np.Array;
};

export function startState(parameters: np.Array[], { kind }: OptimiserSetting): TrainingState {
  const zeros = () => parameters.map(({ shape }) => np.zeros(shape));
  return { parameters, first: zeros(), second: kind === 'adamw' ? zeros() : [], updates: np.array(0) };
}

function updateSgd(state: TrainingState, gradients: np.Array[], setting: Setting<'sgd'>): TrainingState {
  const first = state.first.map((v, i) => v.mul(setting.momentum).add(gradients[i]!));
  const parameters = state.parameters.map((theta, i) => theta.sub(first[i]!.ref.mul(setting.learningRate)));
  return { ...state, parameters, first };
}

function updateAdamw(state: TrainingState, gradients: np.Array[], setting: Setting<'adamw'>): TrainingState {
  const { learningRate, beta1, beta2, weightDecay, epsilon } = setting;
  const updates = state.updates.add(1);
  const rate = np.array(learningRate).div(np.array(1).sub(np.power(beta1, updates.ref)));
  const correction = np.sqrt(np.array(1).div(np.array(1).sub(np.power(beta2, updates.ref))));
  const first = state.first.map((m, i) => m.mul(beta1).add(gradients[i]!.ref.mul(1 - beta1)));
  const second = state.second.map((v, i) => v.mul(beta2).add(np.square(gradients[i]!).mul(1 - beta2)));
  const parameters = state.parameters.map((theta, i) => {
    const step = first[i]!.ref.mul(rate.ref).div(np.sqrt(second[i]!.ref).mul(correction.ref).add(epsilon));
    return theta.mul(1 - learningRate * weightDecay).sub(step);
  });
  tree.dispose([rate, correction]);
  return { parameters, first, second, updates };
}

/** One update, to be traced inside jit; takes state and gradients as its own. */
export function update(
  state: TrainingState,
  gradients: np.Array[],
  setting: OptimiserSetting,
): TrainingState {
  return setting.kind === 'sgd'
    ? updateSgd(state, gradients, setting)
    : updateAdamw(state, gradients, setting);
}

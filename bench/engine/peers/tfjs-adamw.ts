import * as tf from '@tensorflow/tfjs';
import type { OptimiserSetting } from '../cases';

type AdamwSetting = Extract<OptimiserSetting, { kind: 'adamw' }>;

/** TensorFlow.js has no AdamW, so this one is composed of its operations, in the manner of its own Adam. */
export class Adamw {
  private readonly setting: AdamwSetting;
  private readonly first: tf.Variable[] = [];
  private readonly second: tf.Variable[] = [];
  private updates = 0;

  constructor(setting: AdamwSetting) {
    this.setting = setting;
  }

  minimize(f: () => tf.Scalar, _returnCost: true, parameters: tf.Variable[]): tf.Scalar {
    const { value, grads } = tf.variableGrads(f, parameters);
    this.updates++;
    parameters.forEach((parameter, i) => {
      this.update(parameter, grads[parameter.name]!, i);
    });
    tf.dispose(grads);
    return value;
  }

  dispose(): void {
    tf.dispose([...this.first, ...this.second]);
  }

  private update(parameter: tf.Variable, gradient: tf.Tensor, index: number): void {
    const { learningRate, beta1, beta2, weightDecay, epsilon } = this.setting;
    const m = this.slot(this.first, index, parameter);
    const v = this.slot(this.second, index, parameter);
    const rate = learningRate / (1 - beta1 ** this.updates);
    const correction = 1 / Math.sqrt(1 - beta2 ** this.updates);
    tf.tidy(() => {
      m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)));
      v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
      const step = tf.div(tf.mul(m, rate), tf.add(tf.mul(tf.sqrt(v), correction), epsilon));
      parameter.assign(tf.sub(tf.mul(parameter, 1 - learningRate * weightDecay), step));
    });
  }

  private slot(slots: tf.Variable[], index: number, like: tf.Variable): tf.Variable {
    slots[index] ??= tf.tidy(() => tf.variable(tf.zerosLike(like), false));
    return slots[index];
  }
}

// Optimiser updates in place, one pass over each parameter. `count` is in floats.

/** v ← momentum·v + g + weightDecay·θ; θ ← θ − rate·v (as PyTorch's SGD). */
export function sgd(
  theta: usize, velocity: usize, gradient: usize, count: i32, rate: f32, momentum: f32, weightDecay: f32,
): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    const t = v128.load(theta + at);
    let v = f32x4.mul(v128.load(velocity + at), f32x4.splat(momentum));
    v = f32x4.add(v, v128.load(gradient + at));
    v = f32x4.add(v, f32x4.mul(t, f32x4.splat(weightDecay)));
    v128.store(velocity + at, v);
    v128.store(theta + at, f32x4.sub(t, f32x4.mul(v, f32x4.splat(rate))));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    const t = f32.load(theta + at);
    const v = f32.load(velocity + at) * momentum + f32.load(gradient + at) + t * weightDecay;
    f32.store(velocity + at, v);
    f32.store(theta + at, t - v * rate);
  }
}

/**
 * Loshchilov and Hutter, "Decoupled Weight Decay Regularization", algorithm 2. `rate` is already divided by
 * 1 − β₁ᵗ, `correction` is 1/√(1 − β₂ᵗ), `shrink` is 1 − learning rate × weight decay.
 */
export function adamw(
  theta: usize, first: usize, second: usize, gradient: usize, count: i32,
  rate: f32, correction: f32, shrink: f32, beta1: f32, beta2: f32, epsilon: f32,
): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    const g = v128.load(gradient + at);
    const m = f32x4.add(
      f32x4.mul(v128.load(first + at), f32x4.splat(beta1)), f32x4.mul(g, f32x4.splat(1 - beta1)),
    );
    const v = f32x4.add(
      f32x4.mul(v128.load(second + at), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(1 - beta2)),
    );
    v128.store(first + at, m);
    v128.store(second + at, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(correction)), f32x4.splat(epsilon));
    const step = f32x4.div(f32x4.mul(m, f32x4.splat(rate)), root);
    v128.store(theta + at, f32x4.sub(f32x4.mul(v128.load(theta + at), f32x4.splat(shrink)), step));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    const g = f32.load(gradient + at);
    const m = f32.load(first + at) * beta1 + g * (1 - beta1);
    const v = f32.load(second + at) * beta2 + g * g * (1 - beta2);
    f32.store(first + at, m);
    f32.store(second + at, v);
    const root = sqrt(v) * correction + epsilon;
    f32.store(theta + at, f32.load(theta + at) * shrink - (m * rate) / root);
  }
}

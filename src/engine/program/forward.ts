import type { Activation, LayerSpec } from '../../models/spec';
import type { Epilogue, Norm, Op, Place, Statistics, Through, Window } from './ops';

/** One layer on its way forward, and what the way back needs of it. */
export interface ForwardStep {
  layer: LayerSpec;
  x: Place;
  /** What the layer's product gives; with an activation that can follow by itself, after it. */
  z: Place;
  y: Place;
  /** Of its own activation. */
  through: Through | null;
  /** Of a convolution. */
  window: Window | null;
  /** Of a batch normalisation. */
  norm: Norm | null;
  /** Neither the layer nor any before it learns. */
  frozen: boolean;
  /** Of a residual layer. */
  body: readonly ForwardStep[];
  shortcut: readonly ForwardStep[];
}

const epilogueOf = (activation: Activation | null): Epilogue => (activation === 'square' ? null : activation);

/** The ops of these layers, from the samples' indices on. */
export function forwardOps(
  input: Place,
  steps: readonly ForwardStep[],
  statistics: Statistics,
  moved = false,
): Op[] {
  return [{ kind: 'gather', to: input, moved }, ...chainOps(steps, statistics)];
}

function chainOps(steps: readonly ForwardStep[], statistics: Statistics): Op[] {
  return steps.flatMap(step => {
    const ops = stepOps(step, statistics);
    return step.z === step.y ? ops : [...ops, { kind: 'square', z: step.z, y: step.y }];
  });
}

/** @returns what leads to `z` */
function stepOps(step: ForwardStep, statistics: Statistics): Op[] {
  const { layer, x, z: y } = step;
  switch (layer.kind) {
    case 'dense': {
      const { weights, bias, activation } = layer;
      return [{ kind: 'dense', x, weights, bias, epilogue: epilogueOf(activation), y }];
    }
    case 'conv': {
      const { weights, bias, activation } = layer;
      const epilogue = epilogueOf(activation);
      return [{ kind: 'conv', x, weights, bias, epilogue, y, window: step.window! }];
    }
    case 'batchNorm': {
      const { scale, shift, activation } = layer;
      // Layers that stay as they are see the same statistics in training as in a probe.
      const own = statistics === 'training' && step.frozen ? 'running' : statistics;
      const epilogue = epilogueOf(activation);
      return [{ kind: 'batchNorm', x, scale, shift, epilogue, y, norm: step.norm!, statistics: own }];
    }
    case 'maxPool':
    case 'meanPool':
      return [{ kind: layer.kind, x, y }];
    case 'sequence':
      return [{ kind: 'sequence', x, token: layer.token, positions: layer.positions, y }];
    case 'attention':
      return [{ kind: 'attention', x, heads: layer.heads, scale: layer.scale, y }];
    case 'lastToken':
      return [{ kind: 'lastToken', x, y }];
    case 'residual': {
      const { body, shortcut } = step;
      const [a, b] = [body.at(-1)!.y, shortcut.at(-1)?.y ?? x];
      const sum: Op = { kind: 'add', a, b, epilogue: epilogueOf(layer.activation), y };
      return [...chainOps(body, statistics), ...chainOps(shortcut, statistics), sum];
    }
  }
}

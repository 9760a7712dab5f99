import type { Op } from '../../program/ops';
import type { Plan } from '../../program/plan';
import type { LossName, UpdateRule } from '../../program/program';
import { rateGroups } from '../../program/rate';
import { attention, attentionGradient } from './attention';
import { clipKernels } from './clip';
import { conv, convGradient, convInputGradient, splitOf } from './conv';
import { dense, denseGradient, denseInputGradient } from './dense';
import { gather } from './gather';
import { lossKernel } from './loss';
import { batchMoments, normalise, normInputGradient, normSums } from './norm';
import type { Parts } from './parts';
import { maxPool, maxPoolGradient, square } from './pool';
import { callSamples, type Kernel, type Target } from './shader';
import { add, addGradients, meanPool, meanPoolGradient } from './sum';
import { lastToken, lastTokenGradient, sequence, sequenceInputGradient, sequenceSums } from './tokens';
import { updateKernel } from './update';

export interface LowerOptions {
  plan: Pick<Plan, 'parameters' | 'batch' | 'classes' | 'trainedSize' | 'piece' | 'probePiece'>;
  loss: LossName;
  rule: UpdateRule;
  clipNorm?: number | null;
  outputScale?: number;
  tile: Target['tile'];
}

/** Turns ops into compute passes, and finds room for the parts of gradients that are summed up last. */
export class Lowering {
  /** Floats that all parts need together. */
  partialSize = 0;
  private readonly options: LowerOptions;
  private readonly parts: Parts[] = [];

  constructor(options: LowerOptions) {
    this.options = options;
  }

  private get target(): Target {
    const { plan, tile } = this.options;
    return { tile, offsetOf: index => plan.parameters[index]!.offset };
  }

  /** The passes of one op, in order. */
  lower(op: Op): Kernel[] {
    const { target } = this;
    switch (op.kind) {
      case 'gather':
        return [gather(op, callSamples(this.options.plan))];
      case 'dense':
        return [dense(op, target)];
      case 'conv':
        return [conv(op, target)];
      case 'square':
        return [square(op)];
      case 'add':
        return [add(op)];
      case 'addGradients':
        return [addGradients(op)];
      case 'meanPool':
        return [meanPool(op)];
      case 'meanPoolGradient':
        return [meanPoolGradient(op)];
      case 'sequence':
        return [sequence(op, target)];
      case 'sequenceGradient': {
        const { dx } = op;
        return [sequenceSums(op, target), ...(dx ? [sequenceInputGradient({ ...op, dx })] : [])];
      }
      case 'attention':
        return [attention(op)];
      case 'attentionGradient':
        return [attentionGradient(op)];
      case 'lastToken':
        return [lastToken(op)];
      case 'lastTokenGradient':
        return [lastTokenGradient(op)];
      case 'maxPool':
        return [maxPool(op)];
      case 'batchNorm':
        return [...(op.statistics === 'running' ? [] : [batchMoments(op, target)]), normalise(op, target)];
      case 'loss':
        return [this.loss(op)];
      case 'denseGradient':
        return [denseGradient(op, target)];
      case 'denseInputGradient':
        return [denseInputGradient(op, target)];
      case 'convGradient':
        return [convGradient(op, this.addParts(op), target)];
      case 'convInputGradient':
        return [convInputGradient(op, target)];
      case 'maxPoolGradient':
        return [maxPoolGradient(op)];
      case 'batchNormGradient':
        return [normSums(op, target), ...(op.dx ? [normInputGradient(op, target)] : [])];
    }
  }

  private loss(op: Extract<Op, { kind: 'loss' }>): Kernel {
    const { loss, plan, outputScale } = this.options;
    return lossKernel(op, loss, plan.classes, plan.batch, outputScale);
  }

  /** The passes of an update. Call after the backward ops, whose parts they add up. */
  update(): Kernel[] {
    const { rule, clipNorm, plan } = this.options;
    const { trainedSize } = plan;
    const common = { rule, trainedSize, rates: rateGroups(plan, rule.kind) };
    if (!clipNorm) return [updateKernel({ ...common, parts: this.parts, clipped: false })];
    return [
      ...clipKernels(clipNorm, trainedSize, this.parts),
      updateKernel({ ...common, parts: [], clipped: true }),
    ];
  }

  private addParts(op: Extract<Op, { kind: 'convGradient' }>): number {
    const base = this.partialSize;
    const { splits, length } = splitOf(op, this.target);
    const { parameters } = this.options.plan;
    const filter = parameters[op.weights]!;
    this.parts.push({ offset: filter.offset, size: filter.size, base, splits, length });
    if (op.bias !== null) {
      const bias = parameters[op.bias]!;
      const behind = Math.ceil(filter.size / 4) * 4;
      this.parts.push({ offset: bias.offset, size: bias.size, base: base + behind, splits, length });
    }
    this.partialSize += splits * length;
    return base;
  }
}

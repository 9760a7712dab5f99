import type { Settings } from '../experiment/schema';
import { type Builder, ModelError } from './builder';
import type { InputShape } from './spec';

type Model = Settings['model'];

/** Blocks of a convolution and a pool, then one dense layer. @returns the length of the features */
export function addConvolutional(builder: Builder, model: Model, [height, width, channels]: InputShape) {
  const most = Math.floor(Math.log2(Math.min(height, width)));
  if (model.depth > most)
    throw new ModelError(
      most
        ? `Pictures of ${height}×${width} cannot be halved ${model.depth} times: use at most ${most} convolution blocks.`
        : `Inputs of ${height}×${width} are no pictures that a convolutional network could halve: choose a multilayer perceptron or other data.`,
    );
  let [inputs, rows, columns] = [channels, height, width];
  for (let i = 0; i < model.depth; i++) {
    const outputs = model.channels * 2 ** i;
    builder.conv(`conv${i}`, inputs, outputs, { activation: model.activation });
    builder.maxPool();
    builder.tap(`conv ${i + 1}`);
    [inputs, rows, columns] = [outputs, rows >> 1, columns >> 1];
  }
  builder.dense('dense', rows * columns * inputs, model.width, model.activation);
  builder.tap('dense 1');
  return model.width;
}

/** Channels of each convolution, and where the picture is halved. */
type Chain = readonly (number | 'pool')[];

/**
 * VGG16's thirteen convolutions (Simonyan and Zisserman, arXiv 1409.1556, configuration D) for pictures of 32×32,
 * which five pools bring to 1×1: the 512 values there are the features, and one linear layer follows, as in the
 * literature on CIFAR.
 */
const VGG16: Chain = [
  ...([64, 64, 'pool', 128, 128, 'pool', 256, 256, 256, 'pool'] as const),
  ...([512, 512, 512, 'pool', 512, 512, 512, 'pool'] as const),
];

/** Eight convolutions of equal width, most of them on small pictures, so that a processor trains them. Ours. */
const DEEP: Chain = [64, 'pool', 64, 64, 'pool', 64, 64, 'pool', 64, 64, 64];

/** Channels at a multiple of a published width: whole, and at least 1. */
export const widened = (channels: number, { widthMultiplier }: Model): number =>
  Math.max(1, Math.round(channels * widthMultiplier));

/**
 * A chain of 3×3 convolutions. A pool is left out where the picture is already a single row or column.
 * @returns the length of the features, the last values as they lie
 */
function addChain(builder: Builder, model: Model, shape: InputShape, chain: Chain): number {
  let [rows, columns, inputs] = shape;
  let name = '';
  for (const [i, part] of chain.entries()) {
    if (part === 'pool') {
      if (Math.min(rows, columns) < 2) continue;
      builder.maxPool();
      [rows, columns] = [rows >> 1, columns >> 1];
    } else {
      const count = chain.slice(0, i + 1).filter(other => other !== 'pool').length;
      name = `conv ${count}`;
      builder.conv(`conv${count - 1}`, inputs, widened(part, model), { activation: model.activation });
      inputs = widened(part, model);
    }
    if (part === 'pool' || chain[i + 1] !== 'pool' || Math.min(rows, columns) < 2) builder.tap(name);
  }
  return rows * columns * inputs;
}

/** @throws ModelError where the inputs are no pictures, or too small ones */
export function atLeast(model: string, side: number, [height, width]: InputShape): void {
  if (Math.min(height, width) < side)
    throw new ModelError(
      `${model} needs pictures of at least ${side}×${side}, and these inputs are ${height}×${width}: choose other data, or a multilayer perceptron.`,
    );
}

export function addVgg16(builder: Builder, model: Model, shape: InputShape): number {
  atLeast('VGG16', 16, shape);
  return addChain(builder, model, shape, VGG16);
}

export function addDeepConvolutional(builder: Builder, model: Model, shape: InputShape): number {
  atLeast('The deep convolutional network', 8, shape);
  return addChain(builder, model, shape, DEEP);
}

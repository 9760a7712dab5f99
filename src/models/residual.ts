import type { Settings } from '../experiment/schema';
import type { Builder } from './builder';
import { atLeast, widened } from './convolutional';
import type { InputShape } from './spec';

type Model = Settings['model'];

/** Channels of each stage; each but the first halves the picture. */
const STAGES = [64, 128, 256, 512];
const BLOCKS = 2;

/** Two 3×3 convolutions around which the input goes, by a 1×1 convolution where its shape would not fit. */
function addBlock(
  builder: Builder,
  { activation }: Model,
  name: string,
  { inputs, outputs, stride }: { inputs: number; outputs: number; stride: number },
): void {
  builder.residual(
    activation,
    () => {
      builder.conv(`${name}/conv0`, inputs, outputs, { stride, activation });
      builder.conv(`${name}/conv1`, outputs, outputs, { activation: null });
    },
    () => {
      if (stride > 1 || inputs !== outputs)
        builder.conv(`${name}/shortcut`, inputs, outputs, { size: 1, stride, activation: null });
    },
  );
}

/**
 * ResNet18 (He et al., arXiv 1512.03385) as it is used on CIFAR: one 3×3 convolution in place of the first of 7×7
 * and its pool, four stages of two blocks, the mean over the picture. Strides pad as TensorFlow's "same" does.
 * @returns the length of the features
 */
export function addResnet18(builder: Builder, model: Model, shape: InputShape): number {
  atLeast('ResNet18', 8, shape);
  let inputs = widened(STAGES[0]!, model);
  builder.conv('stem', shape[2], inputs, { activation: model.activation });
  builder.tap('stem');
  for (const [stage, channels] of STAGES.entries())
    for (let block = 0; block < BLOCKS; block++) {
      const outputs = widened(channels, model);
      const stride = stage > 0 && block === 0 ? 2 : 1;
      addBlock(builder, model, `block${stage}.${block}`, { inputs, outputs, stride });
      builder.tap(`block ${stage + 1}.${block + 1}`);
      inputs = outputs;
    }
  builder.meanPool();
  builder.tap('mean pool');
  return inputs;
}

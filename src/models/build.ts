import { modelSchema, type Settings } from '../experiment/schema';
import { Builder, type Draft, ModelError, type ModelSettings, startOf } from './builder';
import { addConvolutional, addDeepConvolutional, addVgg16 } from './convolutional';
import { maximalUpdate, WHOLE_RATE } from './parameterisation';
import { addPerceptron, addQuadratic, quadraticHead } from './perceptron';
import { addResnet18 } from './residual';
import type { InputShape, NetworkSpec, ParameterSpec } from './spec';
import { addTransformer, tokenShape } from './transformer';

export { ModelError };

type Model = Settings['model'];

/** Settings that say how wide a network is. */
const WIDTHS = ['width', 'channels', 'widthMultiplier'] as const;

/** The settings that a kind has a say in; where it has none, they are what the kind is by definition. */
function ownSettings(model: Model): Model {
  if (model.kind === 'quadratic') return { ...model, bias: false, batchNorm: false };
  if (model.kind === 'transformer') return { ...model, init: 'lecun', batchNorm: false };
  return model;
}

/** All layers of a network but its head. @returns the length of the features */
function addFeatures(builder: Builder, model: Model, shape: InputShape): number {
  switch (model.kind) {
    case 'mlp':
      return addPerceptron(builder, model, shape);
    case 'quadratic':
      return addQuadratic(builder, model, shape);
    case 'cnn':
      return addConvolutional(builder, model, shape);
    case 'deep-cnn':
      return addDeepConvolutional(builder, model, shape);
    case 'vgg16':
      return addVgg16(builder, model, shape);
    case 'resnet18':
      return addResnet18(builder, model, shape);
    case 'transformer':
      return addTransformer(builder, model, shape);
  }
}

/** A network without its starting weights. */
function assemble(settings: Model, shape: InputShape, classes: number): Builder {
  const model = ownSettings(settings);
  const builder = new Builder(model);
  const features = addFeatures(builder, model, shape);
  builder.head(features, classes, model.kind === 'quadratic' ? quadraticHead(model.width) : undefined);
  return builder;
}

/** The same arrays at the width at which both parameterisations are the same: the settings' defaults. */
function baseDrafts(model: Model, shape: InputShape, classes: number): readonly Draft[] {
  const defaults = modelSchema.parse({});
  const base = { ...model, ...Object.fromEntries(WIDTHS.map(key => [key, defaults[key]])) };
  return assemble(base, shape, classes).drafts;
}

/**
 * The network of one arm, with its starting weights. Same seed and settings, same weights; arms of one seed
 * that share a layer's shape share its start.
 * @throws ModelError
 */
export function buildNetwork(
  { model, seed }: ModelSettings,
  shape: InputShape,
  classes: number,
): NetworkSpec {
  const { drafts, layers, taps } = assemble(model, shape, classes);
  const base = model.parameterisation === 'mup' ? baseDrafts(model, shape, classes) : null;
  const parameters = drafts.map((draft, index): ParameterSpec => {
    const { name, shape: size, fans } = draft;
    const { start, rate } = base ? maximalUpdate(fans, base[index]!.fans) : { start: 1, rate: WHOLE_RATE };
    return {
      name,
      shape: size,
      start: startOf(draft, seed, model.initScale * start),
      learningRateFactor: rate,
    };
  });
  const input = model.kind === 'transformer' ? tokenShape(shape) : shape;
  return { input, layers, parameters, taps };
}

import { modelSchema, type Settings } from '../experiment/schema';
import { type Builder, ModelError } from './builder';
import type { InputShape } from './spec';

type Model = Settings['model'];

/** Attention heads of each layer. */
export const HEADS = 4;

/** Hidden units of a perceptron, in widths. */
const EXPANSION = 4;

/**
 * Standard deviation of embeddings and positions. The values of a token stay of one size under maximal update,
 * whatever the width.
 */
const embeddingDeviation = ({ width, parameterisation }: Model): number =>
  1 / Math.sqrt(parameterisation === 'mup' ? modelSchema.parse({}).width : width);

/** What products of queries and keys are multiplied by: 1/√n for heads of n channels; under maximal update ∝ 1/n. */
function attentionScale({ width, parameterisation }: Model): number {
  const channels = width / HEADS;
  const base = modelSchema.parse({}).width / HEADS;
  return (1 / Math.sqrt(channels)) * (parameterisation === 'mup' ? Math.sqrt(base / channels) : 1);
}

/** Self-attention around which the tokens go. */
function addAttention(builder: Builder, model: Model, layer: number): void {
  const { width } = model;
  const name = `attention${layer}`;
  const options = { size: 1, activation: null, bias: false } as const;
  builder.residual(null, () => {
    builder.conv(`${name}/in`, width, 3 * width, options);
    builder.attention(HEADS, attentionScale(model));
    builder.conv(`${name}/out`, width, width, options);
  });
  builder.tap(`attention ${layer + 1}`);
}

/** A perceptron on each token, around which it goes. */
function addTokenPerceptron(builder: Builder, { width, activation }: Model, layer: number): void {
  const hidden = EXPANSION * width;
  builder.residual(null, () => {
    builder.conv(`mlp${layer}/in`, width, hidden, { size: 1, activation });
    builder.conv(`mlp${layer}/out`, hidden, width, { size: 1, activation: null });
  });
  builder.tap(`MLP ${layer + 1}`);
}

/**
 * A decoder for modular arithmetic, as in the literature on grokking (Power et al., arXiv 2201.02177; Nanda et al.,
 * arXiv 2301.05217): the tokens a, b and "=", learned positions, `depth` layers of attention with 4 heads and a
 * perceptron of 4 widths, no layer norm. The features are what "=" holds at the end, so the last perceptron sees
 * that token alone. Inputs are two one-hot vectors, one behind the other; "=" is one more, whose embedding is
 * a parameter of its own. @returns the length of the features
 * @throws ModelError where the inputs are no pairs, or heads would not be equal
 */
export function addTransformer(builder: Builder, model: Model, shape: InputShape): number {
  const { width, depth } = model;
  const [, tokens, modulus] = tokenShape(shape);
  if (width % HEADS)
    throw new ModelError(
      `The transformer's width is shared by ${HEADS} heads, and ${width} is no multiple of ${HEADS}: use ${HEADS * Math.max(1, Math.round(width / HEADS))}.`,
    );
  const deviation = embeddingDeviation(model);
  builder.conv('embedding', modulus, width, { size: 1, activation: null, bias: false, deviation });
  builder.sequence(tokens + 1, width, deviation);
  builder.tap('embedding');
  for (let layer = 0; layer < depth; layer++) {
    addAttention(builder, model, layer);
    if (layer === depth - 1) builder.lastToken();
    addTokenPerceptron(builder, model, layer);
  }
  return width;
}

/** A pair of one-hot vectors as two tokens side by side: the same values, in the same order. @throws ModelError */
export function tokenShape([height, width, channels]: InputShape): InputShape {
  if (height !== 1 || channels !== 1 || width % 2)
    throw new ModelError(
      `The transformer reads pairs of numbers, and these inputs are ${height}×${width}×${channels}: choose modular arithmetic as the data, or another network.`,
    );
  return [1, 2, width / 2];
}

import { createRandom } from '../experiment/random';
import {
  DataError,
  type DataSettings,
  type Dataset,
  type Inputs,
  type LoadContext,
  type SplitInputs,
} from './types';

type Breathe = LoadContext['breathe'];

/**
 * Column of the top row in which the label code of class `label` sits: the classes are spread evenly over
 * the row and centred. For ten classes on 28 columns: 4, 6, 8, … 22.
 */
export function codeColumn(label: number, classes: number, width: number): number {
  const stride = Math.floor(width / classes);
  const margin = Math.floor((width - (stride * (classes - 1) + 1)) / 2);
  return margin + stride * label;
}

/** Pixels that are scaled between two breaths. */
const PIECE = 2_000_000;

/** Pictures as numbers in [0, 1]. */
async function scalePixels(pixels: Uint8Array, breathe: Breathe): Promise<Float32Array> {
  const inputs = new Float32Array(pixels.length);
  for (let start = 0; start < pixels.length; start += PIECE) {
    const end = Math.min(start + PIECE, pixels.length);
    for (let i = start; i < end; i++) inputs[i] = pixels[i]! / 255;
    await breathe();
  }
  return inputs;
}

/** Adds `strength` to one pixel of each picture's top row (to all its channels), as `labels` say. */
function addCode(inputs: Float32Array, labels: ArrayLike<number>, dataset: Dataset, strength: number): void {
  const [height, width, channels] = dataset.shape;
  const size = height * width * channels;
  for (let i = 0; i < labels.length; i++) {
    const at = i * size + codeColumn(labels[i]!, dataset.classes.length, width) * channels;
    for (let channel = 0; channel < channels; channel++) inputs[at + channel]! += strength;
  }
}

/**
 * The inputs of both splits: pixel / 255, plus the label code where the settings ask for one. Training
 * pictures carry the code of their true label (label noise comes later and does not change it); test
 * pictures carry none, or that of a random label.
 * @throws DataError where the top row has fewer pixels than there are classes.
 */
export async function prepareInputs(
  dataset: Dataset,
  { data, seed }: DataSettings,
  breathe: Breathe,
): Promise<Inputs> {
  const { shape, classes } = dataset;
  const split = async (name: 'train' | 'test'): Promise<SplitInputs> => ({
    count: dataset[name].count,
    inputs: await scalePixels(dataset[name].pixels, breathe),
    labels: Int32Array.from(dataset[name].labels),
  });
  const train = await split('train');
  const test = await split('test');
  // One-hot numbers have no pixel to spare.
  if (data.codeStrength > 0 && data.source !== 'modular') {
    if (classes.length > shape[1])
      throw new DataError(
        `A label code needs one pixel of the top row for each class, and ${classes.length} classes do not fit in ${shape[1]} pixels: set the label code to 0.`,
      );
    addCode(train.inputs, train.labels, dataset, data.codeStrength);
    if (data.codeAtTest === 'random') {
      const random = createRandom(seed, 'code/test');
      const misleading = Array.from({ length: test.count }, () => random.integer(classes.length));
      addCode(test.inputs, misleading, dataset, data.codeStrength);
    }
  }
  return { train, test, shape, classes };
}

/**
 * Replaces a share of the labels by random classes, which may by chance be the true ones. The labels that
 * are replaced at a smaller share are among those of a larger one, so arms that differ in noise compare.
 */
function addLabelNoise(labels: Int32Array, classes: number, share: number, seed: number): Int32Array {
  const noisy = labels.slice();
  const random = createRandom(seed, 'label-noise');
  const order = random.permutation(labels.length);
  const replaced = Math.round(share * labels.length);
  for (let i = 0; i < replaced; i++) noisy[order[i]!] = random.integer(classes);
  return noisy;
}

/**
 * Labels and targets to train on or to test against. Label noise is put on the training split alone.
 * @returns `labels`: n classes, after the noise; `targets`: n × `classes`, one-hot × the target scale.
 */
export function prepareTargets(
  labels: Int32Array,
  classes: number,
  { data, seed }: DataSettings,
  split: 'train' | 'test',
): { labels: Int32Array; targets: Float32Array } {
  const used = split === 'train' ? addLabelNoise(labels, classes, data.labelNoise, seed) : labels.slice();
  const targets = new Float32Array(used.length * classes);
  used.forEach((label, i) => {
    targets[i * classes + label] = data.targetScale;
  });
  return { labels: used, targets };
}

/**
 * Label smoothing (Szegedy et al., arXiv 1512.00567, section 7): (1 − ε)·y + ε·ȳ, where ȳ spreads a sample's targets
 * evenly over the classes, so that their sum stays what it is.
 * @param targets n × `classes`, overwritten
 */
export function smoothTargets(targets: Float32Array, classes: number, epsilon: number): void {
  if (epsilon === 0) return;
  for (let row = 0; row < targets.length; row += classes) {
    const sample = targets.subarray(row, row + classes);
    const even = sample.reduce((sum, y) => sum + y, 0) / classes;
    for (let c = 0; c < classes; c++) sample[c] = (1 - epsilon) * sample[c]! + epsilon * even;
  }
}

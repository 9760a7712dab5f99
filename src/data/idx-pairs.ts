import { type IdxImages, type IdxLabels, readIdx } from './idx';
import { cutDown, pickPictures, planSplit } from './subset';
import { DataError, type DataSettings, type Dataset, type LoadContext, type Pictures } from './types';
import { baseName, countWords } from './words';

interface Pair {
  images: IdxImages;
  labels: IdxLabels;
}

const NAMES = { train: /train/i, test: /t10k|test/i } as const;
type Split = keyof typeof NAMES;

/** Which split a file's name speaks of; null where it speaks of none. */
const splitOfName = (name: string): Split | null =>
  NAMES.train.test(name) ? 'train' : NAMES.test.test(name) ? 'test' : null;

const plural = (count: number, word: string) => `${countWords(count)} ${word}${count === 1 ? '' : 's'}`;

function checkFileCounts(images: number, labels: number): void {
  if (labels === 0)
    throw new DataError('Only images were given: choose the labels file that belongs to them as well.');
  if (images === 0)
    throw new DataError('Only labels were given: choose the images file that belongs to them as well.');
  if (images > 2 || labels > 2)
    throw new DataError(
      'More than two pairs of files were given: choose one pair to train on and one to test on.',
    );
  if (images !== labels)
    throw new DataError(
      `${plural(images, 'images file')} and ${plural(labels, 'labels file')} were given: choose one labels file for each images file.`,
    );
}

function makePair(images: IdxImages, labels: IdxLabels): Pair {
  if (images.count !== labels.count)
    throw new DataError(
      `${images.name} holds ${countWords(images.count)} pictures and ${labels.name} ${countWords(labels.count)} labels, so they do not belong together: choose the two files of one pair.`,
    );
  return { images, labels };
}

/** Pairs by what the names say of train and test; null where they do not say it clearly. */
function pairByName(images: IdxImages[], labels: IdxLabels[]): { train: Pair; test: Pair } | null {
  const find = <T extends { name: string }>(files: T[], split: Split) => {
    const found = files.filter(file => splitOfName(baseName(file.name)) === split);
    return found.length === 1 ? found[0]! : null;
  };
  const [trainImages, testImages] = [find(images, 'train'), find(images, 'test')];
  const [trainLabels, testLabels] = [find(labels, 'train'), find(labels, 'test')];
  if (!trainImages || !testImages || !trainLabels || !testLabels) return null;
  return { train: makePair(trainImages, trainLabels), test: makePair(testImages, testLabels) };
}

/** Pairs by count; the larger pair is trained on. */
function pairByCount(images: IdxImages[], labels: IdxLabels[]): { train: Pair; test: Pair } {
  const [large, small] = images.toSorted((a, b) => b.count - a.count) as [IdxImages, IdxImages];
  if (large.count === small.count)
    throw new DataError(
      'Both pairs of files hold equally many pictures: put "train" and "t10k" into their names to say which is which.',
    );
  const [more, fewer] = labels.toSorted((a, b) => b.count - a.count) as [IdxLabels, IdxLabels];
  return { train: makePair(large, more), test: makePair(small, fewer) };
}

const toPictures = ({ images, labels }: Pair): Pictures => ({
  count: images.count,
  pixels: images.bytes,
  labels: Uint16Array.from(labels.bytes),
});

const highestLabel = (pictures: Pictures) => pictures.labels.reduce((a, b) => Math.max(a, b), 0);

function makeDataset(images: IdxImages, train: Pictures, test: Pictures, note: string | null): Dataset {
  const highest = Math.max(highestLabel(train), highestLabel(test));
  if (highest === 0)
    throw new DataError('All labels are 0, so there is nothing to tell apart: choose other files.');
  return {
    name: 'your files',
    classes: Array.from({ length: highest + 1 }, (_, label) => String(label)),
    shape: [images.height, images.width, 1],
    train,
    test,
    note,
  };
}

/** Both splits from one pair: the sizes asked for, or all pictures in the same proportion where there are fewer. */
function splitOnePair(pair: Pair, settings: DataSettings): Dataset {
  const all = toPictures(pair);
  if (all.count < 2)
    throw new DataError(
      `${pair.images.name} holds one picture, too few to train and to test on: choose another.`,
    );
  const plan = planSplit(all.count, settings, 'the one pair of files that you gave');
  const size = pair.images.height * pair.images.width;
  const [train, test] = [pickPictures(all, size, plan.train), pickPictures(all, size, plan.test)];
  return makeDataset(pair.images, train, test, plan.note);
}

function takeTwoPairs(images: IdxImages[], labels: IdxLabels[], settings: DataSettings): Dataset {
  const { train, test } = pairByName(images, labels) ?? pairByCount(images, labels);
  if (train.images.height !== test.images.height || train.images.width !== test.images.width)
    throw new DataError(
      `The pictures of ${train.images.name} are ${train.images.height}×${train.images.width} and those of ${test.images.name} ${test.images.height}×${test.images.width}: choose two pairs of one size.`,
    );
  return cutDown(makeDataset(train.images, toPictures(train), toPictures(test), null), settings);
}

/**
 * The reader's own IDX files as a data set. Images and labels are told apart by their magic numbers and
 * paired by themselves: two pairs by `train` and `t10k` (or `test`) in their names, else by count, the
 * larger to train on; one pair is split with the seed, and the note says so.
 * @throws DataError with one sentence.
 */
export async function loadIdxPairs(
  files: readonly File[],
  settings: DataSettings,
  context: LoadContext,
): Promise<Dataset> {
  const images: IdxImages[] = [];
  const labels: IdxLabels[] = [];
  for (const file of files) {
    const content = await readIdx(file, context);
    if (content.kind === 'images') images.push(content);
    else labels.push(content);
  }
  checkFileCounts(images.length, labels.length);
  return images.length === 1
    ? splitOnePair(makePair(images[0]!, labels[0]!), settings)
    : takeTwoPairs(images, labels, settings);
}

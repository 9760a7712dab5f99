import { LARGEST_FILE } from './idx';
import { checkAmount } from './limits';
import { drawSubset, planSplit, shortageNote } from './subset';
import { DataError, type DataSettings, type Dataset, type LoadContext, type Pictures } from './types';
import { baseName, countWords, megabytes } from './words';

/** The binary version of CIFAR-10 and CIFAR-100 (https://www.cs.toronto.edu/~kriz/cifar.html). */
interface Layout {
  name: string;
  /** Bytes before the pixels; the last of them is the label that is used. */
  labels: 1 | 2;
  classes: number;
  /** The file that names the classes, one a line. */
  namesFile: string;
}

const SIDE = 32;
const PLANE = SIDE * SIDE;
const PIXELS = 3 * PLANE;
/** Records that are read at a time. */
const PIECE = 1_024;

const LAYOUTS: readonly Layout[] = [
  { name: 'CIFAR-10', labels: 1, classes: 10, namesFile: 'batches.meta.txt' },
  { name: 'CIFAR-100', labels: 2, classes: 100, namesFile: 'fine_label_names.txt' },
];

const recordSize = ({ labels }: Layout) => labels + PIXELS;
const countOf = (file: File, layout: Layout) => file.size / recordSize(layout);

/** A file that is gone or changed since it was chosen. */
async function readBytes(blob: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw new DataError(`${name} could not be read: choose it again.`, { cause: error });
  }
}

/** True where the labels of the first records are of this layout. */
async function hasLabels(file: File, layout: Layout): Promise<boolean> {
  const size = recordSize(layout);
  const bytes = await readBytes(file.slice(0, PIECE * size), baseName(file.name));
  for (let at = layout.labels - 1; at < bytes.length; at += size)
    if (bytes[at]! >= layout.classes) return false;
  return true;
}

/** The layout of a file, by its size and, where that fits both, by its labels. @throws DataError */
async function layoutOf(file: File): Promise<Layout> {
  const name = baseName(file.name);
  if (file.size === 0) throw new DataError(`${name} is empty: get it again.`);
  if (file.size > LARGEST_FILE)
    throw new DataError(
      `${name} has ${megabytes(file.size)}, and at most ${megabytes(LARGEST_FILE)} are read: choose a smaller file.`,
    );
  const fitting = LAYOUTS.filter(layout => Number.isInteger(countOf(file, layout)));
  if (!fitting.length)
    throw new DataError(
      `${name} has ${countWords(file.size)} bytes, which are no whole records of CIFAR-10 (3,073 bytes each) or CIFAR-100 (3,074): get it again.`,
    );
  for (const layout of fitting) if (await hasLabels(file, layout)) return layout;
  throw new DataError(
    `${name} is as long as CIFAR files are, but its labels are not theirs: get it again, or choose another.`,
  );
}

async function commonLayout(files: readonly File[]): Promise<Layout> {
  const layouts = await Promise.all(files.map(layoutOf));
  const strange = layouts.findIndex(layout => layout !== layouts[0]);
  if (strange > 0)
    throw new DataError(
      `${baseName(files[0]!.name)} is ${layouts[0]!.name} and ${baseName(files[strange]!.name)} is ${layouts[strange]!.name}: choose files of one of them.`,
    );
  return layouts[0]!;
}

/** Class names from the data set's own list, or numbers where it was not chosen with the files. */
async function classNames(texts: readonly File[], layout: Layout): Promise<string[]> {
  const list = texts.find(({ name }) => baseName(name) === layout.namesFile);
  if (!list) return Array.from({ length: layout.classes }, (_, label) => String(label));
  const text = new TextDecoder().decode(await readBytes(list, layout.namesFile));
  const names = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line);
  if (names.length !== layout.classes)
    throw new DataError(
      `${layout.namesFile} names ${countWords(names.length)} classes, and ${layout.name} has ${layout.classes}: get it again, or leave it out.`,
    );
  return names;
}

/** Reads the records at `wanted` out of files that follow one another, as pictures in the order of `wanted`. */
async function readRecords(
  files: readonly File[],
  layout: Layout,
  wanted: Uint32Array,
  context: LoadContext,
): Promise<Pictures> {
  const size = recordSize(layout);
  const total = files.reduce((sum, file) => sum + countOf(file, layout), 0);
  const places = new Int32Array(total).fill(-1);
  wanted.forEach((record, place) => {
    places[record] = place;
  });
  const pictures: Pictures = {
    count: wanted.length,
    pixels: new Uint8Array(wanted.length * PIXELS),
    labels: new Uint16Array(wanted.length),
  };
  let record = 0;
  for (const file of files) {
    const name = baseName(file.name);
    for (let at = 0; at < file.size; at += PIECE * size) {
      context.signal.throwIfAborted();
      const bytes = await readBytes(file.slice(at, at + PIECE * size), name);
      for (let start = 0; start < bytes.length; start += size, record++) {
        const place = places[record]!;
        const label = bytes[start + layout.labels - 1]!;
        if (label >= layout.classes)
          throw new DataError(`${name} has a picture of class ${label}, so it is damaged: get it again.`);
        if (place < 0) continue;
        pictures.labels[place] = label;
        interleave(bytes, start + layout.labels, pictures.pixels, place * PIXELS);
      }
      context.onProgress(`Reading ${name}`, Math.min(file.size, at + PIECE * size), file.size, 'bytes');
      await context.breathe();
    }
  }
  return pictures;
}

/** All red, all green, all blue → red, green, blue of each pixel. */
function interleave(from: Uint8Array, start: number, into: Uint8Array, at: number): void {
  for (let pixel = 0; pixel < PLANE; pixel++)
    for (let channel = 0; channel < 3; channel++)
      into[at + 3 * pixel + channel] = from[start + channel * PLANE + pixel]!;
}

/**
 * CIFAR-10 (records of 3,073 bytes) or CIFAR-100 (3,074 bytes, of which the fine label is used) from the reader's
 * files. Files with "test" in their names are tested on and all others trained on; where there is only one
 * kind, the split is drawn with the seed. Classes are named by `batches.meta.txt` or `fine_label_names.txt`.
 * @throws DataError with one sentence.
 */
export async function loadCifarFiles(
  chosen: readonly File[],
  settings: DataSettings,
  context: LoadContext,
): Promise<Dataset> {
  const files = chosen
    .filter(({ name }) => /\.bin$/i.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (!files.length)
    throw new DataError('Only names of classes were given: choose the .bin files of CIFAR as well.');
  const layout = await commonLayout(files);
  const classes = await classNames(chosen, layout);
  const { data, seed } = settings;
  const isTest = ({ name }: File) => /test/i.test(baseName(name));
  const testFiles = files.filter(isTest);
  const trainFiles = files.filter(file => !isTest(file));
  const total = (some: readonly File[]) => some.reduce((sum, file) => sum + countOf(file, layout), 0);
  const base = {
    name: `${layout.name} from your files`,
    classes,
    shape: [SIDE, SIDE, 3] satisfies Dataset['shape'] as Dataset['shape'],
  };
  const read = (some: readonly File[], wanted: Uint32Array) => readRecords(some, layout, wanted, context);
  if (!testFiles.length || !trainFiles.length) {
    if (total(files) < 2)
      throw new DataError('There is one picture, too few to train and to test on: choose more files.');
    const plan = planSplit(total(files), settings, 'the files that you gave');
    checkAmount(plan.train.length + plan.test.length, base.shape);
    const [train, test] = [await read(files, plan.train), await read(files, plan.test)];
    return { ...base, train, test, note: plan.note };
  }
  const wantedTrain = drawSubset(total(trainFiles), data.train, seed, 'train');
  const wantedTest = drawSubset(total(testFiles), data.test, seed, 'test');
  checkAmount(wantedTrain.length + wantedTest.length, base.shape);
  const [train, test] = [await read(trainFiles, wantedTrain), await read(testFiles, wantedTest)];
  return { ...base, train, test, note: shortageNote({ train, test }, settings) };
}

import { decodePicture, NoDecoderError, type Raster } from './decode';
import { Fitter, fittedShape, resizeNote } from './fit';
import { checkAmount, MOST_CLASSES } from './limits';
import { drawSubset, joinNotes, planSplit, shortageNote } from './subset';
import { DataError, type DataSettings, type Dataset, type LoadContext, type Pictures } from './types';
import { baseName, countWords } from './words';

/** A picture that has not been read yet. */
interface Entry {
  file: File;
  /** Name of the folder that it lies in. */
  folder: string;
  /** What a folder further up says: "train", "test", "val"; null where none says it. */
  split: 'train' | 'test' | 'val' | null;
}

/** Larger pictures count as unreadable. */
const LARGEST_PICTURE = 64e6;

const SPLITS = [
  ['train', /^train(ing)?$/i],
  ['test', /^test(ing)?$/i],
  ['val', /^val(id|idation)?$/i],
] as const;

function entryOf(file: File): Entry {
  const folders = file.name.split('/').slice(0, -1);
  const above = folders.slice(0, -1);
  const split = SPLITS.find(([, pattern]) => above.some(name => pattern.test(name)));
  return { file, folder: folders.at(-1) ?? '', split: split?.[0] ?? null };
}

function classNames(entries: readonly Entry[]): string[] {
  const names = [...new Set(entries.map(({ folder }) => folder))].sort();
  const advice =
    'put the pictures of each class into a folder of their own, and open the folder that holds these';
  if (names.includes(''))
    throw new DataError(`${entries.find(({ folder }) => !folder)!.file.name} is in no folder: ${advice}.`);
  if (names.length === 1)
    throw new DataError(
      `All pictures are in one folder, "${names[0]}", so there is nothing to tell apart: ${advice}.`,
    );
  if (names.length > MOST_CLASSES)
    throw new DataError(
      `There are ${countWords(names.length)} folders, and at most ${countWords(MOST_CLASSES)} classes are told apart: open fewer.`,
    );
  return names;
}

/** Reads pictures one by one into one shape; those that cannot be read are left out and remembered. */
class Reader {
  readonly unreadable: string[] = [];
  readonly #context: LoadContext;
  readonly #total: number;
  #done = 0;

  constructor(total: number, context: LoadContext) {
    this.#total = total;
    this.#context = context;
  }

  /** @throws DataError where pictures of this kind are not decoded here; null where this one cannot be read. */
  async open({ file }: Entry): Promise<Raster | null> {
    try {
      if (file.size > LARGEST_PICTURE) throw new RangeError('too large');
      return await decodePicture(new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      this.#context.signal.throwIfAborted();
      if (error instanceof NoDecoderError)
        throw new DataError(
          `${baseName(file.name)} is no PNG, and only a browser decodes other pictures: open the folder in the page, or turn the pictures into PNG.`,
          { cause: error },
        );
      if (!this.unreadable.includes(file.name)) this.unreadable.push(file.name);
      return null;
    }
  }

  /** The first of the pictures that can be read. @throws DataError where none can */
  async first(entries: readonly Entry[]): Promise<Raster> {
    for (const entry of entries) {
      this.#context.signal.throwIfAborted();
      const raster = await this.open(entry);
      if (raster) return raster;
      await this.#context.breathe();
    }
    throw new DataError(
      `None of the ${countWords(entries.length)} pictures can be read, the first of them ${baseName(entries[0]!.file.name)}: choose PNG, JPEG, WebP or GIF files.`,
    );
  }

  async readAll(entries: readonly Entry[], classes: readonly string[], fitter: Fitter): Promise<Pictures> {
    const { signal, onProgress, breathe } = this.#context;
    const size = fitter.shape[0] * fitter.shape[1] * fitter.shape[2];
    const labelOf = new Map(classes.map((name, label) => [name, label]));
    const pixels = new Uint8ClampedArray(entries.length * size);
    const labels = new Uint16Array(entries.length);
    let count = 0;
    for (const entry of entries) {
      signal.throwIfAborted();
      const raster = await this.open(entry);
      if (raster) {
        fitter.resize(raster, pixels.subarray(count * size, (count + 1) * size));
        labels[count++] = labelOf.get(entry.folder)!;
      }
      onProgress('Reading your pictures', ++this.#done, this.#total, 'pictures');
      await breathe();
    }
    return {
      count,
      pixels: new Uint8Array(pixels.buffer, 0, count * size),
      labels: labels.subarray(0, count),
    };
  }
}

interface Choice {
  train: Entry[];
  test: Entry[];
  note: string | null;
}

/** Which pictures are trained and tested on: as folders named train and test (or val) say, else drawn with the seed. */
function choose(entries: readonly Entry[], settings: DataSettings): Choice {
  const { data, seed } = settings;
  const of = (name: Entry['split']) => entries.filter(({ split }) => split === name);
  const tested = of('test').length ? 'test' : 'val';
  const [trainAll, testAll] = [of('train'), of(tested)];
  if (!trainAll.length || !testAll.length) {
    if (entries.length < 2)
      throw new DataError('There is one picture, too few to train and to test on: add more.');
    const plan = planSplit(entries.length, settings, 'your folders');
    const at = (order: Uint32Array) => Array.from(order, i => entries[i]!);
    return { train: at(plan.train), test: at(plan.test), note: plan.note };
  }
  const cut = (all: Entry[], wanted: number, split: 'train' | 'test') =>
    Array.from(drawSubset(all.length, wanted, seed, split), i => all[i]!);
  const others = entries.length - trainAll.length - testAll.length;
  const shortage = shortageNote(
    { train: { count: trainAll.length }, test: { count: testAll.length } },
    settings,
  );
  return {
    train: cut(trainAll, data.train, 'train'),
    test: cut(testAll, data.test, 'test'),
    note: joinNotes(
      `Trained and tested on as the folders "train" and "${tested}" say.`,
      others ? `${countWords(others)} pictures in neither are left out.` : null,
      shortage,
    ),
  };
}

function unreadableNote(names: readonly string[]): string | null {
  if (!names.length) return null;
  const first = baseName(names[0]!);
  return names.length === 1
    ? `${first} cannot be read and is left out.`
    : `${countWords(names.length)} pictures cannot be read and are left out, the first of them ${first}.`;
}

/**
 * The reader's own pictures, one folder for each class, named by it. Folders named train and test (or val) above
 * them decide the split; else it is drawn with the seed. All get the size and the colours of the settings.
 * @param files pictures whose names carry their folders: "birds/robin.png"
 * @throws DataError with one sentence.
 */
export async function loadFolders(
  files: readonly File[],
  settings: DataSettings,
  context: LoadContext,
): Promise<Dataset> {
  // By name, so that the order in which a system lists them makes no difference.
  const entries = files.map(entryOf).sort((a, b) => (a.file.name < b.file.name ? -1 : 1));
  const classes = classNames(entries);
  const { train, test, note } = choose(entries, settings);
  const reader = new Reader(train.length + test.length, context);
  const fitter = new Fitter(fittedShape(await reader.first(entries), settings.data));
  checkAmount(train.length + test.length, fitter.shape);
  const read = {
    train: await reader.readAll(train, classes, fitter),
    test: await reader.readAll(test, classes, fitter),
  };
  if (!read.train.count || !read.test.count)
    throw new DataError(
      `Too few of the pictures can be read to train and to test on, the first of them that cannot is ${baseName(reader.unreadable[0]!)}: choose PNG, JPEG, WebP or GIF files.`,
    );
  return {
    name: 'your pictures',
    classes,
    shape: fitter.shape,
    ...read,
    note: joinNotes(
      note,
      unreadableNote(reader.unreadable),
      resizeNote(fitter.shape, settings.data, fitter.resized),
    ),
  };
}

import { z } from 'zod';
import type { HubSource } from '../experiment/schema';
import { type KeptSplit, namesThroughCache, type SplitNames, throughCache } from './cache';
import { LayoutError } from './columns';
import { NoDecoderError } from './decode';
import { resizeNote } from './fit';
import { type HubSet, hubSet } from './hub-sets';
import { MOST_CLASSES } from './limits';
import { cutPool, readPictures } from './parquet';
import { ByteTally, fetchJson } from './remote';
import { cutDown, joinNotes, pickPictures, planSplit } from './subset';
import { DataError, type DataSettings, type Dataset, type LoadContext, type Pictures } from './types';
import { countWords } from './words';

/** The only server that this page ever asks, and only where a person chooses a data set from it. */
const HUB = 'https://huggingface.co';
const HOST = new URL(HUB).host;

/**
 * Sizes of the pools that are read and kept. A pool is a little larger than what was asked for, and the
 * seed draws from it: so a new seed, or a slightly different size, needs no network.
 */
const POOLS = [2_500, 5_000, 10_000, 20_000, 40_000, Number.POSITIVE_INFINITY];
/** The pool for a number of pictures, and those from which it can be cut. */
const poolsFor = (wanted: number) => POOLS.filter(size => size >= wanted) as [number, ...number[]];

/** The hub's answer: parquet files by configuration and split. */
const listingSchema = z.record(z.string(), z.record(z.string(), z.array(z.url()).min(1)));

/** A data set cannot be read, and why. */
const unreadable = ({ name, instead }: HubSet, clause: string, cause: unknown) =>
  new DataError(`${name} on ${HOST} cannot be read, since ${clause}: ${instead}.`, { cause });

function readingError(set: HubSet, error: unknown): Error {
  if (error instanceof DataError) return error;
  if (error instanceof LayoutError) return unreadable(set, error.message, error);
  if (error instanceof NoDecoderError)
    return new DataError(
      `The pictures of ${set.name} are no PNG, and only a browser decodes others: open it in the page.`,
      { cause: error },
    );
  return unreadable(set, 'its files are laid out in a way that this version does not know', error);
}

/** Addresses of the parquet files of each split of one configuration. */
interface Listing {
  config: string;
  configs: readonly string[];
  urls: Record<string, string[]>;
}

const TEST_NAMES = ['test', 'validation', 'valid', 'val', 'dev'];

/** Finds the parquet files (https://huggingface.co/docs/dataset-viewer/parquet). @throws DataError */
async function listFiles(set: HubSet, context: LoadContext): Promise<Listing> {
  const address = `${HUB}/api/datasets/${set.id}/parquet`;
  const missing = `${HOST} has no public data set "${set.id}" with parquet files: check its name.`;
  const answer = listingSchema.safeParse(await fetchJson(address, context, missing));
  const configs = answer.success ? Object.keys(answer.data) : [];
  if (!answer.success || !configs.length)
    throw unreadable(set, 'the list of its files has a form that this version does not know', answer.error);
  const config = set.config ?? (configs.includes('default') ? 'default' : configs[0]!);
  const urls = answer.data[config];
  if (!urls)
    throw new DataError(
      `${set.name} has no configuration "${config}": choose ${configs.slice(0, 12).join(' or ')}.`,
    );
  return { config, configs, urls };
}

/** Chooses the splits of a listing. @throws DataError where there is none */
function chooseSplits(set: HubSet, { config, configs, urls }: Listing): SplitNames {
  const names = Object.keys(urls);
  const train = names.includes('train') ? 'train' : names[0];
  if (!train) throw unreadable(set, 'the list of its files names no split', null);
  const test = TEST_NAMES.find(name => name !== train && names.includes(name)) ?? null;
  const isChosen = set.config === null && configs.length > 1;
  const note = joinNotes(
    isChosen ? `Configuration: ${config}, one of ${countWords(configs.length)}.` : null,
    test !== null && test !== 'test' ? `Tested on its split "${test}".` : null,
  );
  return { train, test, note };
}

/** Loads splits of one data set, each from this machine where an earlier visit kept it. */
class HubLoader {
  readonly #set: HubSet;
  readonly #settings: DataSettings;
  readonly #context: LoadContext;
  /** What the pictures could not be kept for; null where they were. */
  note: string | null = null;

  constructor(set: HubSet, settings: DataSettings, context: LoadContext) {
    this.#set = set;
    this.#settings = settings;
    this.#context = context;
  }

  /**
   * @param urls asked for only where the split is not kept
   * @param wanted pictures that are to be drawn from it
   * @param shape that they get; null: that of the settings and the first
   */
  async load(
    split: string,
    urls: () => Promise<readonly string[]>,
    what: string,
    wanted: number,
    shape: Dataset['shape'] | null,
  ): Promise<KeptSplit> {
    const { id, config } = this.#set;
    const { size, colour } = this.#settings.data;
    const form = shape ? shape.join('×') : `${size ?? 'first'} ${colour}`;
    const [pool, ...larger] = poolsFor(wanted);
    const key = (pictures: number) => `${id}/${config ?? ''}/${split}/${form}/${pictures}`;
    const { split: kept, note } = await throughCache([key(pool), ...larger.map(key)], () =>
      this.#download(urls, what, pool, shape),
    );
    this.note ??= note;
    const [height, width, channels] = kept.shape;
    // Whatever is kept here, the seed draws from the same pool.
    return { ...kept, pictures: cutPool(kept.pictures, height * width * channels, pool) };
  }

  async #download(
    urls: () => Promise<readonly string[]>,
    what: string,
    pool: number,
    shape: Dataset['shape'] | null,
  ): Promise<KeptSplit> {
    const task = `Loading ${this.#set.name}, ${what}`;
    const tally = new ByteTally((done, total) => this.#context.onProgress(task, done, total, 'bytes'));
    try {
      return await readPictures(await urls(), pool, this.#settings.data, shape, this.#context, tally);
    } catch (error) {
      this.#context.signal.throwIfAborted();
      throw readingError(this.#set, error);
    }
  }
}

const highest = ({ labels }: Pictures) => labels.reduce((most, label) => Math.max(most, label), 0);

/** Names of the classes: ours, the data set's, or numbers. @throws DataError where labels have no class */
function nameClasses(set: HubSet, splits: readonly KeptSplit[]): string[] {
  const last = Math.max(...splits.map(({ pictures }) => highest(pictures)));
  const own = splits[0]!.classes;
  const better = set.classes && (!own || own.length === set.classes.length) ? set.classes : null;
  const names = better ?? own ?? Array.from({ length: last + 1 }, (_, label) => String(label));
  if (last >= names.length)
    throw unreadable(set, `a label is ${last} and there are ${countWords(names.length)} classes`, null);
  if (names.length > MOST_CLASSES)
    throw unreadable(
      set,
      `it has ${countWords(names.length)} classes, and at most ${countWords(MOST_CLASSES)} are told apart`,
      null,
    );
  if (last === 0) throw unreadable(set, 'all its pictures are of one class', null);
  return [...names];
}

interface Loaded {
  train: KeptSplit;
  test: KeptSplit;
  note: string | null;
}

async function loadSplits(set: HubSet, settings: DataSettings, context: LoadContext): Promise<Loaded> {
  let asked: Promise<Listing> | null = null;
  const listing = () => {
    asked ??= listFiles(set, context);
    return asked;
  };
  const urlsOf = (split: string) => async () => {
    const urls = (await listing()).urls[split];
    if (!urls) throw unreadable(set, `the list of its files has no split "${split}"`, null);
    return urls;
  };
  const names =
    set.splits ??
    (await namesThroughCache(`${set.id}/${set.config ?? ''}`, async () =>
      chooseSplits(set, await listing()),
    ));
  const loader = new HubLoader(set, settings, context);
  const { data } = settings;
  if (names.test === null) {
    const urls = urlsOf(names.train);
    const all = await loader.load(names.train, urls, 'pictures', data.train + data.test, null);
    if (all.pictures.count < 2)
      throw new DataError(`${set.name} has one picture, too few to train and to test on: ${set.instead}.`);
    const plan = planSplit(all.pictures.count, settings, `its one split, "${names.train}"`);
    const size = all.shape[0] * all.shape[1] * all.shape[2];
    const part = (order: Uint32Array) => ({ ...all, pictures: pickPictures(all.pictures, size, order) });
    const note = joinNotes(names.note, plan.note, loader.note);
    return { train: part(plan.train), test: part(plan.test), note };
  }
  const train = await loader.load(names.train, urlsOf(names.train), 'training pictures', data.train, null);
  const test = await loader.load(names.test, urlsOf(names.test), 'test pictures', data.test, train.shape);
  return { train, test, note: joinNotes(names.note, loader.note) };
}

/**
 * An image-classification data set of the Hugging Face hub, or of this machine where an earlier visit kept it. Columns
 * are found by their schema, pictures get one size, and where there is no test split, one is drawn with the seed.
 * @throws DataError with one sentence.
 */
export async function loadHub(
  source: HubSource,
  settings: DataSettings,
  context: LoadContext,
): Promise<Dataset> {
  const set = hubSet(source, settings.data);
  const { train, test, note } = await loadSplits(set, settings, context);
  const dataset: Dataset = {
    name: set.name,
    classes: nameClasses(set, [train, test]),
    shape: train.shape,
    train: train.pictures,
    test: test.pictures,
    note: joinNotes(
      train.labelColumn === null ? null : `Labels: its column "${train.labelColumn}".`,
      note,
      resizeNote(train.shape, settings.data, train.resized || test.resized),
    ),
  };
  return cutDown(dataset, settings);
}

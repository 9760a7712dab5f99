import { z } from 'zod';
import { throughCache } from './cache';
import { cutPool, readPictures } from './parquet';
import { ByteTally, fetchJson } from './remote';
import { cutDown, joinNotes } from './subset';
import { DataError, type DataSettings, type Dataset, type LoadContext, type Pictures } from './types';

/** The only server that this page ever asks, and only where a person chooses a data set from it. */
const HUB = 'https://huggingface.co';

const SHAPE = [28, 28, 1] as const satisfies Dataset['shape'];

const HUB_SETS = {
  mnist: {
    id: 'ylecun/mnist',
    name: 'MNIST',
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  },
  'fashion-mnist': {
    id: 'zalando-datasets/fashion_mnist',
    name: 'Fashion-MNIST',
    classes: [
      'T-shirt or top',
      'trousers',
      'pullover',
      'dress',
      'coat',
      'sandal',
      'shirt',
      'trainer',
      'bag',
      'ankle boot',
    ],
  },
} as const;

export type HubSource = keyof typeof HUB_SETS;
type HubSet = (typeof HUB_SETS)[HubSource];

/**
 * Sizes of the pools that are read and kept. A pool is a little larger than what was asked for, and the
 * seed draws from it: so a new seed, or a slightly different size, needs no network.
 */
const POOLS = [2_500, 5_000, 10_000, 20_000, 40_000, Number.POSITIVE_INFINITY];
/** The pool for a number of pictures, and those from which it can be cut. */
const poolsFor = (wanted: number) => POOLS.filter(size => size >= wanted) as [number, ...number[]];

/** The hub's answer: parquet files by configuration and split. */
const listingSchema = z.record(
  z.string(),
  z.looseObject({ train: z.array(z.url()).min(1), test: z.array(z.url()).min(1) }),
);
type Listing = { train: string[]; test: string[] };

const unknownLayout = ({ name }: HubSet, cause: unknown) =>
  new DataError(
    `${name} is laid out on ${new URL(HUB).host} in a way that this version cannot read: choose its IDX files instead, or the built-in digits.`,
    { cause },
  );

/** Finds the parquet files (https://huggingface.co/docs/dataset-viewer/parquet). */
async function listFiles(set: HubSet, context: LoadContext): Promise<Listing> {
  const answer = listingSchema.safeParse(await fetchJson(`${HUB}/api/datasets/${set.id}/parquet`, context));
  const first = answer.success ? Object.values(answer.data)[0] : undefined;
  if (!first) throw unknownLayout(set, answer.error);
  return first;
}

async function downloadSplit(
  set: HubSet,
  split: keyof Listing,
  pool: number,
  listing: () => Promise<Listing>,
  context: LoadContext,
): Promise<Pictures> {
  const task = `Loading ${set.name}, ${split === 'train' ? 'training' : 'test'} pictures`;
  const tally = new ByteTally((done, total) => context.onProgress(task, done, total, 'bytes'));
  try {
    const urls = (await listing())[split];
    return await readPictures(urls, pool, SHAPE, set.classes.length, context, tally);
  } catch (error) {
    context.signal.throwIfAborted();
    throw error instanceof DataError ? error : unknownLayout(set, error);
  }
}

/**
 * MNIST or Fashion-MNIST from the Hugging Face hub, or from this machine where an earlier visit kept it.
 * @throws DataError with one sentence.
 */
export async function loadHub(
  source: HubSource,
  settings: DataSettings,
  context: LoadContext,
): Promise<Dataset> {
  const set = HUB_SETS[source];
  let asked: Promise<Listing> | null = null;
  const listing = () => {
    asked ??= listFiles(set, context);
    return asked;
  };
  const load = async (split: keyof Listing) => {
    const [pool, ...larger] = poolsFor(settings.data[split]);
    const key = (size: number) => `${source}/${split}/${size}`;
    const { pictures, note } = await throughCache([key(pool), ...larger.map(key)], () =>
      downloadSplit(set, split, pool, listing, context),
    );
    // Whatever is kept here, the seed draws from the same pool.
    return { pictures: cutPool(pictures, SHAPE[0] * SHAPE[1] * SHAPE[2], pool), note };
  };
  const train = await load('train');
  const test = await load('test');
  const dataset: Dataset = {
    name: set.name,
    classes: [...set.classes],
    shape: [...SHAPE],
    train: train.pictures,
    test: test.pictures,
    note: joinNotes(train.note ?? test.note),
  };
  return cutDown(dataset, settings);
}

import { batchSizeOf, type Settings } from '../experiment/schema';
import { loadColours } from './colours';
import { loadDigits } from './digits';
import { loadFiles } from './files';
import { makeModular } from './modular';
import { DataError, type DataSettings, type Dataset, type LoadContext } from './types';
import { countWords } from './words';

/** What decides whether the data can be trained on: a batch must not be larger than the set that it is drawn from. */
type LoadSettings = DataSettings & Partial<Pick<Settings, 'training'>>;

/**
 * The data set that the settings name, with at most `data.train` and `data.test` pictures, drawn with the seed.
 * @throws DataError with one sentence that says what is wrong and what to do; the signal's reason when aborted.
 */
export async function loadDataset(settings: LoadSettings, context: LoadContext): Promise<Dataset> {
  context.signal.throwIfAborted();
  const dataset = await loadSource(settings, context);
  const { count } = dataset.train;
  const batch = settings.training ? batchSizeOf(settings.training, count) : 1;
  if (batch > count)
    throw new DataError(
      `There are ${countWords(count)} pictures to train on, fewer than a batch of ${countWords(batch)}: lower the batch size or open more pictures.`,
    );
  return dataset;
}

async function loadSource(settings: DataSettings, context: LoadContext): Promise<Dataset> {
  const { source } = settings.data;
  switch (source) {
    case 'digits':
      return loadDigits(settings, context);
    case 'colours':
      return loadColours(settings, context);
    case 'modular':
      return makeModular(settings);
    case 'files':
      return loadFiles(settings, context);
    case 'mnist':
    case 'fashion-mnist':
    case 'cifar10':
    case 'cifar100':
    case 'hub': {
      // The parquet and PNG readers are of no use to the other sources, so they load on demand.
      const { loadHub } = await import('./hub');
      return loadHub(source, settings, context);
    }
  }
}

import { loadDigits } from './digits';
import { loadFiles } from './files';
import type { DataSettings, Dataset, LoadContext } from './types';

/**
 * The data set that the settings name, with at most `data.train` and `data.test` pictures, drawn with the seed.
 * @throws DataError with one sentence that says what is wrong and what to do; the signal's reason when aborted.
 */
export async function loadDataset(settings: DataSettings, context: LoadContext): Promise<Dataset> {
  context.signal.throwIfAborted();
  const { source } = settings.data;
  switch (source) {
    case 'digits':
      return loadDigits(settings, context);
    case 'files':
      return loadFiles(settings, context);
    case 'mnist':
    case 'fashion-mnist': {
      // The parquet and PNG readers are of no use to the other sources, so they load on demand.
      const { loadHub } = await import('./hub');
      return loadHub(source, settings, context);
    }
  }
}

import { fitDataset } from './fit';
import { loadIdxPairs } from './idx-pairs';
import { DataError, type DataSettings, type Dataset, type LoadContext } from './types';
import { baseName } from './words';

const PICTURE = /\.(png|jpe?g|webp|gif|bmp|avif)$/i;
const CIFAR = /\.bin$|(^|\/)(batches\.meta|fine_label_names)\.txt$/i;
const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;
const PYTHON_CIFAR = /^(data_batch_\d|test_batch|batches\.meta)$/;

/** Files that systems put into folders by themselves. */
const isHidden = ({ name }: File) => /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i.test(name);

function checkNames(files: readonly File[]): void {
  if (!files.length)
    throw new DataError(
      'No files were given: choose a folder of pictures, CIFAR files, or IDX images and the labels that belong to them.',
    );
  const archive = files.find(({ name }) => ARCHIVE.test(name));
  if (archive)
    throw new DataError(`${baseName(archive.name)} is an archive: unpack it and choose the files in it.`);
  const python = files.find(({ name }) => PYTHON_CIFAR.test(baseName(name)));
  if (python)
    throw new DataError(
      `${baseName(python.name)} is of CIFAR's Python version: get the binary version, whose files end in .bin.`,
    );
}

/** What the reader gave, by the names of the files: pictures in folders, CIFAR's binary files, or IDX files. */
async function loadByKind(
  files: readonly File[],
  settings: DataSettings,
  context: LoadContext,
): Promise<Dataset> {
  const pictures = files.filter(({ name }) => PICTURE.test(name));
  if (pictures.length) {
    const { loadFolders } = await import('./folders');
    return loadFolders(pictures, settings, context);
  }
  const cifar = files.filter(({ name }) => CIFAR.test(name));
  const dataset = cifar.length
    ? await (await import('./cifar')).loadCifarFiles(cifar, settings, context)
    : await loadIdxPairs(files, settings, context);
  return fitDataset(dataset, settings.data, context.breathe);
}

/**
 * The reader's own files as a data set: pictures in one folder for each class, CIFAR-10 or CIFAR-100 in their
 * binary layout, or IDX images with their labels. A file's name may carry its folder, as in "birds/robin.png".
 * @throws DataError with one sentence.
 */
export async function loadFiles(settings: DataSettings, context: LoadContext): Promise<Dataset> {
  const files = (context.files ?? []).filter(file => !isHidden(file));
  checkNames(files);
  return loadByKind(files, settings, context);
}

/** The file under the name of its path, "birds/robin.png", so that whoever reads it knows its folder. */
export function namedByPath(file: File, path = file.webkitRelativePath): File {
  if (!path || path === file.name) return file;
  return new File([file], path, { type: file.type, lastModified: file.lastModified });
}

/**
 * The files of a drop; those of folders, however deep, carry their path in their name. Call it within the event's
 * handler: what was dropped is gone afterwards. Rejects where a folder cannot be read.
 */
export async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  const entries = [...items].map(item => item.webkitGetAsEntry()).filter(entry => entry !== null);
  if (!entries.some(entry => entry.isDirectory)) return [...files];
  const { filesOf } = await import('./folders');
  return filesOf(entries);
}

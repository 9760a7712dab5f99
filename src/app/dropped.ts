/** The file under the name of its path, "birds/robin.png", so that whoever reads it knows its folder. */
export function namedByPath(file: File, path = file.webkitRelativePath): File {
  if (!path || path === file.name) return file;
  return new File([file], path, { type: file.type, lastModified: file.lastModified });
}

/** All entries of a folder, which a browser hands out some at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (!some.length) return entries;
    entries.push(...some);
  }
}

async function collect(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (entry.isDirectory) {
    for (const inner of await entriesOf(entry as FileSystemDirectoryEntry)) await collect(inner, into);
    return;
  }
  const file = await new Promise<File>((resolve, reject) =>
    (entry as FileSystemFileEntry).file(resolve, reject),
  );
  into.push(namedByPath(file, entry.fullPath.replace(/^\//, '')));
}

/** What a drop holds. It is gone after the event, so it has to be held within its handler. */
export interface Drop {
  /** null for what is no file or folder. */
  entries: (FileSystemEntry | null)[];
  files: File[];
}

/** The files of a drop; those of folders, however deep, carry their path in their name. Rejects where one cannot be read. */
export async function droppedFiles({ entries, files }: Drop): Promise<File[]> {
  const known = entries.filter(entry => entry !== null);
  if (!known.some(entry => entry.isDirectory)) return files;
  const found: File[] = [];
  for (const entry of known) await collect(entry, found);
  return found;
}

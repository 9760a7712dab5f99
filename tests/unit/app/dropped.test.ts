import { expect, test } from 'vitest';
import { droppedFiles, namedByPath } from '../../../src/app/dropped';

const file = (name: string) => new File(['x'], name, { type: 'image/png', lastModified: 7 });

const fileEntry = (path: string) =>
  ({
    isDirectory: false,
    fullPath: path,
    file: (resolve: (file: File) => void) => resolve(file(path.split('/').at(-1)!)),
  }) as unknown as FileSystemEntry;

/** A folder that hands out its entries two at a time, as browsers do in hundreds. */
const folderEntry = (path: string, entries: FileSystemEntry[], failure?: Error) =>
  ({
    isDirectory: true,
    fullPath: path,
    createReader: () => {
      let at = 0;
      return {
        readEntries: (resolve: (some: FileSystemEntry[]) => void, reject: (error: Error) => void) => {
          if (failure) return reject(failure);
          resolve(entries.slice(at, at + 2));
          at += 2;
        },
      };
    },
  }) as unknown as FileSystemEntry;

const drop = (entries: FileSystemEntry[], files: File[] = []) => ({ entries, files });

test('dropped folders give all their files, named by their paths', async () => {
  const birds = ['a', 'b', 'c', 'd', 'e'].map(name => fileEntry(`/zoo/birds/${name}.png`));
  const zoo = folderEntry('/zoo', [folderEntry('/zoo/birds', birds), fileEntry('/zoo/notes.txt')]);
  const files = await droppedFiles(drop([zoo, fileEntry('/x.png')]));
  expect(files.map(({ name }) => name)).toEqual([
    ...['a', 'b', 'c', 'd', 'e'].map(name => `zoo/birds/${name}.png`),
    'zoo/notes.txt',
    'x.png',
  ]);
  expect(files[0]).toMatchObject({ type: 'image/png', lastModified: 7, size: 1 });
});

test('dropped files without a folder are taken as they are', async () => {
  const files = [file('a'), file('b')];
  expect(await droppedFiles(drop([fileEntry('/a'), fileEntry('/b')], files))).toEqual(files);
});

test('a folder that cannot be read rejects', async () => {
  const folder = folderEntry('/zoo', [], new Error('NotReadable'));
  await expect(droppedFiles(drop([folder]))).rejects.toThrow('NotReadable');
});

test('a file without a path keeps its name', () => {
  const plain = file('a.png');
  expect(namedByPath(plain, '')).toBe(plain);
  expect(namedByPath(plain, 'zoo/a.png').name).toBe('zoo/a.png');
});

/** What a search looks through. */
export interface Searchable {
  title: string;
  /** More words that it is found by. */
  words: string;
}

/** How well a word that was typed fits, best first: it starts the title, starts a word of it, is in it, is in the rest. */
const POINTS = { startsTitle: 8, startsWord: 5, inTitle: 3, inWords: 1 };

/** Lower case, without accents, and with the symbols of the page as they are typed on a keyboard. */
const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .replaceAll('_', '')
    .toLowerCase();

function pointsOf(word: string, title: string, words: string): number {
  if (title.startsWith(word)) return POINTS.startsTitle;
  const at = title.indexOf(word);
  if (at < 0) return words.includes(word) ? POINTS.inWords : 0;
  const startsWord = title.split(/[^\p{L}\p{N}]+/u).some(part => part.startsWith(word));
  return startsWord ? POINTS.startsWord : POINTS.inTitle;
}

/** How well an entry fits all words of a text; 0 where one of them is not found in it. */
function fitOf(entry: Searchable, typed: readonly string[]): number {
  const [title, words] = [plain(entry.title), plain(entry.words)];
  let sum = 0;
  for (const word of typed) {
    const points = pointsOf(word, title, words);
    if (points === 0) return 0;
    sum += points;
  }
  return sum;
}

/**
 * The entries in which every word of a text is found, best first, and otherwise in their order; all of them where
 * nothing is typed.
 */
export function search<Entry extends Searchable>(entries: readonly Entry[], text: string): Entry[] {
  const typed = plain(text).split(/\s+/).filter(Boolean);
  if (!typed.length) return [...entries];
  return entries
    .map(entry => ({ entry, points: fitOf(entry, typed) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ entry }) => entry);
}

/** Entries under one heading. */
export interface Group<Entry> {
  name: string;
  entries: Entry[];
}

/** Entries that were found, under their headings: the heading of the best one first. */
export function grouped<Entry extends { group: string }>(found: readonly Entry[]): Group<Entry>[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of found) {
    const entries = groups.get(entry.group);
    if (entries) entries.push(entry);
    else groups.set(entry.group, [entry]);
  }
  return [...groups].map(([name, entries]) => ({ name, entries }));
}

/** Pixels of a tab beside its letters, and of each letter. */
const FRAME = 26;
const LETTER = 7.6;

/** More neighbours than this are not looked over at a glance. */
const MOST = 5;

const widthOf = (title: string) => FRAME + LETTER * title.length;

/**
 * The titles that fit beside each other into `width` pixels, as the range [from, to): the current one in any case,
 * then its neighbours, the next before the previous.
 */
export function fittingTabs(titles: readonly string[], current: number, width: number): [number, number] {
  let [from, to] = [current, current + 1];
  let room = width - widthOf(titles[current]!);
  for (let next = true, stuck = 0; stuck < 2 && to - from < MOST; next = !next) {
    const title = next ? titles[to] : titles[from - 1];
    if (title === undefined || widthOf(title) > room) {
      stuck++;
      continue;
    }
    stuck = 0;
    room -= widthOf(title);
    if (next) to++;
    else from--;
  }
  return [from, to];
}

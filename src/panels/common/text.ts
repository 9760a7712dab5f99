/** Widths of characters in a wide sans serif, in ems; what is not named counts as a lower-case letter. */
const EMS: readonly (readonly [RegExp, number])[] = [
  [/[\u202f ]/, 0.32],
  [/[ijlI.,:;'|!]/, 0.33],
  [/[frt()[\]-]/, 0.42],
  [/[0-9]/, 0.64],
  [/[mwMW%@]/, 0.95],
  [/[A-Z×−=≈+–]/, 0.73],
];
const OTHER = 0.61;
const BOLD = 1.1;

const known = new Map<string, number>();

function emsOf(character: string): number {
  let ems = known.get(character);
  if (ems === undefined) {
    ems = EMS.find(([pattern]) => pattern.test(character))?.[1] ?? OTHER;
    known.set(character, ems);
  }
  return ems;
}

/**
 * Width of a text in pixels, without a browser to ask. It is meant for the widest of the usual sans serifs, so
 * that what is laid out with it has room in every other.
 */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * fontSize * (bold ? BOLD : 1);
}

/** The text, or as much of it as fits with "…" at its end. */
export function shorten(text: string, width: number, fontSize: number, bold = false): string {
  if (textWidth(text, fontSize, bold) <= width) return text;
  let end = text.length - 1;
  while (end > 1 && textWidth(`${text.slice(0, end).trimEnd()}…`, fontSize, bold) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** A text in as few lines of at most this width as it takes, of about equal length, broken at spaces. */
export function wrap(text: string, width: number, fontSize: number): string[] {
  let lines = fill(text, width, fontSize);
  for (let narrower = width - fontSize; narrower > 0; narrower -= fontSize) {
    const next = fill(text, narrower, fontSize);
    if (next.length > lines.length) break;
    lines = next;
  }
  return lines;
}

function fill(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && textWidth(longer, fontSize) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

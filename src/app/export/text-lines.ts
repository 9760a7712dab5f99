/** One line of a text as it is laid out. */
export interface TextLine {
  words: string;
  rect: DOMRect;
  /** Pixels from the top of the line to what its letters stand on. */
  ascent: number;
}

let measuring: CanvasRenderingContext2D | null = null;

/** How much of a line of this font lies above what its letters stand on, as a share of its height. */
function ascentShare({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): number {
  measuring ??= document.createElement('canvas').getContext('2d');
  if (!measuring) return 0.8;
  measuring.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = measuring.measureText('x');
  return above / (above + below);
}

/** The lines into which the browser has broken a text. White space is as it is seen. */
export function textLines(text: Text, style: CSSStyleDeclaration): TextLine[] {
  const content = text.data;
  if (!content.trim()) return [];
  const share = ascentShare(style);
  const range = document.createRange();
  const lines: { from: number; to: number; top: number }[] = [];
  for (const { index, 0: word } of content.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    // A word that is broken, as at a hyphen, counts to the line on which it begins.
    const rect = range.getClientRects()[0];
    if (!rect) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.top - rect.top) < 2) line.to = index + word.length;
    else lines.push({ from: index, to: index + word.length, top: rect.top });
  }
  return lines.map(({ from, to }) => {
    range.setStart(text, from);
    range.setEnd(text, to);
    const rect = range.getBoundingClientRect();
    return { words: content.slice(from, to).replace(/\s+/g, ' '), rect, ascent: share * rect.height };
  });
}

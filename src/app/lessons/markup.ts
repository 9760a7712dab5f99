/** A piece of a lesson's text: plain words, or words to press with what they are for. */
export interface Piece {
  words: string;
  target: { kind: 'word' | 'at' | 'probe' | 'do'; name: string } | null;
}

const MARK = /\[([^\]]+)\]\((word|at|probe|do):([^)\s]+)\)/g;

/** Takes a text apart at its marks, "[words](kind:name)". */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const [all, words, kind, name] = match;
    if (match.index > from) pieces.push({ words: text.slice(from, match.index), target: null });
    pieces.push({
      words: words!,
      target: { kind: kind as NonNullable<Piece['target']>['kind'], name: name! },
    });
    from = match.index + all.length;
  }
  if (from < text.length) pieces.push({ words: text.slice(from), target: null });
  return pieces;
}

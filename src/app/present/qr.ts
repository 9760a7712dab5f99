import { encode } from 'uqr';

/** QR versions above this have more modules than a phone can tell apart from some rows away. */
const LARGEST_VERSION = 15;
/** Modules of blank paper that the standard asks for on every side. */
const QUIET = 4;
/** Letters of a link, in UTF-8, that fit into the largest version with the least error correction (ISO/IEC 18004, table 7). */
export const LONGEST = 520;

/** A QR code as a picture of `size` × `size` units, one for each module and for the blank paper around. */
export interface QrPicture {
  size: number;
  /** The dark modules, as an SVG path. */
  path: string;
}

/** The QR code of a text; null where it is too long for one that can be read from some rows away. */
export function qrPicture(text: string): QrPicture | null {
  if (new TextEncoder().encode(text).length > LONGEST) return null;
  const { data, size } = encode(text, {
    ecc: 'L',
    boostEcc: true,
    maxVersion: LARGEST_VERSION,
    border: QUIET,
  });
  const runs = data.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1]) return [];
      const end = row.indexOf(false, x);
      return [`M${x},${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`];
    }),
  );
  return { size, path: runs.join('') };
}

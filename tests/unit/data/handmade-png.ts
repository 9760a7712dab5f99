import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/**
 * A PNG of fewer than 8 bits a pixel, which the encoder of the tests does not write.
 * @param colourType 0: grey, 3: palette
 * @param rows packed pixels of each row
 */
export function handmade(
  width: number,
  height: number,
  depth: number,
  colourType: 0 | 3,
  rows: number[][],
  palette: number[] = [],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType, 0, 0, 0], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
      chunk('IHDR', header),
      ...(palette.length ? [chunk('PLTE', Uint8Array.from(palette))] : []),
      chunk('IDAT', deflateSync(Uint8Array.from(rows.flatMap(row => [0, ...row])))),
      chunk('IEND', new Uint8Array(0)),
    ]),
  );
}

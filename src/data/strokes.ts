/**
 * How people write the ten digits: our own descriptions, several ways for each digit.
 *
 * A way is a list of pieces, a piece a list of points x,y in hundredths of a square (x to the right, y
 * down): two points are a straight line, more are a smooth curve through them. Where a piece starts at the
 * end of the one before, the pen made a corner.
 */
const DESCRIPTIONS: Record<string, readonly (readonly string[])[]> = {
  zero: [
    ['52,0 27,15 20,52 30,90 52,100 74,86 80,48 72,12 50,0'],
    ['50,10 20,25 12,55 28,86 55,92 82,70 86,40 70,14 46,10'],
    ['62,2 38,10 26,48 34,88 52,100 68,82 74,42 66,10 46,5 34,16'],
  ],
  one: [
    ['50,0 50,100'],
    ['32,24 54,2', '54,2 52,100'],
    ['30,22 44,16 55,0', '55,0 53,100', '30,99 76,98'],
    ['60,0 52,40 44,100'],
  ],
  two: [
    ['20,24 34,4 60,2 75,20 66,46 42,74 17,97', '17,97 82,96'],
    ['22,20 38,2 64,5 72,27 58,57 34,88 18,95 17,80 34,78 56,96 84,90'],
    ['22,10 50,2 72,10 68,40 45,70 20,96', '20,96 45,90 62,100 84,92'],
  ],
  three: [
    ['22,13 44,0 70,10 68,33 40,46', '40,46 70,54 77,78 52,100 20,89'],
    ['22,4 74,3', '74,3 44,39', '44,39 71,48 78,75 54,100 20,93'],
    ['24,8 52,0 70,16 60,38 44,48 44,42 64,50 76,72 60,96 36,100 18,86'],
  ],
  four: [
    ['30,2 18,56', '18,56 84,54', '66,20 60,100'],
    ['64,0 14,66', '14,66 87,65', '64,0 63,100'],
    ['22,5 19,38 38,53 70,44', '75,3 70,44 66,100'],
  ],
  five: [
    ['76,2 32,3', '32,3 27,43', '27,43 52,36 75,50 73,82 48,100 18,90'],
    ['78,4 46,3 29,22 44,43 70,58 70,86 46,100 18,92'],
    ['30,10 26,48', '26,48 54,44 72,62 64,90 40,100 16,93', '29,10 60,8 86,2'],
  ],
  six: [
    ['68,2 40,26 25,62 36,94 62,95 74,72 56,54 28,68'],
    ['46,0 30,35 24,72 40,99 66,92 70,66 50,58 27,80'],
    ['74,12 58,1 36,18 24,56 32,90 56,100 77,82 70,57 46,51 27,64'],
  ],
  seven: [
    ['20,5 78,4', '78,4 42,100'],
    ['18,5 80,4', '80,4 44,100', '34,50 78,46'],
    ['19,20 22,4', '22,4 80,5', '80,5 58,42 48,100'],
    ['20,12 44,5 72,3 74,20 58,55 46,100'],
  ],
  eight: [
    ['70,14 50,0 29,14 38,38 64,58 72,84 50,100 27,84 36,60 63,38 70,14'],
    ['50,0 30,10 30,34 50,45 69,34 68,10 48,0', '50,45 26,58 25,87 50,100 75,87 73,58 50,45'],
    ['76,10 52,2 30,17 42,42 62,62 62,90 42,100 30,82 42,56 62,32 78,8'],
  ],
  nine: [
    ['70,14 48,0 27,17 34,43 58,43 72,18', '72,18 66,100'],
    ['72,20 54,1 30,10 27,38 50,48 71,28', '72,20 74,60 60,95 30,94'],
    ['68,10 44,2 28,25 42,45 64,30 70,12 66,45 50,78 36,100'],
  ],
};

export type Point = readonly [x: number, y: number];
export type Piece = readonly Point[];
export type Way = readonly Piece[];

const parsePoint = (text: string): Point => {
  const [x, y] = text.split(',').map(Number) as [number, number];
  return [x / 100, y / 100];
};

/** A straight line gets its middle as a third point, so that a distortion can bend it. */
function parsePiece(text: string): Piece {
  const points = text.split(' ').map(parsePoint);
  const [[x0, y0], [x1, y1]] = points as [Point, Point];
  return points.length === 2
    ? [
        [x0, y0],
        [(x0 + x1) / 2, (y0 + y1) / 2],
        [x1, y1],
      ]
    : points;
}

/** Ways of writing each digit, by digit; coordinates in the unit square. */
export const WAYS: readonly (readonly Way[])[] = Object.values(DESCRIPTIONS).map(ways =>
  ways.map(way => way.map(parsePiece)),
);

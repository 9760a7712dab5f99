/** Exports of `assembly/`, whose files document them. */
export interface Kernels {
  addProduct(
    a: number,
    aColumns: number,
    b: number,
    bColumns: number,
    rows: number,
    c: number,
    symmetric: boolean,
  ): void;
  moments(
    raw: number,
    order: number,
    rows: number,
    columns: number,
    firsts: number,
    sums: number,
    lows: number,
    highs: number,
  ): void;
  centreColumns(
    raw: number,
    order: number,
    rows: number,
    columns: number,
    firsts: number,
    means: number,
    factor: number,
    to: number,
    step: number,
  ): void;
  addProductSingle(a: number, aColumns: number, b: number, bColumns: number, rows: number, c: number): void;
  combine(a: number, columns: number, w: number, results: number, rows: number, to: number): void;
  addSums(a: number, columns: number, rows: number, sums: number): void;
  addUpper(size: number, stride: number, from: number, to: number): void;
  squaredRest(size: number, stride: number, c: number, b: number, s: number, left: number): number;
  demote(from: number, count: number, to: number): void;
  mirror(size: number, c: number, stride: number): void;
  largest(size: number, a: number, stride: number): number;
  scaleAll(count: number, from: number, factor: number): void;
  tridiagonalise(
    size: number,
    a: number,
    stride: number,
    diagonal: number,
    beside: number,
    factors: number,
    work: number,
  ): void;
  reflectPanels(
    size: number,
    a: number,
    stride: number,
    factors: number,
    panels: number,
    count: number,
  ): void;
  diagonalise(
    size: number,
    d: number,
    beside: number,
    panels: number,
    count: number,
    room: number,
    table: number,
    rotations: number,
  ): number;
}

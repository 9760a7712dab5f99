/** What the compared values are called on the page. */
const NAMES: Record<string, string> = {
  dlr: 'D_LR',
  share: 'share',
  participation: 'participation ratio',
  rank: 'dimension of the outputs, r',
  effectiveDimension: 'effective dimension',
  linearCka: 'linear CKA',
  initialSimilarity: 'S_init',
  targetAlignment: 'target alignment',
  nc1: 'NC1',
  nc2Norm: 'NC2, lengths',
  nc2Angle: 'NC2, angles',
  nc3: 'NC3',
  nc4: 'NC4',
  utilisation: 'utilisation',
  quality: 'quality',
  relativeEigenvalues: 'relative strength',
  eigenvalues: 'strength',
};

/** "quality at k = 5". */
export function nameOf(key: string): string {
  const [name = '', k] = key.split('@');
  const words = NAMES[name] ?? name;
  return k === undefined ? words : `${words} at k = ${k}`;
}

/** A value with as many figures as are compared; "undefined". */
export function formatValue(value: number | null): string {
  if (value === null) return 'undefined';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(3).replace('e+', 'e');
  return size <= 1 ? value.toFixed(6) : value.toPrecision(6);
}

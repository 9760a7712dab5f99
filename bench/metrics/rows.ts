/** Who is measured. `first version` stands for ml-matrix as the first version used it. */
export const IMPLEMENTATIONS = [
  'ours (wasm)',
  'ours (TypeScript twin)',
  'first version (ml-matrix)',
  'NumPy',
] as const;
export type Implementation = (typeof IMPLEMENTATIONS)[number];

export interface MetricsRow {
  case: string;
  implementation: Implementation;
  /** Median; null where the row has an error. */
  ms: number | null;
  /** How many times longer than ours on WebAssembly; null where either is missing. */
  ratio: number | null;
  /** One sentence: why there is no figure. */
  error?: string;
}

export interface MetricsReport {
  browser: string;
  machine: string;
  /** Which of our kernels ran. */
  kernels: string;
  rows: MetricsRow[];
}

/** What the worker finds about one case. */
export interface CaseResult {
  case: string;
  /** Median ms of each implementation that runs in the browser. */
  ms: Partial<Record<Implementation, number>>;
  /** Numbers of the result, on which all implementations agree. */
  check: number[];
}

/** One named array of a case, as another process needs it. */
export interface CaseArray {
  name: string;
  shape: number[];
  type: 'float32' | 'float64' | 'int32';
  /** The bytes, little-endian, in base64. */
  base64: string;
}

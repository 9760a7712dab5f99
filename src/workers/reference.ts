import { createBreather } from '../engine/breathe';
import type { LoadedNumerics } from '../metrics/kernels/load';
import { REFERENCE_CASES } from '../metrics/reference/cases';
import { type CheckedCase, checkCase } from '../metrics/reference/check';

/** Reference worker → method page. */
export type ReferenceEvent =
  /** Measuring begins, with these numerics. */
  | { type: 'ready'; numerics: LoadedNumerics['name'] }
  | { type: 'case'; checked: CheckedCase }
  /** Nothing more will come; one sentence that says why. */
  | { type: 'error'; message: string };

/** Measures every reference case and reports each as soon as it is there. */
export async function checkAll(
  loading: Promise<LoadedNumerics>,
  post: (event: ReferenceEvent) => void,
): Promise<void> {
  try {
    const { numerics, name } = await loading;
    post({ type: 'ready', numerics: name });
    const breathe = createBreather(0);
    for (const known of REFERENCE_CASES) {
      post({ type: 'case', checked: checkCase(known, numerics) });
      await breathe();
    }
  } catch (error) {
    post({ type: 'error', message: (error as Error).message });
  }
}

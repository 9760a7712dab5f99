import { useEffect, useState } from 'react';
import { REFERENCE_CASES, type ReferenceCase } from '../../metrics/reference/cases';
import type { CheckedCase } from '../../metrics/reference/check';
import { startReference } from '../../workers/reference-client';

/** A reference case, and what came of it here; null while it waits. */
export interface CaseState {
  known: ReferenceCase;
  checked: CheckedCase | null;
}

export interface ReferenceState {
  states: readonly CaseState[];
  /** What measures, in words: "WebAssembly, SIMD"; null until it is there. */
  numerics: string | null;
  /** Why it stopped, as a sentence. */
  fault: string | null;
}

const WAITING: ReferenceState = {
  states: REFERENCE_CASES.map(known => ({ known, checked: null })),
  numerics: null,
  fault: null,
};

/** Measures all reference cases in a worker, once. */
export function useReference(): ReferenceState {
  const [state, setState] = useState(WAITING);
  useEffect(() => {
    setState(WAITING);
    return startReference(event => {
      setState(before => {
        if (event.type === 'ready') return { ...before, numerics: event.numerics };
        if (event.type === 'error') return { ...before, fault: event.message };
        const { checked } = event;
        const states = before.states.map(known =>
          known.known.name === checked.name ? { ...known, checked } : known,
        );
        return { ...before, states };
      });
    });
  }, []);
  return state;
}

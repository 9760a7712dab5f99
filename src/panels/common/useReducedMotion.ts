import { useSyncExternalStore } from 'react';

const QUERY = '(prefers-reduced-motion: reduce)';

/** Asked once: it is read with every picture that is drawn. */
let asked: MediaQueryList | null = null;
function ask(): MediaQueryList {
  asked ??= matchMedia(QUERY);
  return asked;
}

function subscribe(changed: () => void): () => void {
  const query = ask();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** Whether the reader asked for less motion; also true where there is no screen to ask. */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => ask().matches,
    () => true,
  );
}

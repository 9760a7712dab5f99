import { useEffect } from 'react';

/** This page's address with a lesson's step in it; with none where the step is null. What else it asks for is left out. */
function addressWith(id: string, index: number | null, keepsRest: boolean): string {
  const url = new URL(location.href);
  if (!keepsRest) {
    url.search = '';
    url.hash = '';
  }
  url.searchParams.delete('lesson');
  url.searchParams.delete('step');
  if (index !== null) {
    url.searchParams.set('lesson', id);
    url.searchParams.set('step', String(index + 1));
  }
  return url.href;
}

/** A link to one step of a lesson. @param index of the step, from 0 */
export const stepAddress = (id: string, index: number): string => addressWith(id, index, false);

/** Keeps the step in the address bar for as long as its lesson is open, so that a reload comes back to it. */
export function useLessonAddress(id: string, index: number): void {
  useEffect(() => {
    history.replaceState(history.state, '', addressWith(id, index, true));
  }, [id, index]);
  useEffect(() => () => history.replaceState(history.state, '', addressWith('', null, true)), []);
}

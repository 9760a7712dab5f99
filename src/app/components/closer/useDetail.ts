import { type RefObject, useEffect } from 'react';
import type { DetailWanted } from '../../../metrics/types';
import { useApp, useAppState } from '../../context';
import { useNear } from '../useNear';
import { type DetailPart, requestsOf } from './detailRequests';

/** Pixels from the window within which a picture is made ready. */
const REACH = 300;

/**
 * Asks for what a picture shows of single probe pictures, for as long as it is near the window; out of sight it costs
 * nothing.
 * @param wanted must stay the same object while it means the same
 * @returns whether it is near
 */
export function useDetail<Part extends DetailPart>(
  element: RefObject<HTMLElement | null>,
  part: Part,
  wanted: DetailWanted[Part],
): boolean {
  const { session } = useApp();
  const probe = useAppState(state => state.view.probe);
  const near = useNear(element, REACH);
  useEffect(() => {
    if (!near) return;
    const requests = requestsOf(session);
    requests.want(probe, part, wanted);
    return () => requests.want(probe, part, null);
  }, [session, probe, near, part, wanted]);
  return near;
}

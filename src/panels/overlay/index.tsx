import type { Behind, BehindProps } from '../types';
import { type OverlaySet, overlayRange } from './geometry';
import { Overlay } from './Overlay';

export type { OverlayArm, OverlaySet } from './geometry';
export { MOST_LABELS } from './Overlay';

/** What pictures over steps draw behind their curves. */
export function behindOf(set: OverlaySet): Behind {
  return {
    range: (kind, probe) => overlayRange(set, kind, probe),
    Picture: (props: BehindProps) => <Overlay set={set} {...props} />,
  };
}

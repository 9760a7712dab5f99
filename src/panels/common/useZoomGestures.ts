import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { pointIn } from './Chart';
import type { LineModel } from './model';
import { stepMap } from './scales';
import { endsOf, type Held, type StepRange, type Zoom, zoomBetween, zoomBy, zoomHeld } from './zoom';

/** How the steps that pictures show are chosen. */
export interface Zooming extends StepRange {
  zoom: Zoom;
  onZoom(zoom: Zoom): void;
}

/** Pixels beyond which a press is a drag. */
const DRAG = 6;
/** How much wider a key makes what is shown. */
const WIDER = 2;
const FACTORS: Record<string, number> = { '+': 1 / WIDER, '=': 1 / WIDER, '-': WIDER, '−': WIDER };

/**
 * What a key makes of the zoom; undefined for other keys.
 * @param around the step that is read, about which it becomes narrower; null: the middle
 */
export function zoomAfterKey(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  zooming: Zooming | undefined,
  around: number | null,
): Zoom | undefined {
  if (!zooming || ctrlKey || metaKey || altKey) return undefined;
  if (key === '0') return null;
  const factor = FACTORS[key];
  if (factor === undefined) return undefined;
  return zoomBy(zooming.zoom, factor, around ?? middleOf(zooming), zooming);
}

/** The step in the middle of an axis as it is drawn. */
function middleOf({ zoom, kind, last }: Zooming): number {
  const { forward, back } = stepMap(kind);
  const [low, high] = endsOf(zoom, last);
  return back((forward(low) + forward(high)) / 2);
}

interface Fingers {
  /** Where each is along x, in pixels, by its pointer. */
  places: Map<number, number>;
  /** The steps that two of them hold. */
  held: readonly [number, number] | null;
}

/** A drag with mouse or pen, and two fingers, as a choice of steps. A single finger reads and scrolls as ever. */
export function useZoomGestures(
  { plot, steps }: Pick<LineModel, 'plot' | 'steps'>,
  zooming: Zooming | undefined,
) {
  const [drawn, setDrawn] = useState<readonly [number, number] | null>(null);
  const from = useRef<number | null>(null);
  const fingers = useRef<Fingers>({ places: new Map(), held: null });
  const inside = (x: number) => Math.min(plot.right, Math.max(plot.left, x));
  const share = (x: number) => (x - plot.left) / (plot.right - plot.left);

  function take(event: PointerEvent<SVGRectElement>): void {
    if (!zooming) return;
    const { x } = pointIn(plot, event);
    if (event.pointerType !== 'touch') {
      if (event.button === 0) from.current = x;
      return;
    }
    const { places } = fingers.current;
    places.set(event.pointerId, x);
    const [one, other] = [...places.values()];
    if (places.size === 2) fingers.current.held = [steps.invert(one!), steps.invert(other!)];
  }

  /** @returns true where the move chooses steps */
  function move(event: PointerEvent<SVGRectElement>): boolean {
    const { x } = pointIn(plot, event);
    const { places, held } = fingers.current;
    if (zooming && held && places.has(event.pointerId)) {
      places.set(event.pointerId, x);
      const pair = [...places.values()].slice(0, 2).map((at, i): Held => ({ at: share(at), step: held[i]! }));
      zooming.onZoom(zoomHeld(zooming.zoom, pair as [Held, Held], zooming));
      return true;
    }
    if (from.current === null || (!drawn && Math.abs(x - from.current) < DRAG)) return false;
    // Beyond the picture the drag goes on.
    event.currentTarget.setPointerCapture(event.pointerId);
    const [a, b] = [inside(from.current), inside(x)];
    setDrawn([Math.min(a, b), Math.max(a, b)]);
    return true;
  }

  function cancel(event: PointerEvent<SVGRectElement>): void {
    from.current = null;
    setDrawn(null);
    fingers.current.places.delete(event.pointerId);
    fingers.current.held = null;
  }

  function release(event: PointerEvent<SVGRectElement>): void {
    const chosen = drawn;
    cancel(event);
    if (chosen) zooming?.onZoom(zoomBetween(steps.invert(chosen[0]), steps.invert(chosen[1]), zooming));
  }

  return { drawn, take, move, release, cancel };
}

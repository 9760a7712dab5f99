import type { KeyboardEvent, PointerEvent } from 'react';
import { nearestIndex } from '../../recording/series';
import type { Theme } from '../types';
import { PlotHandle } from './Chart';
import type { Plot } from './scales';
import { type Zooming, zoomAfterKey } from './useZoomGestures';

/** How far each key goes, in probes. */
const MOVES: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * The step that a key leads to from the one that is read, the newest where none is; null for other keys.
 * @param stops steps of the probes, ascending
 */
export function stepAfterKey(key: string, stops: Float64Array, from: number | null): number | null {
  const move = MOVES[key];
  if (move === undefined || !stops.length) return null;
  const last = stops.length - 1;
  const at = from === null ? last : nearestIndex(stops, from);
  return stops[Math.max(0, Math.min(last, at + move))]!;
}

type OnPointer = (event: PointerEvent<SVGRectElement>) => void;

interface StepHandleProps {
  plot: Plot;
  theme: Theme;
  /** Of the picture. */
  title: string;
  /** Steps of the probes, ascending. */
  stops: Float64Array;
  /** Step that is read, from which keys walk; null: the newest. */
  at: number | null;
  /** Step that is told; absent: `at`. */
  now?: number | null;
  /** What is read there. */
  words: string;
  zooming: Zooming | undefined;
  /** A step is read, or none any more. */
  onRead(step: number | null): void;
  /** A key has led to a step; absent: it is read. */
  onWalk?(step: number): void;
  onPointerMove: OnPointer;
  onPointerDown: OnPointer;
  onPointerUp?: OnPointer;
  onPointerCancel?: OnPointer;
}

/** The handle of a picture that is read at a step: keys walk from probe to probe and zoom, and Escape leaves. */
export function StepHandle(props: StepHandleProps) {
  const { title, stops, at, now = at, words, zooming, onRead, onWalk = onRead, ...handle } = props;

  function press(event: KeyboardEvent) {
    if (event.key === 'Escape') onRead(null);
    const zoom = zoomAfterKey(event, zooming, at);
    const next = stepAfterKey(event.key, stops, at);
    if (zoom !== undefined) zooming!.onZoom(zoom);
    else if (next !== null) onWalk(next);
    else return;
    event.preventDefault();
  }

  return (
    <PlotHandle
      role="slider"
      aria-label={`${title}: values at a step`}
      aria-valuemin={0}
      aria-valuemax={stops.at(-1) ?? 0}
      aria-valuenow={now ?? stops.at(-1) ?? 0}
      aria-valuetext={words}
      {...(zooming && { 'aria-keyshortcuts': '+ - 0' })}
      {...handle}
      onPointerLeave={event => event.pointerType !== 'touch' && onRead(null)}
      onDoubleClick={() => zooming?.onZoom(null)}
      onKeyDown={press}
      onBlur={() => onRead(null)}
    />
  );
}

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { nearestIndex } from '../../recording/series';
import type { Theme } from '../types';
import { PlotHandle, pointIn } from './Chart';
import { type LineModel, readingSentence } from './model';
import { isInPlot } from './scales';
import { Guide, GuideValues, Tooltip } from './Tooltip';
import { useZoomGestures, type Zooming, zoomAfterKey } from './useZoomGestures';
import { ZoomDrag } from './ZoomDrag';
import { zoomOnto } from './zoom';

export type { Zooming } from './useZoomGestures';

interface HoverLayerProps {
  model: LineModel;
  title: string;
  theme: Theme;
  /** What is read where no step is: the newest values, or those of the moment that is shown. */
  summary: string;
  /** Step of the past moment that is shown; null: the newest. */
  shownStep: number | null;
  hoverStep: number | null;
  onHoverStep(step: number | null): void;
  zooming: Zooming | undefined;
}

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

/**
 * The values at the step under the pointer, in this picture and, through `hoverStep`, in all others. A touch stays
 * until the next one elsewhere; arrow keys walk from probe to probe, Escape leaves. A drag along the steps, two fingers
 * or the keys + and − show a part of the run, a double click or 0 all of it again.
 */
export function HoverLayer(props: HoverLayerProps) {
  const { model, title, theme, summary, shownStep, hoverStep, onHoverStep, zooming } = props;
  const { plot, steps, stops } = model;
  // The step that was read here; where another one is read, it is in another picture.
  const [ownStep, setOwnStep] = useState<number | null>(null);
  const gestures = useZoomGestures(model, zooming);
  const found = hoverStep === null ? null : model.readAt(hoverStep);
  const reading = found && isInPlot(plot, steps(found.step)) ? found : null;

  function read(step: number | null) {
    setOwnStep(step);
    onHoverStep(step);
  }

  function point(event: PointerEvent<SVGRectElement>) {
    read(Math.round(steps.invert(pointIn(plot, event).x)));
  }

  function press(event: KeyboardEvent) {
    if (event.key === 'Escape') read(null);
    const zoom = zoomAfterKey(event, zooming, hoverStep ?? shownStep);
    if (zoom !== undefined) {
      event.preventDefault();
      zooming!.onZoom(zoom);
      return;
    }
    const next = stepAfterKey(event.key, stops, hoverStep ?? shownStep);
    if (next === null) return;
    event.preventDefault();
    if (zooming?.zoom) zooming.onZoom(zoomOnto(zooming.zoom, next, zooming));
    read(next);
  }

  const Values = ownStep === hoverStep ? Tooltip : GuideValues;
  return (
    <g>
      <ZoomDrag drawn={gestures.drawn} plot={plot} theme={theme} />
      {reading && !gestures.drawn && (
        <>
          <Guide reading={reading} model={model} theme={theme} />
          <Values reading={reading} model={model} theme={theme} />
        </>
      )}
      <PlotHandle
        plot={plot}
        theme={theme}
        role="slider"
        aria-label={`${title}: values at a step`}
        aria-valuemin={0}
        aria-valuemax={stops.at(-1) ?? 0}
        aria-valuenow={reading?.step ?? shownStep ?? stops.at(-1) ?? 0}
        aria-valuetext={reading ? readingSentence(reading) : summary}
        {...(zooming && { 'aria-keyshortcuts': '+ - 0' })}
        onPointerMove={event => gestures.move(event) || point(event)}
        onPointerDown={event => {
          gestures.take(event);
          point(event);
        }}
        onPointerUp={gestures.release}
        onPointerCancel={gestures.cancel}
        onPointerLeave={event => event.pointerType !== 'touch' && read(null)}
        onDoubleClick={() => zooming?.onZoom(null)}
        onKeyDown={press}
        onBlur={() => read(null)}
      />
    </g>
  );
}

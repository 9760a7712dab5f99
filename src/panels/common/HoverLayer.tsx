import { type PointerEvent, useState } from 'react';
import type { Theme } from '../types';
import { pointIn } from './Chart';
import { type LineModel, readingSentence } from './model';
import { StepHandle } from './StepHandle';
import { isInPlot } from './scales';
import { Guide, GuideValues, Tooltip } from './Tooltip';
import { useZoomGestures, type Zooming } from './useZoomGestures';
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

  /** What is walked to by key is brought into what is shown. */
  function walk(step: number) {
    if (zooming?.zoom) zooming.onZoom(zoomOnto(zooming.zoom, step, zooming));
    read(step);
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
      <StepHandle
        {...{ plot, theme, title, stops, zooming }}
        at={hoverStep ?? shownStep}
        now={reading?.step ?? shownStep}
        words={reading ? readingSentence(reading) : summary}
        onRead={read}
        onWalk={walk}
        onPointerMove={event => gestures.move(event) || point(event)}
        onPointerDown={event => {
          gestures.take(event);
          point(event);
        }}
        onPointerUp={gestures.release}
        onPointerCancel={gestures.cancel}
      />
    </g>
  );
}

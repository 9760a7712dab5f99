import { memo, type PointerEvent, useId, useMemo, useState } from 'react';
import { Chart, PlotClip, pointIn } from '../common/Chart';
import { EndMarker } from '../common/markers';
import { DASHES, PALETTES } from '../common/palette';
import { EmptyText, HaloText, SymbolText, ValueAxis } from '../common/parts';
import { StepHandle } from '../common/StepHandle';
import { formatStep } from '../common/scales';
import { boxSize, ReadingBox } from '../common/Tooltip';
import type { CurveProps, Theme } from '../types';
import { type PairModel, type PairReading, pairModel, pairSentence, type Way } from './geometry';
import type { PairSeries } from './series';

interface PairProps extends Omit<CurveProps, 'behind'> {
  x: PairSeries;
  y: PairSeries;
}

/** Any series against any other: where each network has gone. */
export const PairPicture = memo(function PairPicture(props: PairProps) {
  const { recording, version, theme, probe, stepAxis, zoom = null, smoothing = 'none', absence } = props;
  const { x, y, width, height, shownStep = null } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      pairModel({
        ...{ recording, theme, probe, stepAxis, zoom, smoothing, x, y, width, height, shownStep },
        ...(absence && { absence }),
      }),
    [recording, version, theme, probe, stepAxis, zoom, smoothing, x, y, width, height, shownStep, absence],
  );
  const shown = shownStep === null ? null : model.readAt(shownStep);
  const title = `${y.title} against ${x.title}`;
  const summary = shown ? pairSentence(shown) : model.summary;
  return (
    <Chart width={width} height={height} role="group" label={`${title}. ${summary}`}>
      <Drawing model={model} theme={theme} />
      {shown && props.hoverStep === null && <Dots reading={shown} model={model} theme={theme} />}
      <Cursor {...props} model={model} title={title} summary={summary} />
    </Chart>
  );
});

/** All that stays while the pointer moves. */
const Drawing = memo(function Drawing({ model, theme }: { model: PairModel; theme: Theme }) {
  const id = useId();
  const { plot, x, y, xTitle, yTitle, ways, labels, empty } = model;
  const { soft, unknown } = PALETTES[theme];
  return (
    <>
      <PlotClip id={`${id}-clip`} plot={plot} beside={6} above={6} below={6} />
      <ValueAxis model={{ plot, values: y, colourBar: null }} theme={theme} />
      <path d={x.ticks.map(tick => `M${tick.at},${plot.bottom}v5`).join('')} stroke={unknown} />
      <g fill={soft}>
        {x.ticks.map(tick => (
          <text key={tick.label} x={tick.at} y={plot.bottom + 18} textAnchor="middle">
            {tick.label}
          </text>
        ))}
        <text x={plot.right} y={plot.bottom + 36} textAnchor="end">
          <SymbolText text={xTitle} />
        </text>
        <text x={0} y={14}>
          <SymbolText text={yTitle} />
        </text>
      </g>
      <g clipPath={`url(#${id}-clip)`}>
        {ways.map(way => (
          <WayLine key={way.arm} way={way} theme={theme} />
        ))}
      </g>
      {labels.map(label => (
        <HaloText key={label.text} label={label} theme={theme} />
      ))}
      {empty && <EmptyText text={empty} plot={plot} theme={theme} />}
    </>
  );
});

function WayLine({ way, theme }: { way: Way; theme: Theme }) {
  const { arm, pieces, raw, start, end, endColour, diverged } = way;
  const { card, ink, unknown } = PALETTES[theme];
  return (
    <g data-way={arm}>
      {raw && <path data-raw="" d={raw} fill="none" stroke={unknown} strokeWidth={1} strokeOpacity={0.6} />}
      <g fill="none" strokeLinejoin="round">
        {pieces.map(({ path, colour, from, dim }) => (
          <path
            key={from}
            d={path}
            stroke={colour}
            strokeWidth={dim ? 1.2 : 3}
            strokeOpacity={dim ? 0.4 : 1}
            strokeDasharray={DASHES[arm % DASHES.length]}
            strokeDashoffset={-from}
          />
        ))}
      </g>
      {start && <circle cx={start.x} cy={start.y} r={4} fill={card} stroke={ink} strokeWidth={1.5} />}
      {end && <EndMarker arm={arm} x={end.x} y={end.y} fill={endColour} cross={diverged ? ink : undefined} />}
    </g>
  );
}

/** Where each arm was at a step. */
function Dots({ reading, model, theme }: { reading: PairReading; model: PairModel; theme: Theme }) {
  const { plot } = model;
  return (
    <g pointerEvents="none" data-shown-step={reading.step}>
      {reading.rows.map(
        ({ arm, place, colour }) =>
          place &&
          place.x >= plot.left - 1 &&
          place.x <= plot.right + 1 && (
            <circle
              key={arm}
              cx={place.x}
              cy={place.y}
              r={5.5}
              fill={colour}
              stroke={PALETTES[theme].ink}
              strokeWidth={1.5}
            />
          ),
      )}
    </g>
  );
}

type CursorProps = PairProps & { model: PairModel; title: string; summary: string };

/** The values at the probe nearest to the pointer, or that another picture reads. */
function Cursor(props: CursorProps) {
  const {
    model,
    title,
    summary,
    theme,
    recording,
    stepAxis,
    zoom = null,
    hoverStep,
    onHoverStep,
    onZoom,
  } = props;
  const { shownStep = null } = props;
  const { plot, stops } = model;
  const [isOwn, setIsOwn] = useState(false);
  const reading = hoverStep === null ? null : model.readAt(hoverStep);
  const zooming = onZoom && { zoom, onZoom, kind: stepAxis, last: recording.experiment.stop.steps };

  function read(step: number | null) {
    setIsOwn(step !== null);
    onHoverStep(step);
  }

  function point(event: PointerEvent<SVGRectElement>) {
    const { x, y } = pointIn(plot, event);
    read(model.nearest(x, y));
  }

  return (
    <g>
      {reading && <Dots reading={reading} model={model} theme={theme} />}
      {reading && isOwn && <Values reading={reading} model={model} theme={theme} />}
      <StepHandle
        {...{ plot, theme, title, stops, zooming }}
        at={hoverStep ?? shownStep}
        words={reading ? pairSentence(reading) : summary}
        onRead={read}
        onPointerMove={point}
        onPointerDown={point}
      />
    </g>
  );
}

/** The values, in the corner that is farthest from where they are read. */
function Values({ reading, model, theme }: { reading: PairReading; model: PairModel; theme: Theme }) {
  const { plot } = model;
  const heading = `step ${formatStep(reading.step)}`;
  const size = boxSize(heading, reading.rows);
  const places = reading.rows.flatMap(({ place }) => place ?? []);
  const corners = [plot.left + 4, plot.right - size.width].flatMap(left =>
    [plot.top, plot.bottom - size.height - 4].map(top => ({ left, top, ...size })),
  );
  const room = ({ left, top, width, height }: (typeof corners)[number]) =>
    Math.min(
      ...places.map(({ x, y }) =>
        Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height)),
      ),
    );
  const box = corners.reduce((best, corner) => (room(corner) > room(best) ? corner : best));
  return <ReadingBox box={box} heading={heading} rows={reading.rows} theme={theme} />;
}

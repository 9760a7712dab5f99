import { memo, useId } from 'react';
import type { Behind, BehindProps, Theme } from '../types';
import { Chart, PlotClip } from './Chart';
import { HoverLayer, type Zooming } from './HoverLayer';
import { EndMarker } from './markers';
import { type ArmLine, type LineModel, readingSentence } from './model';
import { DASHES, PALETTES } from './palette';
import { Axes, EmptyText, HaloText, Heading } from './parts';
import type { ColourStop } from './richness';
import { ShownMoment } from './ShownMoment';

interface LineChartProps {
  model: LineModel;
  title: string;
  theme: Theme;
  /** Step of the past moment that is shown; null, or left out: the newest. */
  shownStep?: number | null | undefined;
  hoverStep: number | null;
  onHoverStep(step: number | null): void;
  /** What lies behind the curves. */
  behind?: (Pick<Behind, 'Picture'> & Pick<BehindProps, 'kind' | 'probe'>) | false;
  /** How other steps are chosen; left out where they cannot be. */
  zooming?: Zooming | undefined;
}

/** Draws a `LineModel`: axes, reference lines, curves, labels, and what is under the pointer. */
export function LineChart({
  model,
  title,
  theme,
  shownStep,
  hoverStep,
  onHoverStep,
  behind,
  zooming,
}: LineChartProps) {
  const { width, height } = model;
  const shown = shownStep == null ? null : model.readAt(shownStep);
  const summary = shown ? readingSentence(shown) : model.summary;
  return (
    <Chart width={width} height={height} role="group" label={`${title}. ${summary}`}>
      <Drawing model={model} theme={theme} {...behind} />
      {shown && <ShownMoment reading={shown} model={model} theme={theme} hasValues={hoverStep === null} />}
      <HoverLayer
        {...{ model, title, theme, hoverStep, onHoverStep, summary }}
        shownStep={shown?.step ?? null}
        zooming={zooming}
      />
    </Chart>
  );
}

/** All that stays while the pointer moves. */
const Drawing = memo(function Drawing({
  model,
  theme,
  Picture,
  kind,
  probe,
}: { model: LineModel; theme: Theme } & Partial<Pick<Behind, 'Picture'> & BehindProps>) {
  const id = useId();
  const { heading, plot, steps, lines, references, labels, colourBar, empty } = model;
  const { soft } = PALETTES[theme];
  const gradientOf = (line: ArmLine) => `${id}-${line.arm}${line.faint ? 'f' : ''}`;
  const curves = lines.map(line => (
    <Curve key={gradientOf(line)} line={line} paint={`url(#${gradientOf(line)})`} theme={theme} />
  ));
  return (
    <>
      <defs>
        {lines.map(line => (
          <Gradient
            key={gradientOf(line)}
            id={gradientOf(line)}
            from={steps.whole[0]}
            to={steps.whole[1]}
            stops={line.stops}
          />
        ))}
        {steps.isZoomed && <PlotClip id={`${id}-clip`} plot={plot} above={6} below={2} />}
      </defs>
      {heading && <Heading text={heading} theme={theme} />}
      <Axes model={model} theme={theme} />
      {Picture && <Picture kind={kind!} model={model} theme={theme} probe={probe!} />}
      {colourBar && <ColourBar id={`${id}-bar`} model={model} bar={colourBar} />}
      {references.map(y => (
        <path
          key={y}
          d={`M${plot.left},${y}H${plot.right}`}
          stroke={soft}
          strokeWidth={1.2}
          strokeDasharray="1.5 3.5"
        />
      ))}
      {steps.isZoomed ? <g clipPath={`url(#${id}-clip)`}>{curves}</g> : curves}
      {labels.map(label => (
        <HaloText key={label.text} label={label} theme={theme} />
      ))}
      {empty && <EmptyText text={empty} plot={plot} theme={theme} />}
    </>
  );
});

/** Colours along x, in the picture's own pixels: a level line has no box that a gradient could stretch over. */
export function Gradient({
  id,
  from,
  to,
  stops,
}: {
  id: string;
  from: number;
  to: number;
  stops: ColourStop[];
}) {
  return (
    <linearGradient id={id} gradientUnits="userSpaceOnUse" x1={from} x2={to} y1={0} y2={0}>
      {stops.map(stop => (
        <stop key={stop.offset} offset={stop.offset.toFixed(4)} stopColor={stop.colour} />
      ))}
    </linearGradient>
  );
}

function Curve({ line, paint, theme }: { line: ArmLine; paint: string; theme: Theme }) {
  const { arm, faint, end, diverged } = line;
  return (
    <>
      {line.band && <path d={line.band} fill={paint} fillOpacity={0.22} />}
      {line.raw && <Raw raw={line.raw} paint={paint} faint={faint} />}
      <path
        d={line.path}
        fill="none"
        stroke={paint}
        strokeWidth={faint ? 1.4 : 3}
        strokeOpacity={faint ? 0.55 : 1}
        strokeDasharray={DASHES[arm % DASHES.length]}
        strokeLinejoin="round"
      />
      {line.dots.map(dot => (
        <circle key={dot.x} cx={dot.x} cy={dot.y} r={faint ? 1.5 : 2.5} fill={paint} />
      ))}
      {!faint && end && (
        <EndMarker arm={arm} {...end} fill={paint} cross={diverged ? PALETTES[theme].ink : undefined} />
      )}
    </>
  );
}

/** What was measured, thin and pale behind a smoothed curve. */
function Raw({ raw, paint, faint }: { raw: NonNullable<ArmLine['raw']>; paint: string; faint: boolean }) {
  return (
    <g data-raw="" opacity={faint ? 0.3 : 0.5}>
      <path d={raw.path} fill="none" stroke={paint} strokeWidth={1} strokeLinejoin="round" />
      {raw.dots.map(dot => (
        <circle key={dot.x} cx={dot.x} cy={dot.y} r={1.2} fill={paint} />
      ))}
    </g>
  );
}

/** The colour scale along the value axis. */
function ColourBar({
  id,
  model,
  bar,
}: {
  id: string;
  model: LineModel;
  bar: NonNullable<LineModel['colourBar']>;
}) {
  const { left, top, bottom } = model.plot;
  return (
    <>
      <linearGradient id={id} gradientUnits="userSpaceOnUse" x1={0} x2={0} y1={top} y2={bottom}>
        {bar.stops.map(stop => (
          <stop key={stop.offset} offset={stop.offset.toFixed(4)} stopColor={stop.colour} />
        ))}
      </linearGradient>
      <rect x={left - 11} y={top} width={5} height={bottom - top} rx={2.5} fill={`url(#${id})`} />
      {bar.names.map(name => (
        <text key={name.text} x={left - 16} y={name.y} dy="0.35em" textAnchor="end" fill={name.colour}>
          {name.text}
        </text>
      ))}
    </>
  );
}

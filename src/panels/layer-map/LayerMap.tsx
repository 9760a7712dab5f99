import { type KeyboardEvent, type MouseEvent, memo, useId, useMemo, useRef, useState } from 'react';
import { Chart, PlotHandle, pointIn } from '../common/Chart';
import { FONT, PALETTES } from '../common/palette';
import { EmptyText, Heading } from '../common/parts';
import { VEIL } from '../common/ShownMoment';
import { stepAfterKey } from '../common/StepHandle';
import { StepTicks } from '../common/StepTicks';
import { formatStep } from '../common/scales';
import { boxLeft } from '../common/Tooltip';
import { textWidth } from '../common/text';
import { useZoomGestures, zoomAfterKey } from '../common/useZoomGestures';
import { ZoomDrag } from '../common/ZoomDrag';
import { type Zoom, zoomOnto } from '../common/zoom';
import { formatDlr } from '../richness-curve/geometry';
import type { Theme } from '../types';
import { type Cell, cellWords, type LayerMapModel, layerMapModel, type MapInput } from './geometry';

interface LayerMapProps extends MapInput {
  version: number;
  /** Layer whose spectrum is shown; null where it is one of another arm. */
  selected: number | null;
  /** Step of the past moment that is shown; null, or left out: the newest. */
  shownStep?: number | null;
  hoverStep: number | null;
  onHoverStep(step: number | null): void;
  /** The reader asks for other steps; left out where they cannot be chosen. */
  onZoom?(zoom: Zoom): void;
  /** The cell that is read here, in words; null for none. */
  onRead(words: string | null): void;
  onSelect(layer: number): void;
}

/** Which layer turns rich: D_LR of each layer of one arm at each probe. */
export const LayerMap = memo(function LayerMap(props: LayerMapProps) {
  const { recording, arm, version, theme, probe, stepAxis, zoom = null, width, last, absence } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      layerMapModel({
        recording,
        arm,
        theme,
        probe,
        stepAxis,
        zoom,
        width,
        last,
        ...(absence && { absence }),
      }),
    [recording, arm, version, theme, probe, stepAxis, zoom, width, last, absence],
  );
  const { height } = model;
  const { shownStep = null } = props;
  const shown = shownStep === null ? null : model.cellAt(0, shownStep);
  return (
    <Chart
      width={width}
      height={height}
      role="group"
      label={`D_LR by layer and step, ${arm.id} · ${arm.label}. ${whenWords(shown)}: ${summaryAt(model, shownStep)}`}
    >
      <Drawing model={model} theme={theme} selected={props.selected} last={last} />
      <Values model={model} shownStep={shownStep} />
      {shown && isShown(shown) && <ShownColumn cell={shown} model={model} theme={theme} />}
      {!model.empty && <Cursor {...props} model={model} />}
    </Chart>
  );
});

/** All that stays while the pointer moves. */
const Drawing = memo(function Drawing({
  model,
  theme,
  selected,
  last,
}: Pick<LayerMapProps, 'theme' | 'selected' | 'last'> & { model: LayerMapModel }) {
  const id = useId();
  const { plot, rows, paths, undefinedPath, empty, heading, steps } = model;
  const { ink, soft, unknown } = PALETTES[theme];
  return (
    <>
      <Heading text={heading} theme={theme} />
      {undefinedPath && (
        <>
          <defs>
            <pattern id={`${id}-hatch`} width={6} height={6} patternUnits="userSpaceOnUse">
              <path d="M0,6L6,0M-1,1L1,-1M5,7L7,5" stroke={unknown} />
            </pattern>
          </defs>
          <path d={undefinedPath} fill={`url(#${id}-hatch)`} />
        </>
      )}
      <g shapeRendering="crispEdges">
        {paths.map(({ colour, d }) => (
          <path key={colour} d={d} fill={colour} />
        ))}
      </g>
      {rows.map(({ layer, name, top, height }) => (
        <text
          key={layer}
          x={plot.left - 8}
          y={top + height / 2}
          dy="0.35em"
          textAnchor="end"
          fill={layer === selected ? ink : soft}
          fontWeight={layer === selected ? 700 : 400}
        >
          {name}
        </text>
      ))}
      <StepTicks plot={plot} steps={steps} theme={theme} bare={!last} />
      {empty && <EmptyText text={empty} plot={plot} theme={theme} />}
    </>
  );
});

/** "Newest"; "Step 120". */
const whenWords = (shown: Cell | null) => (shown ? `Step ${formatStep(shown.step)}` : 'Newest');

function summaryAt(model: LayerMapModel, step: number | null): string {
  if (step === null) return model.summary;
  const { rows } = model;
  const names = new Map(rows.map(({ layer, name }) => [layer, name]));
  return model
    .valuesAt(step)
    .map(({ layer, text }) => `${names.get(layer)} ${text}`)
    .join(', ');
}

/** D_LR of each layer at the moment that is shown, at the right end of its row. */
const Values = memo(function Values({
  model,
  shownStep,
}: {
  model: LayerMapModel;
  shownStep: number | null;
}) {
  const { plot, rows, steps } = model;
  // Beside a part of the run stands what is read at its edge.
  const edge = steps.isZoomed ? Math.round(steps.invert(plot.right)) : null;
  const values = new Map(model.valuesAt(shownStep ?? edge).map(value => [value.layer, value]));
  return rows.map(({ layer, top, height }) => (
    <text
      key={layer}
      x={plot.right + 10}
      y={top + height / 2}
      dy="0.35em"
      fill={values.get(layer)!.colour}
      fontWeight={650}
    >
      {values.get(layer)!.text}
    </text>
  ));
});

/** The probe that is shown, where it is a past one: a rule through its cells; what came later is faded. */
function ShownColumn({ cell, model, theme }: { cell: Cell; model: LayerMapModel; theme: Theme }) {
  const { plot } = model;
  const { card, ink } = PALETTES[theme];
  const x = (cell.left + cell.right) / 2;
  return (
    <g data-shown-step={cell.step} pointerEvents="none">
      <rect
        x={x}
        y={plot.top}
        width={Math.max(0, plot.right - x)}
        height={plot.bottom - plot.top}
        fill={card}
        fillOpacity={VEIL}
      />
      <path d={`M${x},${plot.top - 3}V${plot.bottom}`} stroke={ink} />
    </g>
  );
}

/** What is under the pointer or the arrow keys. */
function Cursor(props: LayerMapProps & { model: LayerMapModel }) {
  const { model, arm, theme, hoverStep, onHoverStep, onRead, onSelect } = props;
  const { plot, stops } = model;
  const [layer, setLayer] = useState<number | null>(null);
  const cell = layer === null || hoverStep === null ? null : model.cellAt(layer, hoverStep);
  const guide = cell ?? (hoverStep === null ? null : model.cellAt(0, hoverStep));
  const { zoom = null, onZoom, stepAxis, recording } = props;
  const zooming = onZoom && { zoom, onZoom, kind: stepAxis, last: recording.experiment.stop.steps };
  const gestures = useZoomGestures(model, zooming);
  // The press that ends a drag is no choice of a layer.
  const dragged = useRef(false);

  function read(nextLayer: number | null, step: number | null) {
    const next = nextLayer === null || step === null ? null : model.cellAt(nextLayer, step);
    setLayer(next?.layer ?? null);
    onHoverStep(next?.step ?? null);
    onRead(next && `${arm.id}, ${cellWords(next)}`);
  }

  function placeOf(event: MouseEvent<SVGRectElement>): [layer: number, step: number] {
    const { x, y } = pointIn(plot, event);
    return [model.layerAt(y), model.stepAt(x)];
  }

  function press(event: KeyboardEvent) {
    const at = layer ?? model.rows.length - 1;
    const newest = hoverStep ?? props.shownStep ?? stops.at(-1)!;
    const wanted = zoomAfterKey(event, zooming, hoverStep ?? props.shownStep ?? null);
    if (wanted !== undefined) onZoom?.(wanted);
    else if (event.key === 'Escape') read(null, null);
    else if (event.key === 'Enter') {
      read(at, newest);
      onSelect(at);
    } else if (event.key === 'ArrowUp') read(Math.min(model.rows.length - 1, at + 1), newest);
    else if (event.key === 'ArrowDown') read(Math.max(0, at - 1), newest);
    else {
      const next = stepAfterKey(event.key, stops, hoverStep ?? props.shownStep ?? null);
      if (next === null) return;
      if (zooming) onZoom(zoomOnto(zoom, next, zooming));
      read(at, next);
    }
    event.preventDefault();
  }

  return (
    <g>
      <ZoomDrag drawn={gestures.drawn} plot={plot} theme={theme} />
      {guide && !cell && isShown(guide) && (
        <path
          d={`M${(guide.left + guide.right) / 2},${plot.top - 3}V${plot.bottom}`}
          stroke={PALETTES[theme].ink}
        />
      )}
      {cell && isShown(cell) && !gestures.drawn && <CellMark cell={cell} model={model} theme={theme} />}
      <PlotHandle
        plot={plot}
        theme={theme}
        pressed
        role="application"
        aria-roledescription="heat map"
        aria-label={`Map of ${arm.id}: arrow keys go from layer to layer and from probe to probe, Enter shows the layer’s spectrum`}
        {...(zooming && { 'aria-keyshortcuts': '+ - 0' })}
        onPointerMove={event => {
          dragged.current ||= gestures.drawn !== null;
          if (!gestures.move(event)) read(...placeOf(event));
        }}
        onPointerDown={event => {
          dragged.current = false;
          gestures.take(event);
          read(...placeOf(event));
        }}
        onPointerUp={gestures.release}
        onPointerCancel={gestures.cancel}
        onDoubleClick={() => onZoom?.(null)}
        onClick={event => !dragged.current && onSelect(placeOf(event)[0])}
        onPointerLeave={event => event.pointerType !== 'touch' && read(null, null)}
        onKeyDown={press}
        onBlur={() => read(null, null)}
      />
    </g>
  );
}

/** Cells of steps that are not shown have no width. */
const isShown = ({ left, right }: Cell) => right > left;

const BOX_HEIGHT = 24;

/** The cell that is read: framed, with its value beside it. */
function CellMark({ cell, model, theme }: { cell: Cell; model: LayerMapModel; theme: Theme }) {
  const { plot, width } = model;
  const { card, ink, unknown } = PALETTES[theme];
  const text = formatDlr(cell.dlr);
  const boxWidth = textWidth(text, FONT, true) + 14;
  const x = (cell.left + cell.right) / 2;
  const left = boxLeft(x, boxWidth, width, plot);
  const top = cell.top + cell.height / 2 - BOX_HEIGHT / 2;
  const frame = {
    x: cell.left - 1,
    y: cell.top - 1,
    width: Math.max(3, cell.right - cell.left) + 2,
    height: cell.height + 2,
    fill: 'none',
  };
  return (
    <g pointerEvents="none">
      <rect {...frame} stroke={card} strokeWidth={4} />
      <rect {...frame} stroke={ink} strokeWidth={2} />
      <rect
        x={left}
        y={top}
        width={boxWidth}
        height={BOX_HEIGHT}
        rx={6}
        fill={card}
        stroke={unknown}
        strokeOpacity={0.6}
      />
      <text x={left + 7} y={top + BOX_HEIGHT / 2} dy="0.35em" fill={ink} fontWeight={650}>
        {text}
      </text>
    </g>
  );
}

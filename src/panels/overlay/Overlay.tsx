import { memo, useId, useMemo } from 'react';
import { PlotClip } from '../common/Chart';
import type { LineModel } from '../common/model';
import { DASHES, PALETTES } from '../common/palette';
import { HaloText } from '../common/parts';
import type { BehindProps } from '../types';
import { type OverlayLine, type OverlaySet, overlayLines } from './geometry';
import { overlayNames } from './names';

/** More names than this would cover what they name. */
export const MOST_LABELS = 8;

/** Thin lines behind the curves of a picture, cut off where it ends. */
export const Overlay = memo(function Overlay({
  set,
  kind,
  model,
  theme,
  probe,
}: BehindProps & { set: OverlaySet }) {
  const id = useId();
  const { plot } = model;
  // A model is made with every probe, and the lines move only where its axes do.
  const axes = axesOf(model);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the axes tell whether the model's scales have changed.
  const lines = useMemo(
    () => overlayLines(set, kind, { ...model, theme, probe }),
    [set, kind, theme, probe, axes],
  );
  return (
    <g data-overlay={kind}>
      <PlotClip id={`${id}-clip`} plot={plot} above={2} below={2} />
      <g clipPath={`url(#${id}-clip)`}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines keep their order as long as the set is the same.
          <Line key={index} line={line} id={`${id}-${index}`} whole={model.steps.whole} />
        ))}
      </g>
      <Names lines={lines} model={model} theme={theme} />
    </g>
  );
});

const axesOf = ({ plot, steps, values }: LineModel) =>
  [
    plot.left,
    plot.right,
    plot.top,
    plot.bottom,
    steps(1),
    steps(1_000),
    values.invert(plot.top),
    values.invert(plot.bottom),
  ].join();

function Line({ line, id, whole }: { line: OverlayLine; id: string; whole: LineModel['steps']['whole'] }) {
  const [from, to] = whole;
  const { arm, path, band, stops } = line;
  return (
    <>
      <linearGradient id={id} gradientUnits="userSpaceOnUse" x1={from} x2={to} y1={0} y2={0}>
        {stops.map(stop => (
          <stop key={stop.offset} offset={stop.offset.toFixed(4)} stopColor={stop.colour} />
        ))}
      </linearGradient>
      {band && <path d={band} fill={`url(#${id})`} fillOpacity={0.16} />}
      <path
        d={path}
        fill="none"
        stroke={`url(#${id})`}
        strokeWidth={band ? 1.8 : 1.1}
        strokeOpacity={0.7}
        strokeDasharray={DASHES[arm % DASHES.length]}
        strokeLinejoin="round"
      />
    </>
  );
}

/** What each line is, beside its end, where it covers no label of a live curve. */
function Names({
  lines,
  model,
  theme,
}: {
  lines: readonly OverlayLine[];
  model: LineModel;
  theme: BehindProps['theme'];
}) {
  if (lines.length > MOST_LABELS) return null;
  return overlayNames(lines, model, PALETTES[theme].soft).map(label => (
    <HaloText key={`${label.text}-${label.y}`} label={label} theme={theme} />
  ));
}

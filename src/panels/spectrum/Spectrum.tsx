import { useMemo } from 'react';
import { DASHES, FONT, FONT_FAMILY, halo, PALETTES } from '../common/palette';
import type { SpectrumProps } from '../types';
import { spectrumModel } from './geometry';

/** Which features: strength, use by the outputs and quality for the target of one arm, strongest feature first. */
export function Spectrum({ arm, version, theme, probe, features, width, height }: SpectrumProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () => spectrumModel({ arm, theme, probe, features, width, height }),
    [arm, version, theme, probe, features, width, height],
  );
  const { plot, values, featureTicks, rankLine, labels, message, colour } = model;
  const { ink, soft, rule } = PALETTES[theme];
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Features of ${model.title}: ${model.summary}`}
      fontFamily={FONT_FAMILY}
      fontSize={FONT}
      style={{ fontVariantNumeric: 'tabular-nums', display: 'block' }}
    >
      <text x={0} y={13} fill={model.titleColour} fontWeight={650} fontSize={13}>
        {model.title}
      </text>
      <g stroke={rule}>
        {values.ticks.map(tick => (
          <line key={tick.label} x1={plot.left} x2={plot.right} y1={tick.at} y2={tick.at} />
        ))}
      </g>
      <g fill={soft} textAnchor="end">
        {values.ticks.map(tick => (
          <text key={tick.label} x={plot.left - 8} y={tick.at} dy="0.35em">
            {tick.label}
          </text>
        ))}
      </g>
      <g fill={soft} textAnchor="middle">
        {featureTicks.map(tick => (
          <text key={tick.label} x={tick.at} y={plot.bottom + 18}>
            {tick.label}
          </text>
        ))}
      </g>
      <text x={plot.right} y={plot.bottom + 34} fill={soft} textAnchor="end">
        feature, strongest first
      </text>
      {message && (
        <foreignObject
          x={plot.left + 8}
          y={plot.top + 8}
          width={plot.right - plot.left - 16}
          height={plot.bottom - plot.top - 16}
        >
          <p style={{ margin: 0, color: soft, font: 'inherit', fontSize: 13 }}>{message}</p>
        </foreignObject>
      )}
      <path d={model.area} fill={colour} fillOpacity={0.14} />
      <path d={model.strength} fill="none" stroke={colour} strokeWidth={1.6} strokeLinejoin="round" />
      {rankLine && (
        <g>
          <line
            x1={rankLine.x}
            x2={rankLine.x}
            y1={plot.top - 4}
            y2={plot.bottom}
            stroke={soft}
            strokeOpacity={0.6}
          />
          <text x={rankLine.label.x} y={rankLine.label.y} dy="0.35em" fill={soft}>
            {rankLine.label.text}
          </text>
        </g>
      )}
      <path
        d={model.used}
        fill="none"
        stroke={colour}
        strokeWidth={3.5}
        strokeLinejoin="round"
        strokeLinecap="round"
        strokeDasharray={DASHES[arm.index % DASHES.length]}
      />
      <path
        d={model.quality}
        fill="none"
        stroke={ink}
        strokeWidth={2}
        strokeDasharray="1.5 3.5"
        strokeLinejoin="round"
      />
      {labels.map(label => (
        <text
          key={label.text}
          x={label.x}
          y={label.y}
          dy="0.35em"
          fill={label.colour}
          fontWeight={600}
          {...halo(theme)}
        >
          {label.text}
        </text>
      ))}
    </svg>
  );
}

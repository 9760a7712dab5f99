import { memo, useMemo } from 'react';
import { Chart } from '../common/Chart';
import { PALETTES } from '../common/palette';
import { EmptyText } from '../common/parts';
import type { EigenfunctionsProps, Theme } from '../types';
import { BAR, type EigenfunctionRow, eigenfunctionsModel, type Thumbnail } from './geometry';

/** What the network has learned to see: its strongest eigenfunctions, each by the pictures at its two ends. */
export const Eigenfunctions = memo(function Eigenfunctions(props: EigenfunctionsProps) {
  const { arm, theme } = props;
  const model = useMemo(() => eigenfunctionsModel(props), [props]);
  const { width } = model;
  const { height, message, headings } = model;
  const { soft } = PALETTES[theme];
  return (
    <Chart
      width={width}
      height={height}
      role="group"
      label={`Eigenfunctions of ${arm.id} · ${arm.label}: ${model.summary}`}
    >
      {headings.map(({ x, text, anchor }) => (
        <text key={`${x}`} x={x} y={12} textAnchor={anchor} fill={soft}>
          {text}
        </text>
      ))}
      {model.rows.map(row => (
        <Row key={row.rank} row={row} theme={theme} valueColour={model.valueColour} />
      ))}
      {message && (
        <EmptyText text={message} plot={{ left: 0, right: width, top: 0, bottom: height }} theme={theme} />
      )}
    </Chart>
  );
});

function Row({ row, theme, valueColour }: { row: EigenfunctionRow; theme: Theme; valueColour: string }) {
  const { ink, soft, rule } = PALETTES[theme];
  const end = BAR.x + BAR.length;
  return (
    <g>
      <text x={row.x} y={row.y + 8} dy="0.35em" fontWeight={700} fontSize={15} fill={ink}>
        {row.rank}
      </text>
      <text x={row.x + 26} y={row.y + 8} dy="0.35em" fill={ink}>
        {row.tells}
      </text>
      {row.bars.map(bar => (
        <g key={bar.name}>
          <text x={bar.x} y={bar.y} dy="0.35em" fill={soft}>
            {bar.name}
          </text>
          <rect
            x={bar.x + BAR.x}
            y={bar.y - BAR.height / 2}
            width={BAR.length}
            height={BAR.height}
            rx={2}
            fill={rule}
          />
          <rect
            x={bar.x + BAR.x}
            y={bar.y - BAR.height / 2}
            width={bar.length}
            height={BAR.height}
            rx={2}
            fill={bar.colour}
          />
          <text
            x={bar.x + end + 8}
            y={bar.y}
            dy="0.35em"
            fill={bar.name === 'quality' ? ink : valueColour}
            fontWeight={600}
          >
            {bar.value}
          </text>
        </g>
      ))}
      {row.pictures.map(picture => (
        <Picture key={picture.x} picture={picture} theme={theme} />
      ))}
    </g>
  );
}

function Picture({ picture, theme }: { picture: Thumbnail; theme: Theme }) {
  const { x, y, size, address, alt } = picture;
  return (
    <>
      {address && (
        <image
          href={address}
          x={x}
          y={y}
          width={size}
          height={size}
          aria-label={alt}
          style={{ imageRendering: 'pixelated' }}
        >
          <title>{alt}</title>
        </image>
      )}
      <rect
        x={x - 0.5}
        y={y - 0.5}
        width={size + 1}
        height={size + 1}
        fill="none"
        stroke={PALETTES[theme].rule}
        pointerEvents="none"
      />
    </>
  );
}

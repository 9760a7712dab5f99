import type { Theme } from '../types';
import { EndMarker } from './markers';
import type { LineModel, Reading } from './model';
import { FONT, PALETTES } from './palette';
import { formatStep, type Plot } from './scales';
import { textWidth } from './text';

const ROW = 17;
const PADDING = 9;
/** Room for an arm's marker before its text. */
const MARKER = 16;
/** Pixels between the rule and the box. */
const GAP = 12;

/** Where a box of some width stands beside a place: on the left where it fits the plot, inside the picture always. */
export function boxLeft(x: number, boxWidth: number, width: number, plot: Plot): number {
  const fitsLeft = x - GAP - boxWidth >= plot.left + 2;
  const fitsRight = x + GAP + boxWidth <= width;
  if (fitsLeft || !fitsRight) return Math.max(0, x - GAP - boxWidth);
  return x + GAP;
}

/** A rule at the step that is read, a dot on each curve, and a box with the values. */
export function Tooltip({ reading, model, theme }: { reading: Reading; model: LineModel; theme: Theme }) {
  const { plot, steps, width } = model;
  const { card, ink, soft, unknown } = PALETTES[theme];
  const heading = `step ${formatStep(reading.step)}`;
  const x = steps(reading.step);
  const widths = reading.rows.map(row => MARKER + textWidth(row.text, FONT, true));
  const boxWidth = 2 * PADDING + Math.max(textWidth(heading, FONT), ...widths);
  const left = boxLeft(x, boxWidth, width, plot);
  const lineAt = (row: number) => plot.top + PADDING + ROW * (row + 0.5) - 2;
  return (
    <g pointerEvents="none">
      <path d={`M${x},${plot.top}V${plot.bottom}`} stroke={soft} />
      {reading.rows.map(
        row =>
          row.y !== null && (
            <circle key={row.arm} cx={x} cy={row.y} r={4} fill={row.colour} stroke={card} strokeWidth={1.5} />
          ),
      )}
      <rect
        x={left}
        y={plot.top}
        width={boxWidth}
        height={2 * PADDING + ROW * (reading.rows.length + 1) - 4}
        rx={6}
        fill={card}
        stroke={unknown}
        strokeOpacity={0.6}
      />
      <text x={left + PADDING} y={lineAt(0)} dy="0.35em" fill={soft}>
        {heading}
      </text>
      {reading.rows.map((row, i) => (
        <g key={row.arm}>
          <EndMarker arm={row.arm} x={left + PADDING + 5} y={lineAt(i + 1)} fill={row.colour} />
          <text x={left + PADDING + MARKER} y={lineAt(i + 1)} dy="0.35em" fill={ink} fontWeight={600}>
            {row.text}
          </text>
        </g>
      ))}
    </g>
  );
}

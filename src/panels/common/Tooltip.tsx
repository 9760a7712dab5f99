import type { Theme } from '../types';
import { type LabelWish, placeLabels } from './labels';
import { heightAt } from './lines';
import { EndMarker } from './markers';
import type { LineModel, Reading } from './model';
import { FONT, PALETTES } from './palette';
import { HaloText } from './parts';
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

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What a label in the way weighs, in points of a curve. */
const LABEL_COST = 10;
/** What hiding the rule itself weighs: as good as never. */
const RULE_COST = 1_000;
/** Points of a curve that weigh as much as standing lower or farther off: of equal places, the first is taken. */
const LATER_COST = 0.5;

/** How much of the picture a box covers: points of curves, and labels. */
function covered(box: Box, { lines, labels }: Pick<LineModel, 'lines' | 'labels'>): number {
  const holds = (x: number, y: number, reach = 4) =>
    x > box.left - reach &&
    x < box.left + box.width + reach &&
    y > box.top - reach &&
    y < box.top + box.height + reach;
  let cost = 0;
  for (const { x, y } of lines)
    for (let at = Math.ceil(box.left); at < box.left + box.width; at += 4)
      if (holds(at, heightAt({ x, y }, at))) cost++;
  for (const label of labels) {
    const end = label.x + textWidth(label.text, FONT, label.strong);
    if (holds(label.x, label.y, 8) || holds(end, label.y, 8)) cost += LABEL_COST;
  }
  return cost;
}

/** The place for a box of values where it covers least: beside the rule or in a corner, at the top or at the foot. */
export function placeBox(
  x: number,
  width: number,
  height: number,
  model: Pick<LineModel, 'lines' | 'labels' | 'plot' | 'width'>,
): Box {
  const { plot } = model;
  const inside = (left: number) => Math.max(0, Math.min(model.width - width, left));
  const lefts = [
    boxLeft(x, width, model.width, plot),
    x - GAP - width,
    x + GAP,
    model.width - width,
    plot.left + 4,
  ];
  const tops = [plot.top, (plot.top + plot.bottom - height) / 2, plot.bottom - height - 2];
  const crossesRule = ({ left }: Box) => left < x && x < left + width;
  const candidates = lefts.flatMap(left =>
    tops.map(top => ({ left: inside(left), top: Math.max(0, top), width, height })),
  );
  const costs = candidates.map(
    (box, i) => covered(box, model) + i * LATER_COST + (crossesRule(box) ? RULE_COST : 0),
  );
  return candidates[costs.indexOf(Math.min(...costs))]!;
}

interface TooltipProps {
  reading: Reading;
  model: LineModel;
  theme: Theme;
}

/** A rule at the step that is read, and a dot on each curve. */
export function Guide({ reading, model, theme }: TooltipProps) {
  const { plot, steps } = model;
  const { card, soft } = PALETTES[theme];
  const x = steps(reading.step);
  return (
    <g pointerEvents="none">
      <path d={`M${x},${plot.top}V${plot.bottom}`} stroke={soft} />
      {reading.rows.map(
        row =>
          row.y !== null && (
            <circle key={row.arm} cx={x} cy={row.y} r={4} fill={row.colour} stroke={card} strokeWidth={1.5} />
          ),
      )}
    </g>
  );
}

/** The values at each dot, for pictures that follow another one's pointer: no box that hides what it is about. */
export function GuideValues({ reading, model, theme }: TooltipProps) {
  const { plot, steps } = model;
  const x = steps(reading.step);
  const wishes = reading.rows.flatMap(({ y, text }): LabelWish[] =>
    y === null ? [] : [{ x, y, text, colour: PALETTES[theme].ink, strong: true }],
  );
  const isLeft = x > (plot.left + plot.right) / 2;
  return (
    <g pointerEvents="none">
      {placeLabels(wishes, plot, []).map(label => (
        <HaloText
          key={label.text}
          label={isLeft ? { ...label, x: 2 * x - label.x - textWidth(label.text, FONT, true) } : label}
          theme={theme}
        />
      ))}
    </g>
  );
}

type BoxRow = Pick<Reading['rows'][number], 'arm' | 'text' | 'colour'>;

/** Room that a box of values takes. */
export function boxSize(heading: string, rows: readonly BoxRow[]): { width: number; height: number } {
  const widths = rows.map(row => MARKER + textWidth(row.text, FONT, true));
  return {
    width: 2 * PADDING + Math.max(textWidth(heading, FONT), ...widths),
    height: 2 * PADDING + ROW * (rows.length + 1) - 4,
  };
}

/** A box with the values at the step that is read. */
export function Tooltip({ reading, model, theme }: TooltipProps) {
  const heading = `step ${formatStep(reading.step)}`;
  const { width, height } = boxSize(heading, reading.rows);
  const box = placeBox(model.steps(reading.step), width, height, model);
  return <ReadingBox box={box} heading={heading} rows={reading.rows} theme={theme} />;
}

interface ReadingBoxProps {
  box: Box;
  heading: string;
  rows: readonly BoxRow[];
  theme: Theme;
}

/** Values, one row an arm, in a box of their own. */
export function ReadingBox({ box, heading, rows, theme }: ReadingBoxProps) {
  const { card, ink, soft, unknown } = PALETTES[theme];
  const { left, top, width, height } = box;
  const lineAt = (row: number) => top + PADDING + ROW * (row + 0.5) - 2;
  return (
    <g pointerEvents="none">
      <rect
        x={left}
        y={top}
        width={width}
        height={height}
        rx={6}
        fill={card}
        stroke={unknown}
        strokeOpacity={0.6}
      />
      <text x={left + PADDING} y={lineAt(0)} dy="0.35em" fill={soft}>
        {heading}
      </text>
      {rows.map((row, i) => (
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

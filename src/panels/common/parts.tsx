import { Fragment } from 'react';
import type { Theme } from '../types';
import type { Label } from './labels';
import type { LineModel } from './model';
import { halo, PALETTES } from './palette';
import { StepTicks } from './StepTicks';
import type { Plot } from './scales';
import { textWidth, wrap } from './text';

const HEADING_FONT = 13.5;
const EMPTY_FONT = 13;
const EMPTY_LEADING = 19;

type Valued = Pick<LineModel, 'plot' | 'values' | 'colourBar'>;

/** Grid, and the axis of values on the left. */
export function ValueAxis({ model, theme }: { model: Valued; theme: Theme }) {
  const { plot, values, colourBar } = model;
  const { soft, rule } = PALETTES[theme];
  const grid = values.ticks.map(tick => `M${plot.left},${tick.at}H${plot.right}`).join('');
  return (
    <g fill={soft}>
      <path d={`${grid}M${plot.left},${plot.bottom}H${plot.right}`} stroke={rule} fill="none" />
      {values.ticks.map(tick => (
        <text key={tick.label} x={plot.left - (colourBar ? 16 : 8)} y={tick.at} dy="0.35em" textAnchor="end">
          {tick.label}
        </text>
      ))}
    </g>
  );
}

/** Grid, axis of values on the left, axis of steps below. */
export function Axes({ model, theme }: { model: LineModel; theme: Theme }) {
  const { plot, steps, bare } = model;
  return (
    <>
      <ValueAxis model={model} theme={theme} />
      <StepTicks plot={plot} steps={steps} theme={theme} bare={bare ?? false} />
    </>
  );
}

/** A label that lines behind it do not run into. */
export function HaloText({ label, theme }: { label: Label; theme: Theme }) {
  return (
    <text
      x={label.x}
      y={label.y}
      dy="0.35em"
      fill={label.colour}
      fontWeight={label.strong ? 650 : 400}
      {...halo(theme)}
    >
      {label.text}
    </text>
  );
}

/** How far an index hangs below its line, in pixels. */
const HANG = 3;

/** Symbols with an index, as texts write them. */
const SYMBOL = /\b(D_LR|S_init)\b/;

/** Text in which "D_LR" and "S_init" are set as symbols, their index no smaller than any other text. */
export function SymbolText({ text }: { text: string }) {
  const [first, ...rest] = text.split(SYMBOL);
  const symbols = rest.filter((_, i) => i % 2 === 0).map(symbol => symbol.split('_') as [string, string]);
  return (
    <>
      {first}
      {symbols.map(([letter, index], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order.
        <Fragment key={i}>
          {letter}
          <tspan dy={HANG} fontSize={12}>
            {index}
          </tspan>
          <tspan dy={-HANG}>{rest[2 * i + 1]}</tspan>
        </Fragment>
      ))}
    </>
  );
}

/** The name of a picture, at its upper left. */
export function Heading({ text, theme }: { text: string; theme: Theme }) {
  return (
    <text x={0} y={HEADING_FONT} fill={PALETTES[theme].ink} fontWeight={650} fontSize={HEADING_FONT}>
      <SymbolText text={text} />
    </text>
  );
}

/** A sentence in the place of what there is not, on a ground of its own: grid lines must not strike it through. */
export function EmptyText({ text, plot, theme }: { text: string; plot: Plot; theme: Theme }) {
  const { soft, card } = PALETTES[theme];
  const lines = wrap(text, plot.right - plot.left - 24, EMPTY_FONT);
  const width = Math.max(...lines.map(line => textWidth(line, EMPTY_FONT))) + 12;
  const x = (plot.left + plot.right) / 2;
  const first = (plot.top + plot.bottom) / 2 - ((lines.length - 1) * EMPTY_LEADING) / 2;
  return (
    <>
      <rect
        x={x - width / 2}
        y={first - EMPTY_LEADING / 2}
        width={width}
        height={EMPTY_LEADING * lines.length}
        fill={card}
      />
      <text y={first} textAnchor="middle" fill={soft} fontSize={EMPTY_FONT}>
        {lines.map((line, i) => (
          <tspan key={line} x={x} y={first + i * EMPTY_LEADING} dy="0.35em">
            <SymbolText text={line} />
          </tspan>
        ))}
      </text>
    </>
  );
}

import { fullFrameAt } from '../../recording/moment';
import type { ArmRecording, Split } from '../../recording/recording';
import type { Frame } from '../../recording/types';
import { formatShare } from '../accuracy-curve/geometry';
import { tenth } from '../common/lines';
import { nothingYet } from '../common/model';
import { richnessColour } from '../common/richness';
import { formatStep, linearScale, type Plot, type Scale, type Tick } from '../common/scales';
import type { Absence, Theme } from '../types';

/** What the Fourier spectrum of one arm's embedding is given. */
export interface FourierProps {
  arm: ArmRecording;
  version: number;
  theme: Theme;
  /** On whose D_LR the colour is. */
  probe: Split;
  /** Step of the past moment that is shown; null, or left out: the newest. */
  shownStep?: number | null;
  width: number;
  height: number;
  absence?: Absence;
}

/** One table of the embedding: bars that stand on, or hang from, the line of no power. */
export interface FourierTable {
  /** The bars, closed. */
  bars: string;
  /** The same at step 0, as a stair. */
  start: string;
  /** Whose table it is, where there are two. */
  name: { text: string; x: number; y: number; anchor: 'start' | 'end' } | null;
}

export interface FourierModel {
  plot: Plot;
  heading: string;
  colour: string;
  /** Height of the line of no power. */
  base: number;
  /** Shares, on one or on both sides of it. */
  valueTicks: Tick[];
  frequencyTicks: Tick[];
  tables: FourierTable[];
  /** A sentence in the picture's place; null where there is something to draw. */
  message: string | null;
  summary: string;
}

/** Least top of the axis: noise must not fill the picture. */
const LEAST_TOP = 0.1;
/** Room between two labels of frequencies, in pixels. */
const LABEL_ROOM = 30;
/** The share of a frequency's room that its bar takes. */
const BAR = 0.72;

/** ", step 120" of a past moment. */
const pastWords = (frame: Frame | null, shownStep: number | null) =>
  frame && shownStep !== null ? `, step ${formatStep(frame.step)}` : '';

/** The share of the embedding's power at each frequency at the moment that is shown, and at step 0. */
export function fourierModel(input: Omit<FourierProps, 'version'>) {
  const { arm, theme, probe, width, height, absence, shownStep = null } = input;
  const plot: Plot = { left: 44, right: width - 16, top: 46, bottom: height - 40 };
  const frame = fullFrameAt(arm, shownStep);
  const network = frame?.network;
  const spectra = network?.embeddingSpectra ?? [];
  const starts = arm.initial?.network.embeddingSpectra ?? [];
  const isMirrored = spectra.length > 1;
  const top = Math.max(LEAST_TOP, ...spectra.flat(), ...starts.flat());
  const values = linearScale([isMirrored ? -top : 0, top], [plot.bottom, plot.top], share =>
    formatShare(Math.abs(share)),
  );
  const count = spectra[0]?.length ?? 1;
  const room = (plot.right - plot.left) / count;
  const base: FourierModel = {
    ...{
      plot,
      heading: `${arm.id} · embedding${pastWords(frame, shownStep)}`,
      tables: [],
      message: null,
      summary: '',
    },
    colour: richnessColour(frame?.[probe].measures.dlr ?? Number.NaN, theme),
    base: tenth(values(0)),
    valueTicks: values.ticks,
    frequencyTicks: frequencyTicks(count, plot.left, room),
  };
  if (!spectra.length) {
    const message = whyNone(arm, absence);
    return { ...base, message, summary: message };
  }
  const tables = spectra.map((shares, table): FourierTable => {
    const sign = table ? -1 : 1;
    return {
      bars: barsOf(shares, sign, values, plot.left, room),
      start: starts[table] ? stairOf(starts[table], sign, values, plot.left, room) : '',
      name: isMirrored ? nameOf(table, plot) : null,
    };
  });
  return { ...base, tables, summary: summaryOf(arm, spectra) };
}

/** Above the bars that stand, and below those that hang. */
const nameOf = (table: number, plot: Plot) =>
  table
    ? { text: 'second number', x: plot.left, y: plot.bottom + 34, anchor: 'start' as const }
    : { text: 'first number', x: plot.right, y: plot.top - 12, anchor: 'end' as const };

function barsOf(shares: readonly number[], sign: number, values: Scale, left: number, room: number): string {
  const bar = BAR * room;
  return shares
    .map((share, k) => {
      const x = left + k * room + (room - bar) / 2;
      return `M${tenth(x)},${tenth(values(0))}V${tenth(values(sign * share))}h${tenth(bar)}V${tenth(values(0))}Z`;
    })
    .join('');
}

function stairOf(shares: readonly number[], sign: number, values: Scale, left: number, room: number): string {
  return shares
    .map((share, k) => {
      const y = tenth(values(sign * share));
      return `${k ? 'V' : `M${left},`}${y}H${tenth(left + (k + 1) * room)}`;
    })
    .join('');
}

/** Labels below the middles of the bars, as many as there is room for. */
function frequencyTicks(count: number, left: number, room: number): Tick[] {
  const step = [1, 2, 5, 10, 20, 50].find(every => every * room >= LABEL_ROOM) ?? count;
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step).map(k => ({
    at: tenth(left + (k + 0.5) * room),
    label: String(k),
  }));
}

function whyNone({ latest }: ArmRecording, absence: Absence | undefined): string {
  if (!latest) return nothingYet(absence, 'the spectrum comes with step 0.');
  return latest.network.embeddingMissing ?? 'No embedding was measured in this run.';
}

/** How many of the strongest frequencies are named. */
const NAMED = 3;

function summaryOf({ latest }: ArmRecording, spectra: readonly (readonly number[])[]): string {
  const shares = spectra[0]!.map(
    (_, k) => spectra.reduce((sum, spectrum) => sum + spectrum[k]!, 0) / spectra.length,
  );
  const strongest = [...shares.keys()].sort((a, b) => shares[b]! - shares[a]!).slice(0, NAMED);
  const named = strongest.map(k => `${k} with ${formatShare(shares[k]!)}`).join(', ');
  const { effectiveFrequencies, frequenciesPerUnit } = latest!.network;
  const words = (value: number | null | undefined) => value?.toFixed(1) ?? 'undefined';
  return `strongest ${named}; effective number ${words(effectiveFrequencies)}, of a unit ${words(frequenciesPerUnit)}`;
}

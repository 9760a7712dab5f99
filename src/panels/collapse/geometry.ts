import type { CollapsePlane } from '../../metrics/types';
import { detailAt, frameAt } from '../../recording/moment';
import type { ArmRecording, Split, StepDetail } from '../../recording/recording';
import { tenth } from '../common/lines';
import { nothingYet, valueNear } from '../common/model';
import { FONT } from '../common/palette';
import { richnessColour } from '../common/richness';
import { formatStep, type Plot } from '../common/scales';
import { shorten, textWidth } from '../common/text';
import type { CollapseProps } from '../types';
import { markPath } from './marks';

type Input = Omit<CollapseProps, 'version'>;

/** The means of a collapsed network: on the unit circle, 120° apart, the first at the top, clockwise. */
export const CORNERS = [0, 1, 2].map(member => {
  const angle = (2 * Math.PI * member) / 3;
  return { x: Math.sin(angle), y: Math.cos(angle) };
});

/** Half-widths that the window may have, in radii of the unit circle: steps, so that it does not change all the time. */
const REACHES = [1.4, 1.7, 2, 2.4, 2.9, 3.5, 4.2, 5, 6, 7.2, 8.6, 10.4, 12.5, 15] as const;
/** Share of the points that must lie in the window. */
const SHOWN = 0.96;
/** Sizes of marks, in pixels. */
const [POINT, MEAN, CORNER] = [2.2, 7, 5];
/** Pieces that a trail is cut into, each with a colour and a strength of its own. */
const PIECES = 14;

export interface TrailPiece {
  path: string;
  colour: string;
  opacity: number;
}

export interface CollapseModel {
  width: number;
  height: number;
  /** The square in which the plane is drawn. */
  plot: Plot;
  title: string;
  colour: string;
  /** The triangle that a collapsed network's means form, and its corners. */
  target: string;
  corners: string;
  /** All points of each class, as one path. */
  points: string[];
  trails: TrailPiece[];
  means: string[];
  /** Names of the three classes, outside the square. */
  labels: { text: string; x: number; y: number; anchor: 'start' | 'middle' | 'end' }[];
  /** Said below where points lie outside the window. */
  outside: string;
  message: string | null;
  summary: string;
}

export const TITLE_FONT = 13.5;
const [TOP, BOTTOM] = [46, 42];

/** The collapse plane of one split of an arm that is to be drawn; null where there is none yet. */
export const planeOf = (
  arm: ArmRecording,
  probe: Split,
  shownStep: number | null = null,
): CollapsePlane | null => detailAt(arm, probe, shownStep)?.detail.collapse ?? null;

/** Half-width of the window in which the planes of all arms can be drawn on one scale. */
export function sharedReach(
  arms: readonly ArmRecording[],
  probe: Split,
  shownStep: number | null = null,
): number {
  let needed = 0;
  for (const arm of arms) {
    const plane = planeOf(arm, probe, shownStep);
    if (!plane) continue;
    const away = Array.from({ length: plane.points.length / 2 }, (_, i) => distance(plane.points, i));
    away.sort((a, b) => a - b);
    const [first, second, third] = [0, 1, 2].map(member => distance(plane.means, member));
    needed = Math.max(needed, first!, second!, third!, away[Math.floor(SHOWN * (away.length - 1))] ?? 0);
  }
  return REACHES.find(reach => reach >= 1.04 * needed) ?? REACHES.at(-1)!;
}

/** Greater of |x| and |y|: the window is a square. */
const distance = (pairs: Float64Array, i: number) =>
  Math.max(Math.abs(pairs[2 * i]!), Math.abs(pairs[2 * i + 1]!));

/** Three classes of one arm in the plane of their means, with the simplex that they drift towards. */
export function collapseModel(input: Input): CollapseModel {
  const { arm, theme, probe, reach, width, height, missing, shownStep = null } = input;
  const found = detailAt(arm, probe, shownStep);
  const side = Math.max(60, Math.min(width, height - TOP - BOTTOM));
  const left = Math.floor((width - side) / 2);
  const plot: Plot = { left, right: left + side, top: TOP, bottom: TOP + side };
  const x = (value: number) => plot.left + ((value / reach + 1) * side) / 2;
  const y = (value: number) => plot.top + ((1 - value / reach) * side) / 2;
  const colour = richnessColour(
    frameAt(arm, found?.step ?? shownStep)?.[probe].measures.dlr ?? Number.NaN,
    theme,
  );
  const base = {
    ...{ width, height, plot, colour },
    title: titleOf(input, shownStep === null ? null : found, width),
    target: `M${CORNERS.map(corner => `${tenth(x(corner.x))},${tenth(y(corner.y))}`).join('L')}Z`,
    corners: CORNERS.map((corner, i) => markPath(i, x(corner.x), y(corner.y), CORNER)).join(''),
  };
  const plane = found?.detail.collapse;
  if (!plane) {
    const message =
      missing ??
      found?.detail.collapseMissing ??
      nothingYet(input.absence, 'the points come with the next probe.');
    return { ...base, points: [], trails: [], means: [], labels: [], outside: '', message, summary: message };
  }
  const { points, outside } = pointsOf(plane, reach, x, y);
  return {
    ...base,
    points,
    trails: trailsOf(input, plane, found.step, x, y),
    means: [0, 1, 2].map(i => markPath(i, x(plane.means[2 * i]!), y(plane.means[2 * i + 1]!), MEAN)),
    labels: labelsOf(plane, input.classNames, plot, width),
    outside: outside ? `${outside} of ${plane.members.length} points lie farther out` : '',
    message: null,
    summary: summaryOf(input, plane, found.step),
  };
}

/** "A · All layers", of a past moment with its step. */
function titleOf({ arm }: Input, past: StepDetail | null, width: number): string {
  const step = past ? `, step ${formatStep(past.step)}` : '';
  const room = width - textWidth(step, TITLE_FONT, true);
  return shorten(`${arm.id} · ${arm.label}`, room, TITLE_FONT, true) + step;
}

type Scale = (value: number) => number;

function pointsOf(plane: CollapsePlane, reach: number, x: Scale, y: Scale) {
  const points = ['', '', ''];
  let outside = 0;
  plane.members.forEach((member, i) => {
    if (distance(plane.points, i) > reach) outside++;
    else points[member] += markPath(member, x(plane.points[2 * i]!), y(plane.points[2 * i + 1]!), POINT);
  });
  return { points, outside };
}

/** The way of each mean up to a step, in the colours of the richness along it, stronger towards the end. */
function trailsOf(
  { arm, theme, probe, reach }: Input,
  plane: CollapsePlane,
  until: number,
  x: Scale,
  y: Scale,
): TrailPiece[] {
  const trail = arm.trails[probe];
  if (!trail?.isOf(plane)) return [];
  const places = trail.steps.filter(step => step <= until).length;
  if (places < 2) return [];
  const dlr = arm.column(probe, 'dlr');
  const bounds = piecesOf(places);
  return [0, 1, 2].flatMap(member => {
    const [xs, ys] = [trail.coordinate(member, 'x'), trail.coordinate(member, 'y')];
    const inside = (i: number) => Math.max(Math.abs(xs[i]!), Math.abs(ys[i]!)) <= reach;
    return bounds.flatMap(([from, to], piece): TrailPiece[] => {
      const corners: string[] = [];
      for (let i = from; i <= to; i++) if (inside(i)) corners.push(`${tenth(x(xs[i]!))},${tenth(y(ys[i]!))}`);
      if (corners.length < 2) return [];
      return [
        {
          path: `M${corners.join('L')}`,
          colour: richnessColour(valueNear(arm, dlr, trail.steps[to]!), theme),
          opacity: Math.round(100 * (0.4 + (0.6 * (piece + 1)) / bounds.length)) / 100,
        },
      ];
    });
  });
}

/** First and last place of each piece; neighbours share a place. */
function piecesOf(places: number): [number, number][] {
  const count = Math.min(PIECES, places - 1);
  const bound = (piece: number) => Math.round((piece * (places - 1)) / count);
  return Array.from({ length: count }, (_, piece) => [bound(piece), bound(piece + 1)]);
}

/** Names stand where their class belongs: above the square, and below its two corners. */
function labelsOf(plane: CollapsePlane, names: readonly string[], plot: Plot, width: number) {
  const room = width / 2 - 30;
  const name = (member: number) => {
    const position = plane.classes[member]!;
    return shorten(names[position] ?? String(position), room, FONT, true);
  };
  const below = plot.bottom + 16;
  return [
    { text: name(0), x: (plot.left + plot.right) / 2 + 8, y: plot.top - 13, anchor: 'middle' as const },
    { text: name(1), x: plot.right, y: below, anchor: 'end' as const },
    { text: name(2), x: plot.left + 16, y: below, anchor: 'start' as const },
  ];
}

/** Where the mark before a name stands. */
export function labelMark({ text, x, anchor }: CollapseModel['labels'][number]): number {
  const width = textWidth(text, FONT, true);
  if (anchor === 'start') return x - 10;
  return x - (anchor === 'end' ? width : width / 2) - 10;
}

function summaryOf({ classNames }: Input, plane: CollapsePlane, at: number): string {
  const names = plane.classes.map(position => classNames[position] ?? String(position));
  const far = CORNERS.map((corner, i) =>
    Math.hypot(plane.means[2 * i]! - corner.x, plane.means[2 * i + 1]! - corner.y),
  );
  const [first, second, third] = names;
  const step = formatStep(at);
  return `classes ${first}, ${second} and ${third} at step ${step}: their means are up to ${Math.max(...far).toFixed(2)} from the corners of the simplex, and their points ${spreadOf(plane).toFixed(2)} from their means, in radii of its circle`;
}

/** Root mean square distance of the points from their class's mean. */
export function spreadOf({ points, members, means }: CollapsePlane): number {
  let sum = 0;
  members.forEach((member, i) => {
    sum += (points[2 * i]! - means[2 * member]!) ** 2 + (points[2 * i + 1]! - means[2 * member + 1]!) ** 2;
  });
  return Math.sqrt(sum / Math.max(1, members.length));
}

import { LABEL_HEIGHT, type Label, type LabelWish, overlap, placeLabels } from '../common/labels';
import type { LineModel } from '../common/model';
import { FONT } from '../common/palette';
import { isInPlot } from '../common/scales';
import { textWidth } from '../common/text';
import type { OverlayLine } from './geometry';

/** How far a name goes from the end of its line to be clear of others, in rows. */
const FARTHEST = 4;

/** A text cut to some width, with an ellipsis where anything is missing. */
export function fitted(text: string, room: number): string {
  if (textWidth(text, FONT) <= room) return text;
  let length = text.length - 1;
  while (length > 0 && textWidth(`${text.slice(0, length)}…`, FONT) > room) length--;
  return length > 0 ? `${text.slice(0, length).trimEnd()}…` : '';
}

/** Names at the ends of lines, clear of each other and of the labels of live curves; those without a place are left out. */
export function overlayNames(
  lines: readonly OverlayLine[],
  { plot, steps, labels, width }: Pick<LineModel, 'plot' | 'steps' | 'labels' | 'width'>,
  colour: string,
): Label[] {
  const low = plot.top + LABEL_HEIGHT / 2;
  const wishes = lines.flatMap(({ label, end }): LabelWish[] => {
    // A line that ends outside the picture, which shows a part of the run, is not named at a wrong height.
    if (!end || (steps.isZoomed && !isInPlot(plot, end.x))) return [];
    const x = Math.min(end.x, plot.right);
    const y = Math.min(plot.bottom - LABEL_HEIGHT / 2, Math.max(low, end.y));
    const text = fitted(label, width - x - LABEL_HEIGHT);
    return text ? [{ x, y, text, colour, strong: false }] : [];
  });
  const placed: Label[] = [];
  for (const label of placeLabels(wishes, plot, [])) {
    const rows = Array.from({ length: 2 * FARTHEST + 1 }, (_, i) => (i % 2 ? 1 : -1) * Math.ceil(i / 2));
    const free = rows
      .map(row => ({ ...label, y: label.y + row * LABEL_HEIGHT }))
      .find(
        moved =>
          moved.y >= low - 1 &&
          moved.y <= plot.bottom &&
          ![...labels, ...placed].some(other => overlap(moved, other)),
      );
    if (free) placed.push(free);
  }
  return placed;
}

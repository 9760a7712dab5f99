import { backgroundOf, CAPTION_LINE, captionLines, captionTexts, MARGIN, node, pictureOf } from '../picture';
import { rowsOf } from './layout';

/** Height of the line with the claim and the step, and the sizes of their letters. */
const HEAD = 52;
const [CLAIM_SIZE, STEP_SIZE] = [24, 18];

/** What draws the frames of a video, all of one size: a line of words, pictures of panels, and a caption. */
export interface FrameMaker {
  width: number;
  height: number;
  /** The panels as they stand on the page now. @param step as it is written: "3,000" */
  make(step: string): SVGSVGElement;
}

const line = (words: string, style: CSSStyleDeclaration, attributes: Record<string, string | number>) =>
  Object.assign(
    node('text', { y: HEAD / 2 + 6, fill: style.color, 'font-family': style.fontFamily, ...attributes }),
    { textContent: words },
  );

/**
 * Lays out the frames of a video.
 * @param panels elements of the page that are laid out
 */
export function frameMaker(
  panels: readonly HTMLElement[],
  { claim, caption }: { claim: string; caption: string },
): FrameMaker {
  const { places, ...room } = rowsOf(panels.map(panel => panel.getBoundingClientRect()));
  const width = room.width + 2 * MARGIN;
  const lines = captionLines(caption, width);
  const bottom = HEAD + room.height + MARGIN;
  const height = bottom + lines.length * CAPTION_LINE + MARGIN;
  const style = getComputedStyle(document.body);
  const serif = getComputedStyle(document.querySelector('h1') ?? document.body);
  return {
    width,
    height,
    make(step) {
      const root = node('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
      root.append(
        node('rect', { width, height, fill: backgroundOf(document.body) }),
        line(claim, serif, { x: MARGIN, 'font-size': CLAIM_SIZE, 'font-weight': 700 }),
        line(`step ${step}`, style, { x: width - MARGIN, 'text-anchor': 'end', 'font-size': STEP_SIZE }),
      );
      panels.forEach((panel, i) => {
        const picture = pictureOf(panel, '');
        const { x, y, ...size } = places[i]!;
        const place = { x: MARGIN + x, y: HEAD + y, ...size, viewBox: `0 0 ${size.width} ${size.height}` };
        for (const [key, value] of Object.entries(place)) picture.setAttribute(key, String(value));
        root.append(picture);
      });
      root.append(...captionTexts(lines, bottom, style));
      return root;
    },
  };
}

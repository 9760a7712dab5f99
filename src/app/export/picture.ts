import { textLines } from './text-lines';

const SVG = 'http://www.w3.org/2000/svg';

/** What belongs to using the page and not to the picture. Words that explain themselves are part of what is read. */
const CONTROLS = 'button:not(.term), a, select, input, textarea, div[role="group"], .unseen, [popover]';
/** Layers of a chart that answer to the pointer and draw nothing at rest. */
const HANDLES = 'rect[tabindex]';

const CAPTION_SIZE = 12;
export const CAPTION_LINE = 17;
export const MARGIN = 16;

/** An SVG element with its attributes. */
export function node<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** Collects what is seen of an element, as SVG, in pixels from a corner. */
class Collector {
  readonly into: SVGElement;
  private readonly left: number;
  private readonly top: number;

  constructor(into: SVGElement, { left, top }: DOMRect) {
    this.into = into;
    this.left = left;
    this.top = top;
  }

  visit(element: Element): void {
    if (element.matches(CONTROLS)) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden') return;
    if (element instanceof SVGSVGElement) this.drawing(element);
    else if (element instanceof HTMLCanvasElement) this.raster(element);
    else {
      this.box(element, style);
      for (const child of element.childNodes)
        if (child instanceof Text) this.text(child, style);
        else if (child instanceof Element) this.visit(child);
    }
  }

  private place({ left, top, width, height }: DOMRect) {
    return { x: left - this.left, y: top - this.top, width, height };
  }

  private drawing(svg: SVGSVGElement): void {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    for (const handle of copy.querySelectorAll(HANDLES)) handle.remove();
    copy.removeAttribute('tabindex');
    const { fontFamily, color } = getComputedStyle(svg);
    copy.style.fontFamily = fontFamily;
    copy.style.color = color;
    for (const [key, value] of Object.entries(this.place(svg.getBoundingClientRect())))
      copy.setAttribute(key, String(value));
    this.into.append(copy);
  }

  private raster(canvas: HTMLCanvasElement): void {
    if (!canvas.width || !canvas.height) return;
    this.into.append(
      node('image', { ...this.place(canvas.getBoundingClientRect()), href: canvas.toDataURL('image/png') }),
    );
  }

  /** Background and lines of a box, such as a swatch or a row of a table. */
  private box(element: Element, style: CSSStyleDeclaration): void {
    const place = this.place(element.getBoundingClientRect());
    if (!isClear(style.backgroundColor))
      this.into.append(
        node('rect', {
          ...place,
          rx: parseFloat(style.borderTopLeftRadius) || 0,
          fill: style.backgroundColor,
        }),
      );
    for (const [side, y] of [
      ['Top', place.y],
      ['Bottom', place.y + place.height],
    ] as const) {
      const width = parseFloat(style[`border${side}Width`]);
      if (width > 0 && style[`border${side}Style`] !== 'none')
        this.into.append(
          node('path', {
            d: `M${place.x},${y}h${place.width}`,
            stroke: style[`border${side}Color`],
            'stroke-width': width,
          }),
        );
    }
  }

  private text(text: Text, style: CSSStyleDeclaration): void {
    for (const { words, rect, ascent } of textLines(text, style)) {
      const element = node('text', {
        x: rect.left - this.left,
        y: rect.top - this.top + ascent,
        fill: style.color,
        'font-family': style.fontFamily,
        'font-size': style.fontSize,
        'font-weight': style.fontWeight,
        'font-style': style.fontStyle,
        // Another font may stand in for this one on another machine.
        textLength: rect.width,
        'xml:space': 'preserve',
      });
      element.textContent = words;
      this.into.append(element);
    }
  }
}

const isClear = (colour: string) => colour === 'transparent' || /,\s*0\)$|\/\s*0\)$/.test(colour);

/** Words in lines of at most so many letters. */
export function wrapped(words: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A caption in lines that fit into a picture. @param width of the picture, in pixels */
export const captionLines = (caption: string, width: number): string[] =>
  wrapped(caption, Math.floor((width - 2 * MARGIN) / (0.52 * CAPTION_SIZE)));

/** The lines of a caption as they are drawn below a picture that ends at `top`. */
export const captionTexts = (
  lines: readonly string[],
  top: number,
  { color, fontFamily }: Pick<CSSStyleDeclaration, 'color' | 'fontFamily'>,
): SVGTextElement[] =>
  lines.map((line, i) =>
    Object.assign(
      node('text', {
        x: MARGIN,
        y: top + (i + 0.8) * CAPTION_LINE,
        fill: color,
        'fill-opacity': 0.75,
        'font-family': fontFamily,
        'font-size': CAPTION_SIZE,
      }),
      { textContent: line },
    ),
  );

/**
 * A panel as a drawing of its own: title, pictures, tables and words as they stand on the page, without the controls,
 * and a caption below, unless it is empty.
 * @param panel an element of the page that is laid out
 */
export function pictureOf(panel: HTMLElement, caption: string): SVGSVGElement {
  const rect = panel.getBoundingClientRect();
  const style = getComputedStyle(panel);
  const lines = caption ? captionLines(caption, rect.width) : [];
  const height = rect.height + (lines.length && lines.length * CAPTION_LINE + MARGIN);
  const root = node('svg', {
    xmlns: SVG,
    width: rect.width,
    height,
    viewBox: `0 0 ${rect.width} ${height}`,
  });
  const title = panel.querySelector('h2, h3')?.textContent ?? '';
  root.append(Object.assign(node('title', {}), { textContent: title }));
  root.append(node('rect', { width: rect.width, height, fill: backgroundOf(panel) }));
  const collector = new Collector(root, rect);
  for (const child of panel.children) collector.visit(child);
  root.append(...captionTexts(lines, rect.height, style));
  return root;
}

/** The colour behind an element: its own, or that of the nearest element around it that has one. */
export function backgroundOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!isClear(backgroundColor)) return backgroundColor;
  }
  return 'white';
}

export const svgText = (picture: SVGSVGElement): string => new XMLSerializer().serializeToString(picture);

/**
 * A drawing in dots.
 * @param scale dots for each of its pixels
 * @throws Error where the browser gives no room for so many
 */
export async function pngOf(picture: SVGSVGElement, scale = 2): Promise<Blob> {
  const image = await decoded(picture);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(scale * Number(picture.getAttribute('width')));
  canvas.height = Math.round(scale * Number(picture.getAttribute('height')));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large for this browser: save it as SVG.');
  return blob;
}

/** A drawing as an image that can be put on a canvas. */
export async function decoded(picture: SVGSVGElement): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([svgText(picture)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}

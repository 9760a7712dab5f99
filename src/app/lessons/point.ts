import type { PanelId } from '../panels';

/** Milliseconds for which a panel is waited for that is still being fetched, or is still moved by others above it. */
const PATIENCE = 5_000;
/** A panel that has stood still for so many milliseconds stays where it is. */
const STILL = 700;
/** Less than so many pixels of a panel are not seen. */
const MARGIN = 60;
/** What the reader does to look elsewhere. */
const HANDS = ['wheel', 'pointerdown', 'keydown'] as const;

const SECTION = '#closer';
/** Panels of the section "Look closer", which is fetched when it comes near. */
const BELOW: readonly PointedAt[] = ['rivals', 'layers', 'collapse', 'eigenfunctions', 'fourier'];

/** A panel, or what stands in the place of all panels until a guess is made. */
export type PointedAt = PanelId | 'predict';

const elementOf = (panel: PointedAt) =>
  document.querySelector<HTMLElement>(
    panel === 'arms' || panel === 'predict' ? `main .${panel}` : `main [data-figure="${panel}"]`,
  );

/** A good part of it is in the window. */
function isSeen(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > MARGIN && top < innerHeight - MARGIN;
}

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Takes a panel into the window and marks it, as soon as it is there. */
class Pointing {
  private readonly panel: PointedAt;
  private readonly isBelow: boolean;
  private readonly since = performance.now();
  private marked: HTMLElement | null = null;
  private frame = 0;
  /** Where the panel stands on the page, and since when. */
  private place = { top: Number.NaN, since: 0 };

  constructor(panel: PointedAt) {
    this.panel = panel;
    this.isBelow = BELOW.includes(panel);
    for (const name of HANDS) addEventListener(name, this.stop, { capture: true, passive: true });
    this.frame = requestAnimationFrame(this.look);
  }

  /** Follows the panel no further; the mark stays. */
  readonly stop = (): void => {
    cancelAnimationFrame(this.frame);
    for (const name of HANDS) removeEventListener(name, this.stop, { capture: true });
  };

  end(): void {
    this.stop();
    delete this.marked?.dataset.pointed;
  }

  private readonly look = (): void => {
    const now = performance.now();
    const element = elementOf(this.panel);
    if (element) this.show(element, now);
    else if (this.isBelow) document.querySelector(SECTION)?.scrollIntoView({ block: 'end' });
    const isDone = element && now - this.place.since > STILL && isSeen(element);
    if (isDone || now - this.since > PATIENCE) this.stop();
    else this.frame = requestAnimationFrame(this.look);
  };

  private show(element: HTMLElement, now: number): void {
    this.marked = element;
    element.dataset.pointed = '';
    const { top, height } = element.getBoundingClientRect();
    const isStuck = now - this.place.since > STILL && !isSeen(element);
    // Pictures above that are drawn for the first time move it, and may end a scroll that is under way.
    if (this.place.top === top + scrollY && !isStuck) return;
    this.place = { top: top + scrollY, since: now };
    element.scrollIntoView({
      block: this.isBelow || height > innerHeight / 2 ? 'start' : 'nearest',
      behavior: this.isBelow || isStuck || isCalm() ? 'auto' : 'smooth',
    });
  }
}

/** Scrolls to a panel and marks it. @returns what takes the mark away */
export function pointAt(panel: PointedAt): () => void {
  const pointing = new Pointing(panel);
  return () => pointing.end();
}

import { choosePanels } from '../choose-panels';
import { type PanelId, readPanels } from '../panels';
import type { Session } from '../session';

/** Milliseconds for which a part of the page that is fetched late is waited for. */
const LATEST = 5_000;

const elementOf = (selector: string) => document.querySelector<HTMLElement>(selector);

/** Calls back with an element as soon as it is on the page; never, where it does not come. */
function whenThere(selector: string, found: (element: HTMLElement) => void): void {
  const present = elementOf(selector);
  if (present) {
    found(present);
    return;
  }
  const observer = new MutationObserver(() => {
    const element = elementOf(selector);
    if (!element) return;
    end();
    found(element);
  });
  const end = () => {
    observer.disconnect();
    clearTimeout(timer);
  };
  const timer = setTimeout(end, LATEST);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['open'] });
}

/** Gives the focus to a part of the page, also where Tab does not reach it. */
function focusOn(element: HTMLElement): void {
  if (!element.matches('button, input, select, textarea, a[href]')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** What a reader does who goes on to something else. */
const GOES_ON = ['wheel', 'pointerdown', 'keydown', 'touchmove'] as const;

/** Milliseconds for which what is drawn late above a panel may push it out of sight. */
const SETTLES = 1_500;

/**
 * Scrolls to a part of the page, and again whenever what is above it grows, until the reader goes on.
 * @returns what ends it before
 */
function keepInSight(element: HTMLElement): () => void {
  const scroll = () => element.scrollIntoView();
  const observer = new ResizeObserver(scroll);
  const end = () => {
    observer.disconnect();
    for (const event of GOES_ON) removeEventListener(event, end, true);
  };
  for (const event of GOES_ON) addEventListener(event, end, true);
  setTimeout(end, SETTLES);
  observer.observe(document.body);
  scroll();
  return end;
}

/** Below the first screen, panels are fetched when the reader comes near them. Returns what ends it. */
function comeNear(): () => void {
  const section = elementOf('.closer');
  return section ? keepInSight(section) : () => {};
}

/** Brings a panel into sight: one that is not shown is added behind the others. */
export function goToPanel(session: Session, id: PanelId): void {
  const placed = readPanels(session.store.getState().view.panels);
  if (!placed.some(panel => panel.id === id)) choosePanels(session, [...placed, { id, wide: false }]);
  const selector = id === 'arms' ? '.arms' : `[data-figure="${id}"]`;
  const endApproach = elementOf(selector) ? () => {} : comeNear();
  whenThere(selector, element => {
    endApproach();
    keepInSight(element);
    focusOn(element);
  });
}

/** Opens the settings at one of them. */
export function goToSetting({ store }: Session, path: string): void {
  store.setState({ dialog: 'settings' });
  // An open dialog has taken the focus for itself, and leaves it to what comes after.
  whenThere(`dialog[open] [data-setting="${path}"]`, element => {
    element.scrollIntoView({ block: 'center' });
    const values = 'input:not([type="checkbox"]), select';
    focusOn(element.querySelector<HTMLElement>(values) ?? element.querySelector('input') ?? element);
  });
}

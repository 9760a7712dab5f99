/** What a key or a button of a clicker does in front of an audience. */
export type PresenterAction = 'next' | 'previous' | 'first' | 'last' | 'play' | 'blank' | 'leave';

/** Clickers send page keys or arrows, and B or a full stop for a dark screen. */
const ACTIONS: Record<string, PresenterAction> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  PageDown: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  PageUp: 'previous',
  Home: 'first',
  End: 'last',
  ' ': 'play',
  b: 'blank',
  B: 'blank',
  '.': 'blank',
  Escape: 'leave',
};

/** What a key press means; null where it is left to the page. */
export function actionOf(press: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}): PresenterAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  return Object.hasOwn(ACTIONS, press.key) ? ACTIONS[press.key]! : null;
}

/** Where an action leads from one of `count` slides; it stays where it does not move. */
export function slideAfter(action: PresenterAction, at: number, count: number): number {
  switch (action) {
    case 'next':
      return Math.min(count - 1, at + 1);
    case 'previous':
      return Math.max(0, at - 1);
    case 'first':
      return 0;
    case 'last':
      return count - 1;
    default:
      return at;
  }
}

import { type Command, commandForKey } from './commands';

const FIELDS = 'input, select, textarea, [contenteditable]:not([contenteditable="false"])';
/** Elements that space presses by themselves. */
const PRESSED_BY_SPACE = 'button, a[href], summary, label, [role="button"]';

/** Keys that may act again while they are held down. */
const REPEATING = new Set(['step', 'step10']);

/**
 * The command that a key press on the page means; undefined where the press belongs to a field, to a dialog, or
 * to the focused button itself, which the browser presses on space.
 * @param byPointer the reader pointed last: a button has the focus only because it was clicked, and keeps no space
 */
export function commandOfPress(event: KeyboardEvent, byPointer: boolean): Command | undefined {
  if (event.defaultPrevented || event.isComposing) return undefined;
  const command = commandForKey(event);
  if (!command || (event.repeat && !REPEATING.has(command.id))) return undefined;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(FIELDS)) return undefined;
  if (event.key === ' ' && !byPointer && target?.closest(PRESSED_BY_SPACE)) return undefined;
  if (document.querySelector('dialog[open]')) return undefined;
  return command;
}

/** Listens for the keys of all commands. Returns what ends it. */
export function listenForKeys(run: (command: Command) => void): () => void {
  let byPointer = false;
  let tookSpace = false;
  const pointed = () => {
    byPointer = true;
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Tab') byPointer = false;
    const command = commandOfPress(event, byPointer);
    if (event.key === ' ') tookSpace = command !== undefined || (tookSpace && event.repeat);
    // A held space must not press the button that it did not belong to.
    if (event.key === ' ' && tookSpace) event.preventDefault();
    if (!command) return;
    event.preventDefault();
    run(command);
  };
  // Some browsers press a button only when space is let go.
  const release = (event: KeyboardEvent) => {
    if (event.key !== ' ' || !tookSpace) return;
    tookSpace = false;
    event.preventDefault();
  };
  document.addEventListener('pointerdown', pointed, true);
  document.addEventListener('keydown', press);
  document.addEventListener('keyup', release);
  return () => {
    document.removeEventListener('pointerdown', pointed, true);
    document.removeEventListener('keydown', press);
    document.removeEventListener('keyup', release);
  };
}

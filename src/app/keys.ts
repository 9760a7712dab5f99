import { type Command, commandForKey } from './commands';

const FIELDS = 'input, select, textarea, [contenteditable]:not([contenteditable="false"])';
/** Elements that space presses by themselves. */
const PRESSED_BY_SPACE = 'button, a[href], summary, label, [role="button"]';

/** Keys that may act again while they are held down. */
const REPEATING = new Set(['step', 'step10']);

/**
 * The command that a key press on the page means; undefined where the press belongs to a field, to a dialog, or
 * to the focused button itself, which the browser presses on space.
 */
export function commandOfPress(event: KeyboardEvent): Command | undefined {
  if (event.defaultPrevented || event.isComposing) return undefined;
  const command = commandForKey(event);
  if (!command || (event.repeat && !REPEATING.has(command.id))) return undefined;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(FIELDS)) return undefined;
  if (event.key === ' ' && target?.closest(PRESSED_BY_SPACE)) return undefined;
  if (document.querySelector('dialog[open]')) return undefined;
  return command;
}

/** Listens for the keys of all commands. Returns what ends it. */
export function listenForKeys(run: (command: Command) => void): () => void {
  const press = (event: KeyboardEvent) => {
    const command = commandOfPress(event);
    if (!command) return;
    event.preventDefault();
    run(command);
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}

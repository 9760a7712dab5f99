import type { ReactNode } from 'react';
import { type CommandId, commandOf, isOffered } from '../commands';
import { useAppState, useCommand } from '../context';

interface CommandButtonProps {
  command: CommandId;
  className?: string;
  /** Its name for people who cannot see the drawing; the command's own where absent. */
  label?: string;
  pressed?: boolean;
  children: ReactNode;
}

/** A button that runs one command. It is never taken away or disabled, so that it keeps the focus. */
export function CommandButton({ command, className, label, pressed, children }: CommandButtonProps) {
  const { label: name, key, otherwise } = commandOf(command);
  const run = useCommand(command);
  const usable = useAppState(state => isOffered(commandOf(command), state));
  const words = usable ? (label ?? name) : (otherwise ?? label ?? name);
  return (
    <button
      type="button"
      className={className}
      data-command={command}
      aria-label={label}
      aria-pressed={pressed}
      aria-disabled={usable ? undefined : true}
      title={key ? `${words} (${key.shown})` : words}
      onClick={run}
    >
      {children}
    </button>
  );
}

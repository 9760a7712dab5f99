import { type ReactNode, useEffect, useRef } from 'react';
import { useApp } from '../context';
import type { DialogName } from '../store';
import { Icon } from './icons';

interface DialogProps {
  name: DialogName;
  title: string;
  className?: string;
  /** Stays in sight below the title however far the dialog is scrolled. */
  news?: ReactNode;
  children: ReactNode;
}

/** Where the focus goes on closing: to what has it now; from an entry of a menu, that is about to close, to its button. */
function placeOfReturn(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest('[popover]');
  return menu
    ? document.querySelector<HTMLElement>(`[popovertarget="${menu.id}"]`)
    : (activeElement as HTMLElement | null);
}

/** A native modal dialog. On closing, the focus goes back to what had it before. */
export function Dialog({ name, title, className, news, children }: DialogProps) {
  const { session } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const back = placeOfReturn();
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      back?.focus();
    };
  }, []);
  const close = () => {
    // A number that is still being typed is taken first.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    dialog.current?.close();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it, as Escape does by itself.
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={`${name}-title`}
      onCancel={event => {
        event.preventDefault();
        close();
      }}
      onClose={() => session.store.setState({ dialog: null })}
      onClick={event => {
        if (event.target === dialog.current) close();
      }}
    >
      <div className="dialog-body">
        <header className="dialog-header">
          <h2 id={`${name}-title`}>{title}</h2>
          <button type="button" className="pill square" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
          {news}
        </header>
        {children}
      </div>
    </dialog>
  );
}

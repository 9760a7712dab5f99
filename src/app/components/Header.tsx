import type { MouseEvent } from 'react';
import { commandOf } from '../commands';
import { CommandButton } from './CommandButton';
import { DeviceChip } from './DeviceChip';
import { Experiments } from './Experiments';
import { Icon } from './icons';
import { MethodLink } from './MethodLink';

function Menu() {
  // After the command has run: it may open a dialog, which has to see where the focus was.
  const close = (event: MouseEvent<HTMLElement>) => {
    const menu = event.currentTarget;
    if ((event.target as Element).closest('a, button:not([aria-disabled])'))
      requestAnimationFrame(() => menu.hidePopover());
  };
  return (
    <>
      <button
        type="button"
        className="pill square"
        popoverTarget="menu"
        aria-label="Files and more"
        title="Files and more"
      >
        <Icon name="menu" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its entries are buttons; it closes when one was pressed. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a press by key is a click too. */}
      <div id="menu" popover="auto" className="popover menu" onClick={close}>
        {(
          [
            'lessons',
            'predict',
            'palette',
            'present',
            'branch',
            'change',
            'sweep',
            'runs',
            'open-files',
            'open-folder',
            'import',
            'save',
            'table',
            'export-json',
            'export-csv',
            'export-losses',
            'panels',
            'undo',
            'shortcuts',
          ] as const
        ).map(command => (
          <MenuItem key={command} command={command} />
        ))}
        <MethodLink className="menu-link" section="words">
          All words
        </MethodLink>
        <MethodLink className="menu-link">How it is measured</MethodLink>
      </div>
    </>
  );
}

function MenuItem({ command }: { command: Parameters<typeof CommandButton>[0]['command'] }) {
  const { label, key } = commandOf(command);
  return (
    <CommandButton command={command}>
      <span>{label}</span>
      {key && <kbd>{key.shown}</kbd>}
    </CommandButton>
  );
}

export function Header() {
  return (
    <header className="header">
      <p className="wordmark">Richscope</p>
      <Experiments />
      <div className="header-end">
        <DeviceChip />
        <CommandButton command="copy-link" className="pill" label="Share: copy the link">
          Share
        </CommandButton>
        <CommandButton command="theme" className="pill square" label="Light or dark">
          <Icon name="theme" />
        </CommandButton>
        <Menu />
      </div>
    </header>
  );
}

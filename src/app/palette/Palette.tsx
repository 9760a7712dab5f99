import '../styles/palette.css';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog } from '../components/Dialog';
import { Prose } from '../components/Prose';
import { useApp } from '../context';
import { type PaletteEntry, paletteEntries } from './entries';
import { grouped, search } from './search';

/** How far the page keys go. */
const PAGE = 8;

/** Where a key leads from one of `count` options; null for keys that are not for moving. */
export function movedTo(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (from + 1) % count;
    case 'ArrowUp':
      return (from - 1 + count) % count;
    case 'PageDown':
      return Math.min(count - 1, from + PAGE);
    case 'PageUp':
      return Math.max(0, from - PAGE);
    default:
      return null;
  }
}

interface OptionProps {
  id: string;
  entry: PaletteEntry;
  selected: boolean;
  onChoose(): void;
}

function Option({ id, entry, selected, onChoose }: OptionProps) {
  const { title, aside, otherwise, group } = entry;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which points at the option.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field chooses it.
    <div
      id={id}
      role="option"
      className="palette-option"
      data-entry={entry.id}
      aria-selected={selected}
      aria-disabled={otherwise !== null || undefined}
      onClick={onChoose}
    >
      <span className="palette-title">
        <Prose text={title} />
      </span>
      <span className="palette-aside">
        {otherwise ?? (group === 'Commands' && aside ? <kbd>{aside}</kbd> : <Prose text={aside} />)}
      </span>
    </div>
  );
}

const countWords = (count: number) => (count === 1 ? '1 found' : `${count} found`);

/** Finds commands, experiments, panels and settings by what is typed, and does what is chosen. */
export default function Palette() {
  const { session, services } = useApp();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const entries = useMemo(() => paletteEntries(session.store.getState()), [session]);
  const groups = useMemo(() => grouped(search(entries, text)), [entries, text]);
  const shown = groups.flatMap(group => group.entries);
  const optionId = (entry: PaletteEntry) => `${id}-${entry.id}`;
  const selected = shown[at];
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (selected) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  const close = () => session.store.setState({ dialog: null });
  const choose = (entry: PaletteEntry) => {
    if (entry.otherwise !== null) return;
    close();
    // What had the focus before has it again by then, and a dialog that opens next gives it back to that.
    requestAnimationFrame(() => entry.run(session, services));
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isAgain = event.key === 'k' && (event.ctrlKey || event.metaKey);
    const to = shown.length ? movedTo(event.key, at, shown.length) : null;
    if (to !== null) setAt(to);
    else if (isAgain) close();
    else if (event.key === 'Enter' && selected) choose(selected);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog name="palette" title="Find" className="palette whole">
      <input
        ref={field}
        className="palette-field"
        type="text"
        role="combobox"
        aria-label="Command, experiment, panel or setting"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={selected && optionId(selected)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="Command, experiment, panel or setting"
        value={text}
        onChange={event => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <p className="unseen" role="status">
        {text && countWords(shown.length)}
      </p>
      <div
        ref={list}
        id={`${id}-list`}
        className="palette-list"
        role="listbox"
        aria-label="Found"
        tabIndex={-1}
      >
        {groups.map(({ name, entries: inGroup }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox.
          <div key={name} role="group" aria-label={name}>
            <p className="palette-group" aria-hidden="true">
              {name}
            </p>
            {inGroup.map(entry => (
              <Option
                key={entry.id}
                id={optionId(entry)}
                entry={entry}
                selected={entry === selected}
                onChoose={() => choose(entry)}
              />
            ))}
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className="palette-none">Nothing here is called “{text.trim()}”. Try another word, or fewer.</p>
      )}
      <p className="palette-keys" aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> go <kbd>Esc</kbd> close
      </p>
    </Dialog>
  );
}

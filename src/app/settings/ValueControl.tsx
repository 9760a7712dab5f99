import { type KeyboardEvent, useEffect, useState } from 'react';
import type { FieldMeta, Scalar } from '../../experiment/schema';
import { formatSetting } from '../format';
import { type Control, readNumber, stepped } from './values';

interface ValueControlProps {
  path: string;
  meta: FieldMeta;
  control: Control;
  value: Scalar;
  /** Absent for the value that all arms share. */
  arm?: number;
  id: string;
  /** For people who cannot see the labels around it. */
  name: string;
  describedBy: string;
  invalid: boolean;
  /** @returns false where the value was refused because of another setting */
  onValue(value: Scalar): boolean;
  onFault(sentence: string | null): void;
}

export function ValueControl(props: ValueControlProps) {
  const { control, value, meta, path, arm, onValue } = props;
  const common = {
    id: props.id,
    'aria-label': props.name,
    'aria-describedby': props.describedBy,
    'aria-invalid': props.invalid || undefined,
    name: arm === undefined ? path : `${path}.${arm}`,
  };
  if (control.kind === 'number') return <NumberControl {...props} common={common} control={control} />;
  if (control.kind === 'text') return <TextControl {...props} common={common} />;
  const options = control.kind === 'switch' ? ['false', 'true'] : control.options;
  const read = (text: string) => (control.kind === 'switch' ? text === 'true' : text);
  return (
    <select {...common} value={String(value)} onChange={event => onValue(read(event.target.value))}>
      {options.map(option => (
        <option key={option} value={option}>
          {meta.words?.[option] ?? option}
        </option>
      ))}
    </select>
  );
}

/** A text is taken on Enter and on leaving the field; what is refused stays there to be mended. */
function TextControl({ common, value, onValue }: ValueControlProps & { common: object }) {
  const [draft, setDraft] = useState(String(value));
  useEffect(() => setDraft(String(value)), [value]);
  const take = () => {
    if (draft.trim() !== value) onValue(draft.trim());
  };
  return (
    <input
      {...common}
      type="text"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={draft}
      onChange={event => setDraft(event.target.value)}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}

interface NumberControlProps extends ValueControlProps {
  control: Control & { kind: 'number' };
  common: object;
}

const written = (value: Scalar) => (value === null ? '' : String(value));

/** A number is taken on Enter, on leaving the field, and by the arrow keys and the two small buttons. */
function NumberControl({ common, control, value, meta, onValue, onFault }: NumberControlProps) {
  const [draft, setDraft] = useState(written(value));
  useEffect(() => setDraft(written(value)), [value]);
  const take = (text: string) => {
    if (text === written(value)) return onFault(null);
    try {
      const read = readNumber(text, control, meta.label);
      if (read === value) setDraft(written(value));
      if (!onValue(read)) setDraft(written(value));
    } catch (error) {
      onFault((error as Error).message);
    }
  };
  const move = (direction: 1 | -1) => {
    const next = stepped(value as number | null, direction, meta, control);
    // At once: a field that is left right after the key press must not take back what it shows no longer.
    if (onValue(next)) setDraft(written(next));
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') take(draft);
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? 1 : -1);
  };
  return (
    <span className="number">
      <button type="button" tabIndex={-1} aria-label={`Less: ${meta.label}`} onClick={() => move(-1)}>
        −
      </button>
      <input
        {...common}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        placeholder={control.optional ? formatSetting(meta, null) : undefined}
        value={draft}
        onChange={event => setDraft(event.target.value)}
        onBlur={() => take(draft)}
        onKeyDown={press}
      />
      <button type="button" tabIndex={-1} aria-label={`More: ${meta.label}`} onClick={() => move(1)}>
        +
      </button>
    </span>
  );
}

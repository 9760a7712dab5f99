import { useState } from 'react';
import { runsError } from '../../recording/runs/database';
import type { RunHead } from '../../recording/runs/types';
import { useApp } from '../context';
import { ALL, MOST_OVERLAID, overlayOf } from './overlay';
import { settingsThatDiffer } from './table';

interface OverlayChoiceProps {
  /** The runs that are selected. */
  chosen: readonly RunHead[];
  onDone(): void;
  onFault(message: string): void;
}

/** Lays the selected runs behind the live one: each on its own, or as means over all that share a value. */
export function OverlayChoice({ chosen, onDone, onFault }: OverlayChoiceProps) {
  const { session } = useApp();
  const [groupBy, setGroupBy] = useState('');
  const differing = settingsThatDiffer(chosen).filter(({ path }) => path !== 'seed');
  const group = differing.some(({ path }) => path === groupBy) || groupBy === ALL ? groupBy : '';
  const works = chosen.length > 0 && chosen.length <= MOST_OVERLAID;
  const overlay = () =>
    overlayOf(chosen, group || null).then(
      behind => {
        session.store.setState({ behind });
        onDone();
      },
      (error: unknown) => onFault(runsError(error).message),
    );
  return (
    <>
      <label className="runs-group">
        Draw{' '}
        <select value={group} onChange={event => setGroupBy(event.currentTarget.value)}>
          <option value="">each run</option>
          <option value={ALL}>mean of all</option>
          {differing.map(({ path, meta }) => (
            <option key={path} value={path}>
              mean by {meta.label.toLowerCase()}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="pill"
        aria-disabled={works ? undefined : true}
        title={
          chosen.length > MOST_OVERLAID
            ? `At most ${MOST_OVERLAID} runs can lie behind the live one: select fewer`
            : 'Thin lines behind the live curves'
        }
        onClick={() => {
          if (works) void overlay();
        }}
      >
        {chosen.length ? `Overlay ${chosen.length}` : 'Overlay: select runs'}
      </button>
    </>
  );
}

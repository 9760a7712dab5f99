import { useRef } from 'react';
import { PRESETS } from '../../experiment/presets';
import { useApp, useAppState } from '../context';
import { fittingTabs } from '../tabs';
import { CommandButton } from './CommandButton';
import { useSize } from './useSize';

/** An experiment that is no preset stands behind the first few of them. */
const OWN_PLACE = 3;
const OWN = { id: null, title: 'Your own', experiment: null };

/** The button of the gallery, and beside it the experiment that is shown with as many neighbours as there is room for. */
export function Experiments() {
  const { session } = useApp();
  const shown = useAppState(state => state.experiment.preset);
  const tabs = useRef<HTMLUListElement>(null);
  const { width } = useSize(tabs);
  const known = PRESETS.some(({ id }) => id === shown);
  const all = known ? PRESETS : [...PRESETS.slice(0, OWN_PLACE - 1), OWN];
  const current = known ? all.findIndex(({ id }) => id === shown) : all.length - 1;
  const [from, to] = fittingTabs(
    all.map(({ title }) => title),
    current,
    width,
  );
  return (
    <nav className="experiments" aria-label="Experiments">
      <CommandButton command="gallery" className="pill">
        Experiments
      </CommandButton>
      <ul className="tabs" ref={tabs}>
        {all.slice(from, to).map(({ id, title, experiment }) => (
          <li key={title}>
            {experiment ? (
              <button
                type="button"
                className="tab"
                data-preset={id}
                aria-current={shown === id ? 'page' : undefined}
                onClick={() => {
                  if (shown !== id) session.open(experiment, `opening “${title}”`);
                }}
              >
                <span>{title}</span>
              </button>
            ) : (
              <span className="tab" aria-current="page">
                <span>{title}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { useId } from 'react';
import { PRESETS } from '../../experiment/presets';
import { sweepPaths } from '../../experiment/sweep';
import { useSweep } from './current';
import { type Draft, valuesAround } from './draft';
import { sizeWords } from './words';

interface SweepFormProps {
  draft: Draft;
  /** What is wrong with it, in a sentence. */
  fault: string | null;
  /** A sweep is under way, which must not change. */
  busy: boolean;
  /** While it is typed. */
  onDraft(draft: Draft): void;
  /** Once it is to be shown. */
  onTake(draft: Draft): void;
}

const GROUPS = [
  ['data', 'Data'],
  ['model', 'Network'],
  ['training', 'Training'],
  ['run', 'Run'],
] as const;

function SettingOptions() {
  const paths = sweepPaths();
  return GROUPS.map(([group, title]) => (
    <optgroup key={group} label={title}>
      {paths
        .filter(({ meta }) => meta.group === group)
        .map(({ path, meta }) => (
          <option key={path} value={path}>
            {meta.label}
          </option>
        ))}
    </optgroup>
  ));
}

/** What is swept: one or two settings with their values, seeds, and the length of each run. */
export function SweepForm({ draft, fault, busy, onDraft, onTake }: SweepFormProps) {
  const id = useId();
  const shown = useSweep(state => state.results.sweep);
  const { experiment, axes } = draft;
  const source = PRESETS.find(preset => preset.id === experiment.preset)?.title;
  const withAxis = (place: number, change: Partial<Draft['axes'][number]>): Draft => {
    const [first, second] = axes.map((axis, i) => (i === place ? { ...axis, ...change } : axis));
    return { ...draft, axes: [first!, second!] };
  };
  const field = (name: string, label: string, value: string, change: (text: string) => Draft) => (
    <div className="sweep-field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        name={name}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-size`}
        aria-invalid={fault !== null || undefined}
        value={value}
        onChange={event => onDraft(change(event.target.value))}
        onBlur={() => onTake(draft)}
      />
    </div>
  );
  return (
    <form
      className="settings sweep-form"
      onSubmit={event => {
        event.preventDefault();
        onTake(draft);
      }}
    >
      <fieldset disabled={busy} aria-label="What is swept">
        {source && <p className="setting-help">Everything else is as in “{source}”.</p>}
        {axes.map(({ path, values }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sweep has a first and a second setting.
          <div className="sweep-axis" key={place}>
            <div className="sweep-field">
              <label htmlFor={`${id}-path-${place}`}>{place ? 'And along' : 'Along'}</label>
              <select
                id={`${id}-path-${place}`}
                name={`path${place}`}
                value={path}
                onChange={({ target }) =>
                  onTake(
                    withAxis(place, {
                      path: target.value,
                      values: target.value && valuesAround(experiment, target.value),
                    }),
                  )
                }
              >
                {place > 0 && <option value="">nothing else</option>}
                <SettingOptions />
              </select>
            </div>
            {path && field(`values${place}`, 'Values', values, text => withAxis(place, { values: text }))}
          </div>
        ))}
        <div className="sweep-axis">
          {field('seeds', 'Seeds', draft.seeds, seeds => ({ ...draft, seeds }))}
          {field('steps', 'Steps a run', draft.steps, steps => ({ ...draft, steps }))}
        </div>
        <button type="submit" className="unseen" tabIndex={-1}>
          Take what was typed
        </button>
      </fieldset>
      <p className="setting-help" id={`${id}-size`}>
        {fault ? 'Nothing has changed.' : `${sizeWords(shown)}.`}
      </p>
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}

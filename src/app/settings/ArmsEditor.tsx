import { useEffect, useState } from 'react';
import { withoutArm } from '../../experiment/later';
import { ARM_IDS, type Arm } from '../../experiment/schema';
import { useApp, useAppState } from '../context';
import { AddArm } from './AddArm';
import { withArmLike } from './values';

/** Name, add and take away arms: one to four. `onDiffer` is told in which setting a new one is to differ. */
export function ArmsEditor({ onDiffer }: { onDiffer(path: string): void }) {
  const { session } = useApp();
  const experiment = useAppState(state => state.experiment);
  const [fault, setFault] = useState<string | null>(null);
  const { arms } = experiment;
  const edit = (next: Arm[], base = experiment) => {
    try {
      session.edit({ ...base, arms: next });
      setFault(null);
    } catch {
      setFault('An arm needs a name of 1 to 60 letters.');
    }
  };
  const rename = (index: number, label: string) =>
    edit(arms.map((arm, at) => (at === index ? { ...arm, label } : arm)));
  return (
    <div className="setting">
      {arms.map((arm, index) => (
        <div className="setting-arm" key={ARM_IDS[index]}>
          <b>{ARM_IDS[index]}</b>
          <NameField
            name={arm.label}
            label={`Name of arm ${ARM_IDS[index]}`}
            onName={label => rename(index, label)}
          />
          {arms.length > 1 && (
            <button
              type="button"
              className="pill"
              aria-label={`Take away arm ${ARM_IDS[index]}`}
              onClick={() => {
                const left = withoutArm(experiment, index);
                edit(left.arms, left);
              }}
            >
              Take away
            </button>
          )}
        </div>
      ))}
      {arms.length < ARM_IDS.length && (
        <AddArm
          experiment={experiment}
          onAdd={(like, path) => {
            edit(withArmLike(experiment, like, path).arms);
            if (path) onDiffer(path);
          }}
        />
      )}
      <p className="setting-help">
        Networks that train side by side on the same seed, pictures and batches. Let a new arm differ from
        another in one setting, so that what comes of it has one cause.
      </p>
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

interface NameFieldProps {
  name: string;
  label: string;
  onName(name: string): void;
}

function NameField({ name, label, onName }: NameFieldProps) {
  const [draft, setDraft] = useState(name);
  useEffect(() => setDraft(name), [name]);
  const take = () => {
    if (draft !== name) onName(draft);
  };
  return (
    <input
      type="text"
      aria-label={label}
      maxLength={60}
      value={draft}
      onChange={event => setDraft(event.target.value)}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}

import { useId, useMemo, useState } from 'react';
import { ARM_IDS, type Experiment, settingPaths } from '../../experiment/schema';
import { appliesTo } from './values';

interface AddArmProps {
  experiment: Experiment;
  /** @param path the setting in which the new arm is to differ; null: in nothing yet */
  onAdd(like: number, path: string | null): void;
}

/** "An arm like A, but with another learning rate": a copy of an arm, with one setting of its own. */
export function AddArm({ experiment, onAdd }: AddArmProps) {
  const id = useId();
  const [chosenLike, setLike] = useState<number | null>(null);
  const [path, setPath] = useState('');
  const { arms } = experiment;
  const like = Math.min(chosenLike ?? arms.length - 1, arms.length - 1);
  const settings = useMemo(
    () => settingPaths().filter(({ meta }) => meta.perArm && appliesTo(experiment, meta, like)),
    [experiment, like],
  );
  const chosen = settings.some(setting => setting.path === path) ? path : '';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend of its own.
    <div className="add-arm" role="group" aria-label="Add an arm">
      <label htmlFor={`${id}-like`}>Like</label>
      <select id={`${id}-like`} value={like} onChange={event => setLike(Number(event.target.value))}>
        {arms.map((_, index) => (
          <option key={ARM_IDS[index]} value={index}>
            {ARM_IDS[index]}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-setting`}>but with another</label>
      <select
        className="add-arm-setting"
        id={`${id}-setting`}
        value={chosen}
        onChange={event => setPath(event.target.value)}
      >
        <option value="" aria-label="setting, chosen later">
          …
        </option>
        {settings.map(setting => (
          <option key={setting.path} value={setting.path}>
            {setting.meta.label.toLowerCase()}
          </option>
        ))}
      </select>
      <button type="button" className="pill" onClick={() => onAdd(like, chosen || null)}>
        Add an arm
      </button>
    </div>
  );
}

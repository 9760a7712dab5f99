import { useEffect, useMemo, useRef, useState } from 'react';
import { PRESETS } from '../../experiment/presets';
import { type ExperimentError, type FieldMeta, parseExperiment, settingPaths } from '../../experiment/schema';
import { Dialog } from '../components/Dialog';
import { useApp, useAppState } from '../context';
import { ArmsEditor } from './ArmsEditor';
import { CostLine } from './CostLine';
import { DataSources } from './DataSources';
import { SettingField } from './SettingField';

const GROUPS: { id: FieldMeta['group']; title: string }[] = [
  { id: 'data', title: 'Data' },
  { id: 'model', title: 'Network' },
  { id: 'training', title: 'Training' },
  { id: 'run', title: 'Run' },
];

/** An experiment with nothing chosen: one network, all settings at their defaults. */
function StartFromNothing() {
  const { session } = useApp();
  return (
    <button
      type="button"
      className="pill"
      onClick={() => session.open(parseExperiment({}), 'starting from nothing')}
    >
      Start from nothing
    </button>
  );
}

function StartOver() {
  const { session } = useApp();
  const preset = useAppState(state => state.experiment.preset);
  const last = PRESETS.find(({ id }) => id === preset) ?? PRESETS[0]!;
  return (
    <button
      type="button"
      className="pill"
      onClick={() => session.open(last.experiment, `opening “${last.title}”`)}
    >
      Start over from “{last.title}”
    </button>
  );
}

/** The form: one control for each setting of the schema, in its order. */
export default function SettingsDialog() {
  const { session } = useApp();
  const undoLabel = useAppState(state => state.undoLabel);
  const change = useAppState(state => state.notices.find(({ where }) => where === 'change'));
  const fields = useMemo(() => settingPaths(), []);
  // A new experiment from outside the form takes the place of what is typed in it.
  const [refused, setRefused] = useState<ExperimentError | null>(null);
  const [form, setForm] = useState(0);
  /** The setting in which an arm has just been made to differ. */
  const [differs, setDiffers] = useState<string | null>(null);
  const sheet = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (differs === null) return;
    const setting = sheet.current!.querySelector(`[data-setting="${differs}"]`);
    const values = setting?.querySelectorAll<HTMLElement>('.setting-arms input, .setting-arms select');
    // The value to change is that of the newest arm, which comes last.
    [...(values ?? [])].at(-1)?.focus();
    setDiffers(null);
  }, [differs]);
  return (
    <Dialog
      name="settings"
      title="What if?"
      className="sheet"
      news={
        <div className="sheet-news">
          <p role="status">
            {change ? `Changed. ${change.message}` : 'Each change starts the run anew, paused.'}
          </p>
          {undoLabel !== null && (
            <button
              type="button"
              className="pill"
              onClick={() => {
                session.undo();
                setForm(form + 1);
              }}
            >
              Undo
            </button>
          )}
        </div>
      }
    >
      <p className="dialog-lead">What was recorded comes back with undo.</p>
      <div className="dialog-actions">
        <StartOver />
        <StartFromNothing />
      </div>
      <CostLine />
      <form className="settings" ref={sheet} onSubmit={event => event.preventDefault()} key={form}>
        <fieldset>
          <legend>Arms</legend>
          <ArmsEditor onDiffer={setDiffers} />
        </fieldset>
        {GROUPS.map(({ id, title }) => (
          <fieldset key={id}>
            <legend>{title}</legend>
            {fields
              .filter(({ meta }) => meta.group === id)
              .map(field => (
                <SettingField
                  key={field.path}
                  {...field}
                  refused={refused?.path === field.path ? refused : null}
                  onRefused={setRefused}
                />
              ))}
            {id === 'data' && <DataSources />}
          </fieldset>
        ))}
      </form>
    </Dialog>
  );
}

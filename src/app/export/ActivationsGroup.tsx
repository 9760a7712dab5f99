import { useState } from 'react';
import { activationsToNpz } from '../../recording/npz-write';
import { SPLITS, type Split } from '../../recording/types';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { newestActivations } from './activations';
import { fileStem } from './file-stem';
import type { Save } from './SaveDialog';

const SPLIT_WORDS: Record<Split, string> = { train: 'training pictures', test: 'test pictures' };

/** What the newest probe of an arm was measured from, as a file that the command line measures again. */
export function ActivationsGroup({ save }: { save: Save }) {
  const { session } = useApp();
  const { arms, experiment } = useAppState(state => state.recording);
  const probe = useAppState(state => state.view.probe);
  const past = useAppState(state => state.shownStep !== null);
  const [chosen, setArm] = useState(0);
  const [split, setSplit] = useState<Split>(probe);
  const arm = arms[chosen] ?? arms[0]!;
  const make = async () => {
    const { step, activations } = await newestActivations(session, arm.index, split);
    return {
      name: `${fileStem(experiment)}-${arm.id}-${split}-step-${step}-activations.npz`,
      content: activationsToNpz(activations) as BlobPart,
      type: 'application/zip',
    };
  };
  return (
    <>
      <h3 className="save-group">Activations, now</h3>
      <div className="dialog-actions save-activations">
        <select aria-label="Network" value={arm.index} onChange={event => setArm(Number(event.target.value))}>
          {arms.map(({ id, label, index }) => (
            <option key={id} value={index}>
              {id} · {label}
            </option>
          ))}
        </select>
        <select
          aria-label="Measured on"
          value={split}
          onChange={event => setSplit(event.target.value as Split)}
        >
          {SPLITS.map(name => (
            <option key={name} value={name}>
              {SPLIT_WORDS[name]}
            </option>
          ))}
        </select>
        <button type="button" className="pill" onClick={() => save(make)}>
          Newest probe (NumPy, npz)
        </button>
      </div>
      <p className="setting-help">
        Features, outputs, labels and last layer, from which <Prose text="D_LR" /> was measured: the command
        line measures them again with <code>richscope measure</code>.{' '}
        {past && 'Those of the past moment that is shown are not kept: the file holds the newest. '}
      </p>
    </>
  );
}

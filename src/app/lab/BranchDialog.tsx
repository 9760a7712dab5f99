import { type FormEvent, useId, useState } from 'react';
import { ARM_IDS } from '../../experiment/schema';
import { stageAt, stagesOf } from '../../experiment/stages';
import { Dialog } from '../components/Dialog';
import { useApp, useAppState } from '../context';
import { formatCount } from '../format';
import { branch, branchFault, takeAwayLast, type Wishes } from './actions';
import { WishFields } from './WishFields';
import '../styles/lab.css';

/** What making the branch will take, in one sentence; empty where nothing has to be made again. */
function wayWords(kept: boolean, at: number, step: number): string {
  if (kept) return 'No checkpoint of this run is at hand, so all arms are trained again, from step 0.';
  if (at >= step) return '';
  return `The branch makes its way from step ${formatCount(at)} to ${formatCount(step)} first, while the others wait.`;
}

/** "What if?" from a moment of the run on: an arm that leaves another one there, with other settings. */
export default function BranchDialog() {
  const { session } = useApp();
  const id = useId();
  const state = useAppState(all => all);
  const { experiment, kept } = state;
  const [of, setOf] = useState(0);
  const [step, setStep] = useState(() => String(state.shownStep ?? state.recording.step));
  const [wishes, setWishes] = useState<Wishes>({});
  const [fault, setFault] = useState<string | null>(null);
  const at = /^\d+$/.test(step.trim()) ? Number(step) : Number.NaN;
  const refusal = branchFault(state, of, at);
  const { settings } = stageAt(stagesOf(experiment, of), Number.isNaN(at) ? 0 : at);
  const last = experiment.arms.at(-1)!.branch;
  const make = (event: FormEvent) => {
    event.preventDefault();
    if (fault || refusal) return;
    try {
      branch(session, { of, at, set: wishes });
      session.store.setState({ dialog: null });
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  return (
    <Dialog name="branch" title="Branch: what if?" className="sheet">
      <p className="dialog-lead">
        An arm that is the same up to this step and goes on with other settings, beside the one that it
        leaves.
      </p>
      <form className="settings lab" onSubmit={make}>
        <div className="setting setting-row">
          <label htmlFor={`${id}-of`}>Leave</label>
          <select id={`${id}-of`} value={of} onChange={event => setOf(Number(event.target.value))}>
            {experiment.arms.map(({ label }, index) => (
              <option key={ARM_IDS[index]} value={index}>
                {ARM_IDS[index]} {label}
              </option>
            ))}
          </select>
          <label htmlFor={`${id}-at`}>at step</label>
          <input
            id={`${id}-at`}
            className="lab-step"
            type="text"
            inputMode="numeric"
            autoComplete="off"
            value={step}
            aria-invalid={refusal !== null || undefined}
            aria-describedby={`${id}-fault`}
            onChange={event => setStep(event.target.value)}
          />
        </div>
        <WishFields
          key={of}
          settings={settings}
          wishes={wishes}
          fault={fault}
          onWishes={setWishes}
          onFault={setFault}
        />
        <p className="fault" id={`${id}-fault`} role="alert">
          {refusal ?? fault}
        </p>
        <p className="setting-help">{refusal ? '' : wayWords(kept, at, state.recording.step)}</p>
        <div className="dialog-actions">
          <button type="submit" className="pill strong" aria-disabled={refusal !== null || undefined}>
            Branch
          </button>
          {last && !kept && (
            <button type="button" className="pill" onClick={() => takeAwayLast(session)}>
              Take away {ARM_IDS[experiment.arms.length - 1]}, which left {last.of} at step{' '}
              {formatCount(last.at)}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

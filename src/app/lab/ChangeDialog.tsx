import { type FormEvent, useState } from 'react';
import { ARM_IDS, type ArmId } from '../../experiment/schema';
import { stageAt, stagesOf } from '../../experiment/stages';
import { Dialog } from '../components/Dialog';
import { useApp, useAppState } from '../context';
import { armsThatGoOn, change, changeFault, type Wishes } from './actions';
import { MadeChanges } from './MadeChanges';
import { WishFields } from './WishFields';
import '../styles/lab.css';

/** Other settings for the run that is under way, from its next step on. */
export default function ChangeDialog() {
  const { session } = useApp();
  const state = useAppState(all => all);
  const { experiment, recording } = state;
  const going = armsThatGoOn(state);
  const [chosen, setChosen] = useState<readonly ArmId[]>(going);
  const [wishes, setWishes] = useState<Wishes>({});
  const [fault, setFault] = useState<string | null>(null);
  const refusal = changeFault(state);
  const first = Math.max(0, ARM_IDS.indexOf(chosen[0] ?? going[0] ?? 'A'));
  const { settings } = stageAt(stagesOf(experiment, first), recording.step);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (fault || refusal) return;
    try {
      const made = change(session, wishes, chosen);
      // What is wrong is known at once; the answer comes with the next step.
      await Promise.race([made, Promise.resolve()]);
      session.store.setState({ dialog: null });
      await made;
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  return (
    <Dialog name="change" title="Change while it runs" className="sheet">
      <p className="dialog-lead">
        From the next step on. The change is marked on the timeline, and made again at the same step whenever
        this run is trained anew.
      </p>
      {refusal ? (
        <p className="fault">{refusal}</p>
      ) : (
        <form className="settings lab" onSubmit={event => void make(event)}>
          {experiment.arms.length > 1 && (
            <fieldset className="lab-arms">
              <legend>Arms</legend>
              {going.map(id => (
                <label className="apart" key={id}>
                  <input
                    type="checkbox"
                    checked={chosen.includes(id)}
                    onChange={({ target }) =>
                      setChosen(
                        going.filter(other => (other === id ? target.checked : chosen.includes(other))),
                      )
                    }
                  />
                  <b>{id}</b> {experiment.arms[ARM_IDS.indexOf(id)]!.label}
                </label>
              ))}
            </fieldset>
          )}
          <WishFields
            settings={settings}
            wishes={wishes}
            fault={fault}
            onWishes={setWishes}
            onFault={setFault}
          />
          <p className="fault" role="alert">
            {fault}
          </p>
          <div className="dialog-actions">
            <button type="submit" className="pill strong">
              Change
            </button>
          </div>
        </form>
      )}
      <MadeChanges />
    </Dialog>
  );
}

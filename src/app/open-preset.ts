import type { Preset } from '../experiment/presets';
import { readySweep } from '../experiment/sweeps';
import type { Session } from './session';

/** Shows a preset, unless it is there already: with its sweep, where it is about one, and else without a dialog. */
export function openPreset(session: Session, { id, title, experiment }: Preset): void {
  const { store } = session;
  if (store.getState().experiment.preset !== id) session.open(experiment, `opening “${title}”`);
  store.setState(readySweep(id)?.opensWithPreset ? { dialog: 'sweep', askedSweep: id } : { dialog: null });
}

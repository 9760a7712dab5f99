import type { DeviceInfo } from '../../recording/types';
import { isOver, type Services } from '../commands';
import { recordedOf } from '../recorded';
import type { Session } from '../session';
import type { AppState } from '../store';

/** Plays or pauses the run; what is over is played back instead, so that nothing starts anew before an audience. */
export function playOrReplay(session: Session): void {
  const state = session.store.getState();
  if (isOver(state) || state.playingBack) session.playBack();
  else if (state.playing) session.pause();
  else session.play();
}

const isSlow = ({ device, software }: DeviceInfo) => device !== 'webgpu' || software;

/** Whether the recorded run should stand in: nothing was trained yet, there is no GPU to train on, and there is one. */
export const needsRecorded = ({ experiment, recording, playing, status, device }: AppState): boolean =>
  recordedOf(experiment.preset) !== undefined &&
  recording.step === 0 &&
  !playing &&
  (status === 'failed' || (device !== null && isSlow(device)));

/** Shows the recorded run of the experiment on the page from its start, so that the outcome is not given away. */
export async function showRecordedStart(session: Session, services: Services): Promise<void> {
  await services.showRecorded(session.store.getState().experiment.preset!);
  if (session.store.getState().kept) session.showStep(0);
}

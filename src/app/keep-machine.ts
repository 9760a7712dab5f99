import { keep } from './kept';
import { MACHINE_KEY } from './machine';
import type { Session } from './session';

/** Keeps the screen on while `wanted`; browsers let go of it by themselves when a tab is hidden. */
function createWakeLock(): (wanted: boolean) => void {
  let held: Promise<WakeLockSentinel | null> | null = null;
  return wanted => {
    if (wanted && !held)
      // Refused on low battery, and absent in some browsers: then the screen may go dark.
      held = navigator.wakeLock?.request('screen').catch(() => null) ?? null;
    if (wanted || !held) return;
    void held.then(lock => lock?.release());
    held = null;
  };
}

/** Follows the choices: the pace of the GPU, what a hidden tab does, and the screen, which stays on in a run. */
export function keepMachine(session: Session): void {
  const { store } = session;
  const holdScreen = createWakeLock();
  let resting = false;
  const isHidden = () => document.visibilityState === 'hidden';
  session.setPace(store.getState().machine.pace);
  const works = () => store.getState().playing || store.getState().sweeping;
  holdScreen(works() && !isHidden());
  store.subscribe((state, before) => {
    if (state.machine !== before.machine) {
      keep(MACHINE_KEY, state.machine);
      session.setPace(state.machine.pace);
    }
    if (works() !== (before.playing || before.sweeping)) holdScreen(works() && !isHidden());
    if (state.playing) resting = false;
  });
  document.addEventListener('visibilitychange', () => {
    const { playing, machine } = store.getState();
    if (isHidden()) {
      holdScreen(false);
      if (playing && machine.hidden === 'pause') {
        session.pause();
        resting = true;
      }
    } else if (resting) session.play();
    else holdScreen(works());
  });
}

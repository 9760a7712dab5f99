import { keep } from './kept';
import { MACHINE_KEY } from './machine';
import type { Session } from './session';
import type { AppState } from './store';

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

/** The screen stays on while something runs, and in front of an audience. */
const needsScreen = ({ playing, sweeping, stage }: AppState) => playing || sweeping || stage === 'presenter';

/** Follows the choices: the pace of the GPU, what a hidden tab does, and the screen. */
export function keepMachine(session: Session): void {
  const { store } = session;
  const holdScreen = createWakeLock();
  let resting = false;
  const isHidden = () => document.visibilityState === 'hidden';
  session.setPace(store.getState().machine.pace);
  const holdIfNeeded = () => holdScreen(needsScreen(store.getState()) && !isHidden());
  holdIfNeeded();
  store.subscribe((state, before) => {
    if (state.machine !== before.machine) {
      keep(MACHINE_KEY, state.machine);
      session.setPace(state.machine.pace);
    }
    if (needsScreen(state) !== needsScreen(before)) holdIfNeeded();
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
    else holdIfNeeded();
  });
}

import type { Session } from './session';

/** What the reader chooses for this machine. Kept in the browser, and never in a link. */
export interface MachineChoices {
  /** Training goes on while the tab is hidden, or rests until it is seen again. */
  hidden: 'go-on' | 'pause';
  /** The GPU is shared with the page, or does nothing but train. */
  pace: 'shared' | 'full';
}

const KEY = 'richscope/machine';

const DEFAULTS: MachineChoices = { hidden: 'go-on', pace: 'shared' };

/** The choices that were made before on this machine; the defaults where there are none, or storage is blocked. */
export function readMachine(): MachineChoices {
  try {
    const { hidden, pace } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<MachineChoices>;
    return { hidden: hidden === 'pause' ? 'pause' : 'go-on', pace: pace === 'full' ? 'full' : 'shared' };
  } catch {
    return DEFAULTS;
  }
}

function keep(choices: MachineChoices): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // Storage is blocked: the choice holds until the page is closed.
  }
}

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
  store.subscribe((state, before) => {
    if (state.machine !== before.machine) {
      keep(state.machine);
      session.setPace(state.machine.pace);
    }
    const works = state.playing || state.sweeping;
    if (works !== (before.playing || before.sweeping)) holdScreen(works && !isHidden());
    if (state.playing) resting = false;
  });
  document.addEventListener('visibilitychange', () => {
    const { playing, sweeping, machine } = store.getState();
    if (isHidden()) {
      holdScreen(false);
      if (playing && machine.hidden === 'pause') {
        session.pause();
        resting = true;
      }
    } else if (resting) session.play();
    else holdScreen(playing || sweeping);
  });
}

import type { View } from '../experiment/schema';
import { keepView } from './kept-view';
import { setPredicting } from './predict/state';
import { isShipped, recordedOf } from './recorded';
import type { Session } from './session';
import type { AppState } from './store';

export type CommandId =
  | 'play'
  | 'step'
  | 'step10'
  | 'reset'
  | 'new-seed'
  | 'undo'
  | 'play-back'
  | 'now'
  | 'previous-event'
  | 'next-event'
  | 'step-axis'
  | 'smoothing'
  | 'whole-run'
  | 'probe'
  | 'theme'
  | 'palette'
  | 'gallery'
  | 'lessons'
  | 'lesson-next'
  | 'lesson-back'
  | 'predict'
  | 'runs'
  | 'panels'
  | 'recorded'
  | 'settings'
  | 'branch'
  | 'change'
  | 'sweep'
  | 'open-files'
  | 'open-folder'
  | 'import'
  | 'fetch-linked'
  | 'save'
  | 'table'
  | 'export-json'
  | 'export-csv'
  | 'export-losses'
  | 'copy-link'
  | 'present'
  | 'update'
  | 'shortcuts';

/** A key, as `KeyboardEvent.key` names it. Letters match whatever the shift key does. */
export interface Key {
  key: string;
  /** With Control, or Command on a Mac. */
  control?: boolean;
  /** How it is written in the list of keys. */
  shown: string;
  /** It is listened for by what it belongs to, and only while that is open. */
  only?: 'lesson';
}

/** One thing that the reader can do. Buttons, keys, the palette and `window.richscope` all run the same one. */
export interface Command {
  id: CommandId;
  label: string;
  key?: Key;
  /** False where it would do nothing. */
  enabled?(state: AppState): boolean;
  /** Why it would do nothing, and what to do. */
  otherwise?: string;
  /** Opens a dialog or a file picker, or saves a file: not where the page is presented or embedded. */
  pageOnly?: true;
  /** Starts, goes on with or replaces a run: not for those who may only look. */
  runs?: true;
  run(session: Session, services: Services): void | Promise<void>;
}

/** What the page's file pickers are for; a folder has one folder in it for each class. */
export const PICKER_PURPOSES = ['data', 'folder', 'recording'] as const;
export type PickerPurpose = (typeof PICKER_PURPOSES)[number];

/** What commands need of the browser; replaced in tests. */
export interface Services {
  /** A seed that has not been used before, with all likelihood. */
  drawSeed(): number;
  copyLink(): Promise<void>;
  pickFiles(purpose: PickerPurpose): void;
  /** Shows the recording that comes with a preset, or says why it cannot be shown. */
  showRecorded(preset: string): Promise<void>;
  exportRecording(format: 'json' | 'csv' | 'losses'): Promise<void>;
  /** True where the page is dark at present. */
  isDark(): boolean;
}

const setView = ({ store }: Session, change: Partial<View>) =>
  store.setState(({ view }) => ({ view: { ...view, ...change } }));

/** Not, lightly, strongly, and not again. */
const nextSmoothing = (smoothing: View['smoothing']): View['smoothing'] =>
  smoothing === 'none' ? 'light' : smoothing === 'light' ? 'strong' : 'none';

/** No run goes on from what is shown: it is over, or it was brought back or opened from a file. */
export const isOver = ({ status, kept }: AppState) => kept || status === 'finished';

/** What is shown came with the page: somebody else's run, or this reader's of another day. */
export const showsRecorded = ({ kept, recording }: AppState) => kept && isShipped(recording);

const OVER = 'No further step: the run is over. Play starts it anew';

const hasPast = (state: AppState) => state.recording.arms.some(arm => arm.frameCount > 1);

const hasLesson = ({ lesson }: AppState) => lesson !== null;

/** There is something to save. */
export const hasRecorded = (state: AppState) => state.recording.arms.some(arm => arm.frameCount > 0);

export const COMMANDS: readonly Command[] = [
  {
    id: 'play',
    label: 'Play or pause',
    key: { key: ' ', shown: 'Space' },
    runs: true,
    run: session => (session.store.getState().playing ? session.pause() : session.play()),
  },
  {
    id: 'step',
    label: 'One step',
    key: { key: '.', shown: '.' },
    enabled: state => !isOver(state),
    otherwise: OVER,
    runs: true,
    run: session => session.step(1),
  },
  {
    id: 'step10',
    label: 'Ten steps',
    key: { key: '>', shown: 'Shift + .' },
    enabled: state => !isOver(state),
    otherwise: OVER,
    runs: true,
    run: session => session.step(10),
  },
  {
    id: 'reset',
    label: 'Reset, same seed',
    key: { key: 'r', shown: 'R' },
    runs: true,
    run: session => session.reset(),
  },
  {
    id: 'new-seed',
    label: 'New seed',
    key: { key: 'n', shown: 'N' },
    runs: true,
    run: (session, { drawSeed }) => session.newSeed(drawSeed()),
  },
  {
    id: 'undo',
    label: 'Undo the last change, reset or new seed',
    key: { key: 'z', control: true, shown: 'Ctrl or ⌘ + Z' },
    enabled: state => state.undoLabel !== null,
    runs: true,
    run: session => session.undo(),
  },
  {
    id: 'play-back',
    label: 'Play the recording back, or stop it',
    key: { key: 'b', shown: 'B' },
    enabled: hasPast,
    otherwise: 'There is nothing to play back yet: press Play',
    run: session => session.playBack(),
  },
  {
    id: 'now',
    label: 'Back to the newest moment',
    key: { key: 'g', shown: 'G' },
    enabled: state => state.shownStep !== null,
    otherwise: 'This is the newest moment',
    run: session => session.showStep(null),
  },
  {
    id: 'previous-event',
    label: 'Go back to the event before',
    key: { key: 'k', shown: 'K' },
    enabled: hasPast,
    run: async session => (await import('./jump')).jumpToEvent(session, -1),
  },
  {
    id: 'next-event',
    label: 'Go on to the next event',
    key: { key: 'j', shown: 'J' },
    enabled: hasPast,
    run: async session => (await import('./jump')).jumpToEvent(session, 1),
  },
  {
    id: 'step-axis',
    label: 'Log or linear steps',
    key: { key: 'l', shown: 'L' },
    run: session =>
      setView(session, { stepAxis: session.store.getState().view.stepAxis === 'log' ? 'linear' : 'log' }),
  },
  {
    id: 'smoothing',
    label: 'Smooth the curves: not, lightly, strongly',
    key: { key: 'm', shown: 'M' },
    run: session => {
      const smoothing = nextSmoothing(session.store.getState().view.smoothing);
      keepView('smoothing', smoothing);
      setView(session, { smoothing });
    },
  },
  {
    id: 'whole-run',
    label: 'Show the whole run again',
    key: { key: '0', shown: '0' },
    enabled: state => state.zoom !== null,
    otherwise: 'The whole run is shown: drag along the steps of a picture to look closer',
    run: ({ store }) => store.setState({ zoom: null }),
  },
  {
    id: 'probe',
    label: 'Measure on training or on test pictures',
    key: { key: 't', shown: 'T' },
    run: session =>
      setView(session, { probe: session.store.getState().view.probe === 'train' ? 'test' : 'train' }),
  },
  {
    id: 'theme',
    label: 'Light or dark',
    key: { key: 'd', shown: 'D' },
    run: (session, { isDark }) => setView(session, { theme: isDark() ? 'light' : 'dark' }),
  },
  {
    id: 'palette',
    label: 'Find a command, experiment, panel or setting',
    key: { key: 'k', control: true, shown: 'Ctrl or ⌘ + K' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'palette' }),
  },
  {
    id: 'gallery',
    label: 'All experiments',
    key: { key: 'e', shown: 'E' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'gallery' }),
  },
  {
    id: 'lessons',
    label: 'Lessons: guided walks',
    key: { key: 'y', shown: 'Y' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'lessons' }),
  },
  {
    id: 'lesson-next',
    label: 'Lesson: the next step',
    key: { key: 'ArrowRight', shown: '→', only: 'lesson' },
    pageOnly: true,
    enabled: hasLesson,
    run: async (session, services) => (await import('./lessons/walk')).moveLesson(session, services, 1),
  },
  {
    id: 'lesson-back',
    label: 'Lesson: the step before',
    key: { key: 'ArrowLeft', shown: '←', only: 'lesson' },
    pageOnly: true,
    enabled: hasLesson,
    run: async (session, services) => (await import('./lessons/walk')).moveLesson(session, services, -1),
  },
  {
    id: 'predict',
    label: 'Guess first: hide the curves, or show them',
    key: { key: 'u', shown: 'U' },
    pageOnly: true,
    enabled: ({ recording, predicting }) => recording.arms.length > 1 || predicting.on,
    otherwise: 'One network leaves nothing to choose from: add an arm in the settings first',
    run: ({ store }) => setPredicting(store, !store.getState().predicting.on),
  },
  {
    id: 'runs',
    label: 'Runs: compare and keep',
    key: { key: 'h', shown: 'H' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'runs' }),
  },
  {
    id: 'panels',
    label: 'Choose and arrange the panels',
    key: { key: 'p', shown: 'P' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'panels' }),
  },
  {
    id: 'recorded',
    label: 'See the recorded run',
    key: { key: 'v', shown: 'V' },
    enabled: state => !showsRecorded(state) && recordedOf(state.experiment.preset) !== undefined,
    otherwise: 'This is the recorded run: Play starts your own',
    runs: true,
    run: ({ store }, { showRecorded }) => showRecorded(store.getState().experiment.preset!),
  },
  {
    id: 'settings',
    label: 'Settings: what if?',
    key: { key: 's', shown: 'S' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'settings' }),
  },
  {
    id: 'branch',
    label: 'Branch from the moment shown',
    key: { key: 'q', shown: 'Q' },
    enabled: hasRecorded,
    otherwise: 'There is nothing to branch from yet: press Play',
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'branch' }),
  },
  {
    id: 'change',
    label: 'Change settings while it runs',
    key: { key: 'a', shown: 'A' },
    enabled: hasRecorded,
    otherwise: 'There is nothing to change yet: press Play',
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'change' }),
  },
  {
    id: 'sweep',
    label: 'Sweep: many values, several seeds',
    key: { key: 'w', shown: 'W' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'sweep' }),
  },
  {
    id: 'open-files',
    label: 'Open data files (CIFAR, IDX)…',
    key: { key: 'o', shown: 'O' },
    pageOnly: true,
    run: (_, { pickFiles }) => pickFiles('data'),
  },
  {
    id: 'open-folder',
    label: 'Open a folder of pictures…',
    pageOnly: true,
    run: (_, { pickFiles }) => pickFiles('folder'),
  },
  {
    id: 'import',
    label: 'Open a recording…',
    pageOnly: true,
    run: (_, { pickFiles }) => pickFiles('recording'),
  },
  {
    id: 'fetch-linked',
    label: 'Show the recording of the link',
    enabled: state => state.linked !== null,
    otherwise: 'The link of this page shows no recording',
    run: async session => (await import('./linked')).showLinked(session),
  },
  {
    id: 'save',
    label: 'Save pictures, series, a report…',
    key: { key: 'x', shown: 'X' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'save' }),
  },
  {
    id: 'table',
    label: 'See the pictures as tables',
    key: { key: 'i', shown: 'I' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'table' }),
  },
  {
    id: 'export-json',
    label: 'Save the recording (JSON)',
    enabled: hasRecorded,
    pageOnly: true,
    run: (_, { exportRecording }) => exportRecording('json'),
  },
  {
    id: 'export-csv',
    label: 'Save the measures (CSV)',
    enabled: hasRecorded,
    pageOnly: true,
    run: (_, { exportRecording }) => exportRecording('csv'),
  },
  {
    id: 'export-losses',
    label: 'Save the losses (CSV)',
    enabled: hasRecorded,
    pageOnly: true,
    run: (_, { exportRecording }) => exportRecording('losses'),
  },
  {
    id: 'copy-link',
    label: 'Copy the link',
    key: { key: 'c', shown: 'C' },
    run: (_, { copyLink }) => copyLink(),
  },
  {
    id: 'present',
    label: 'Present on the whole screen, or stop',
    key: { key: 'f', shown: 'F' },
    enabled: state => state.stage !== 'embed',
    otherwise: 'Open the page by itself to present it',
    run: async session => (await import('./present/stage')).togglePresenting(session),
  },
  {
    id: 'update',
    label: 'Load the page in its new version',
    enabled: ({ notices }) => notices.some(({ where }) => where === 'version'),
    otherwise: 'This is the newest version',
    pageOnly: true,
    run: async () => (await import('./offline')).applyUpdate(),
  },
  {
    id: 'shortcuts',
    label: 'Keys',
    key: { key: '?', shown: '?' },
    pageOnly: true,
    run: ({ store }) => store.setState({ dialog: 'shortcuts' }),
  },
];

const BY_ID = new Map(COMMANDS.map(command => [command.id, command]));

export const commandOf = (id: CommandId): Command => BY_ID.get(id)!;

/** The command of a key press; undefined where the key means nothing. */
export function commandForKey(press: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}): Command | undefined {
  if (press.altKey) return undefined;
  const control = press.ctrlKey || press.metaKey;
  const typed = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  // Some layouts have no ">" on the shifted full stop.
  const key = typed === '.' && press.shiftKey ? '>' : typed;
  if (control && press.shiftKey) return undefined;
  return COMMANDS.find(
    command => command.key?.key === key && !command.key.only && (command.key.control ?? false) === control,
  );
}

/** True where a command does something at present. */
export const works = ({ enabled, pageOnly }: Command, state: AppState): boolean =>
  (enabled?.(state) ?? true) && !(pageOnly && state.stage !== 'page');

/** True where a command does something, and is the reader's to run. */
export const isOffered = (command: Command, state: AppState): boolean =>
  works(command, state) && !(command.runs && state.readOnly);

/** Runs a command, unless it would do nothing. */
export function runCommand(id: CommandId, session: Session, services: Services): void {
  const command = commandOf(id);
  if (!isOffered(command, session.store.getState())) return;
  void command.run(session, services);
}

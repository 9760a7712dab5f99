import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Experiment, View } from '../experiment/schema';
import type { Behind, Zoom } from '../panels';
import type { Recording } from '../recording/recording';
import type { DataSummary, DeviceInfo, RunStatus } from '../recording/types';
import type { RunCost } from '../workers/protocol';
import { type MachineChoices, readMachine } from './machine';
import type { PanelId } from './panels';
import { type Predicting, readPredicting } from './predict/state';
import { type ChosenRivals, readRivals } from './rivals';

/** A sentence that stays on the page until it is dismissed or its cause is gone. */
export interface Notice {
  id: string;
  /** Beside which control it stands as well; `change` offers to undo. */
  where: 'link' | 'data' | 'device' | 'run' | 'file' | 'recording' | 'keep' | 'version' | 'change';
  message: string;
}

export interface Progress {
  task: string;
  done: number;
  total: number | null;
  unit: 'bytes' | 'pictures';
}

export type DialogName =
  | 'branch'
  | 'change'
  | 'gallery'
  | 'lessons'
  | 'palette'
  | 'panels'
  | 'runs'
  | 'save'
  | 'settings'
  | 'shortcuts'
  | 'sweep'
  | 'table';

/** All that people change or that changes for people. Live series are in the recording, not here. */
export interface AppState {
  experiment: Experiment;
  view: View;
  machine: MachineChoices;
  /** Files for `data.source: "files"`. */
  files: readonly File[];
  status: RunStatus;
  /** The reader wants it to train: true from Play to Pause, also while it is still loading. */
  playing: boolean;
  /** The recording shown is not that of the run in the worker: it was imported or brought back. */
  kept: boolean;
  step: number;
  progress: Progress | null;
  device: DeviceInfo | null;
  data: DataSummary | null;
  /** What the run in the worker needs; null: not known yet, or none is there. */
  cost: RunCost | null;
  /** Bytes of downloaded pictures that are kept on this machine, `bytes` null: none can be; null: not asked for yet. */
  downloads: { bytes: number | null } | null;
  recording: Recording;
  /** Grows with all that is recorded but losses, at most once a frame. */
  recordingVersion: number;
  /** Grows with what is recorded, losses too, a few times a second. */
  lossVersion: number;
  notices: readonly Notice[];
  hoverStep: number | null;
  /** Kept runs that lie behind the curves. */
  behind: (Behind & { words: string }) | null;
  /** The steps that all pictures show; null: the whole run. */
  zoom: Zoom;
  /** Step of the past probe that all pictures show; null: the newest, whatever comes. */
  shownStep: number | null;
  /** The recording is being played back: `shownStep` moves on by itself. */
  playingBack: boolean;
  /** Measures that are shown beside D_LR. */
  rivals: ChosenRivals;
  dialog: DialogName | null;
  lesson: ShownLesson | null;
  predicting: Predicting;
  /** The panel whose data are shown as a table; null: none was chosen yet. */
  tablePanel: PanelId | null;
  /** The page by itself, on the whole screen in front of an audience, or as a part of another page. */
  stage: 'page' | 'presenter' | 'embed';
  /** Address of the recording that a link shows, until it is shown; null: none. */
  linked: string | null;
  /** The reader can look at the run, and neither start nor change one. */
  readOnly: boolean;
  /** The sweep that is to be opened: the id of a ready one, or what a link says; null for the last one. */
  askedSweep: string | null;
  /** A sweep is under way or paused, whether or not its dialog is open. */
  sweeping: boolean;
  /** What undo would bring back, in words; null where there is nothing. */
  undoLabel: string | null;
  /** A short confirmation: "Link copied". */
  said: string;
}

/** The lesson that stands beside the panels. */
export interface ShownLesson {
  id: string;
  /** Index of its step. */
  step: number;
  /** The reader's own run that made room for it; null where there was none. */
  aside: Recording | null;
  /** Its step asks for a guess before the curves are seen. */
  asks: boolean;
}

export type AppStore = StoreApi<AppState>;

export function createAppStore(experiment: Experiment, view: View, recording: Recording): AppStore {
  return createStore<AppState>(() => ({
    experiment,
    view,
    machine: readMachine(),
    files: [],
    status: 'paused',
    playing: false,
    kept: false,
    step: 0,
    progress: null,
    device: null,
    data: null,
    cost: null,
    downloads: null,
    recording,
    recordingVersion: 0,
    lossVersion: 0,
    notices: [],
    hoverStep: null,
    behind: null,
    zoom: null,
    shownStep: null,
    playingBack: false,
    rivals: readRivals(),
    dialog: null,
    lesson: null,
    predicting: readPredicting(),
    tablePanel: null,
    stage: 'page',
    linked: null,
    readOnly: false,
    askedSweep: null,
    sweeping: false,
    undoLabel: null,
    said: '',
  }));
}

/** Adds a notice; a newer one of the same place takes the place of the older. */
export function addNotice(store: AppStore, where: Notice['where'], message: string): void {
  store.setState(({ notices }) => ({
    notices: [...notices.filter(notice => notice.where !== where), { id: where, where, message }],
  }));
}

/** Removes the notices of the given places. */
export function dismissNotices(store: AppStore, ...places: Notice['where'][]): void {
  store.setState(({ notices }) => ({ notices: notices.filter(({ where }) => !places.includes(where)) }));
}

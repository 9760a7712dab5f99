import type { Recording } from '../../recording/recording';
import { runsError } from '../../recording/runs/database';
import { pruneRuns } from '../../recording/runs/library';
import { type KeptRun, loadRun } from '../../recording/runs/load';
import { type Ownership, ownedRuns, ownRun } from '../../recording/runs/owner';
import { type Continued, RunWriter } from '../../recording/runs/writer';
import type { Checkpoint } from '../../workers/protocol';
import type { Session } from '../session';
import { addNotice, dismissNotices } from '../store';
import { announceRuns, onRunsChanged } from './channel';
import { forgetRun, lastRun, ownLastRun, rememberRun } from './pointer';

/** Milliseconds between two writes of a run that is under way. */
const EVERY = 500;
/** Milliseconds after which it is tried again where a write has failed. */
const RETRY = 15_000;
/** Milliseconds after which a write no longer waits for the page to be idle. */
const LATEST = 200;

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint32Array(3)), part => part.toString(36).padStart(7, '0')).join('');

/** Calls back when the page has nothing better to do, soon in any case. */
const whenIdle = (callback: () => void) => {
  if (document.hidden || !('requestIdleCallback' in globalThis)) callback();
  else requestIdleCallback(callback, { timeout: LATEST });
};

/** Keeps the runs of one page: whatever its session trains is written as it goes. */
export class Keeping {
  private readonly session: Session;
  private writer: RunWriter | null = null;
  private ownership: Promise<Ownership | null> | null = null;
  /** What is known of recordings that were kept before, and of those that are being kept. */
  private readonly ids = new WeakMap<Recording, string>();
  private readonly opened = new WeakMap<Recording, { continued: Continued; ownership: Ownership }>();
  private stopListening = () => {};
  private remembered: string | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lastWrite = 0;
  private isPruned = false;
  private fault: string | null = null;

  constructor(session: Session) {
    this.session = session;
  }

  /** Follows the session from now on. */
  follow(): void {
    const { session } = this;
    session.onCheckpoint = (checkpoint, recording) => {
      if (this.writer?.recording === recording) this.writer.keepCheckpoint(checkpoint);
    };
    session.store.subscribe((state, before) => {
      if (state.recording !== before.recording || state.kept !== before.kept) this.attach();
      if (state.view !== before.view && this.remembered) rememberRun(this.remembered, state.view);
    });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) void this.write(true);
    });
    addEventListener('pagehide', () => void this.write(true));
    // Room may have been made.
    onRunsChanged(() => {
      if (this.fault) void this.write();
    });
    this.attach();
  }

  /** The run that the page shows, where it is kept; null otherwise. */
  get shownId(): string | null {
    return this.ids.get(this.session.store.getState().recording) ?? null;
  }

  /**
   * Shows a run that was kept. Where this tab can become its owner it goes on from its last checkpoint.
   * @param label as in `Session.resume`
   * @throws RunsError with one sentence
   */
  async open(id: string, label?: string): Promise<void> {
    const kept = await loadRun(id);
    await this.show(id, kept, label);
  }

  private async show(id: string, kept: KeptRun, label?: string): Promise<void> {
    const { recording, continued, fault } = kept;
    const { store } = this.session;
    // The reader's own files are not kept: such a run can only be looked at.
    const goesOn = kept.checkpoint && recording.experiment.data.source !== 'files';
    const ownership = goesOn ? await ownRun(id) : null;
    this.ids.set(recording, id);
    if (ownership) this.opened.set(recording, { continued, ownership });
    const checkpoint = ownership ? (kept.checkpoint as Checkpoint) : null;
    this.session.resume(recording, checkpoint, label);
    if (fault) addNotice(store, 'keep', fault);
  }

  /** Brings back the run that was on this page, or on the last one that was closed; a link asked for on purpose wins. */
  async restore(): Promise<void> {
    const { store } = this.session;
    const asked = location.hash ? store.getState().experiment : null;
    const own = ownLastRun();
    const last = lastRun();
    const id = asked ? own : (own ?? last?.run);
    if (!id) return;
    const before = store.getState();
    try {
      if (!own && (await ownedRuns()).has(id) && !(await this.isLetGo(id))) return;
      const kept = await loadRun(id);
      const fits = !asked || JSON.stringify(kept.recording.experiment) === JSON.stringify(asked);
      // Meanwhile the reader may have begun something.
      if (!fits || store.getState().experiment !== before.experiment || store.getState().playing) return;
      if (!asked && last) store.setState({ view: last.view });
      await this.show(id, kept);
    } catch (error) {
      addNotice(store, 'keep', runsError(error).message);
    }
  }

  /** A tab that has just crashed may hold its run for a moment. */
  private async isLetGo(id: string): Promise<boolean> {
    const ownership = await ownRun(id);
    ownership?.release();
    return ownership !== null;
  }

  private attach(): void {
    const { recording, kept } = this.session.store.getState();
    if (recording === this.writer?.recording) return;
    this.detach();
    const known = this.opened.get(recording);
    this.remember(this.ids.get(recording) ?? null);
    if (kept || (!known && !recording.runId)) return;
    const id = known?.continued.head.id ?? newId();
    this.writer = new RunWriter(id, recording, Date.now(), known?.continued);
    this.ownership = known ? Promise.resolve(known.ownership) : ownRun(id, true);
    this.opened.delete(recording);
    this.ids.set(recording, id);
    this.stopListening = recording.subscribe(() => this.plan());
    // It may have made its steps before this was loaded.
    this.plan();
  }

  /** Writes the rest of the run that leaves the page, then lets go of it. */
  private detach(): void {
    const { writer, ownership } = this;
    if (!writer) return;
    this.stopListening();
    this.writer = null;
    this.ownership = null;
    void writer
      .write(Date.now(), true)
      .then(announceRuns)
      .catch((error: unknown) => this.fail(error))
      .then(async () => (await ownership)?.release());
  }

  private remember(id: string | null): void {
    if (id) rememberRun(id, this.session.store.getState().view);
    else if (this.remembered) forgetRun(this.remembered);
    this.remembered = id;
  }

  private plan(): void {
    if (this.timer !== null) return;
    const wait = Math.max(0, this.lastWrite + (this.fault ? RETRY : EVERY) - performance.now());
    this.timer = setTimeout(() => whenIdle(() => void this.write()), wait);
  }

  private async write(hurry = false): Promise<void> {
    const { writer } = this;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (!writer) return;
    this.lastWrite = performance.now();
    try {
      await writer.write(Date.now(), hurry);
      // What had failed before came first: what has come since stands behind it.
      if (this.fault) await writer.write(Date.now(), hurry);
      if (writer !== this.writer || writer.recording.step < 1) return;
      this.remember(writer.id);
      if (this.fault) dismissNotices(this.session.store, 'keep');
      this.fault = null;
      announceRuns();
      await this.prune();
      if (writer.isBehind) this.plan();
      if (writer.isScattered) await writer.gather(() => new Promise<void>(whenIdle));
    } catch (error) {
      this.fail(error);
    }
  }

  private async prune(): Promise<void> {
    if (this.isPruned) return;
    this.isPruned = true;
    const gone = await pruneRuns(await ownedRuns(), Date.now());
    if (gone)
      addNotice(
        this.session.store,
        'keep',
        `${gone === 1 ? 'The oldest run was' : `The ${gone} oldest runs were`} deleted to make room for new ones: pin a run under “Runs” to keep it.`,
      );
  }

  private fail(error: unknown): void {
    const { message } = runsError(error);
    if (message !== this.fault) addNotice(this.session.store, 'keep', message);
    this.fault = message;
  }
}

const known = new WeakMap<Session, Keeping>();

/** What keeps the runs of a session. */
export function keepingOf(session: Session): Keeping {
  const keeping = known.get(session) ?? new Keeping(session);
  known.set(session, keeping);
  return keeping;
}

/**
 * Keeps what is trained from now on. Resolves once the last run of this page is back.
 * @param restores false: it is not brought back, since the address points to something else
 */
export async function keepRuns(session: Session, restores: boolean): Promise<void> {
  const keeping = keepingOf(session);
  if (restores) await keeping.restore();
  keeping.follow();
}

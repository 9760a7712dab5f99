import { presetById } from '../../experiment/presets';
import type { Recording, Split } from '../../recording/recording';
import { type Services, showsRecorded } from '../commands';
import type { Session } from '../session';
import { type AppState, addNotice, type ShownLesson } from '../store';
import { LESSONS, lessonOf } from './lessons';
import { stepOfMoment } from './moments';
import { keepProgress } from './progress';
import type { LessonStep, Moment } from './types';

/** The step that is shown; null where no lesson is open. */
export function stepShown(lesson: ShownLesson | null): LessonStep | null {
  return (lesson && lessonOf(lesson.id)?.steps[lesson.step]) ?? null;
}

const shownAt = (id: string, step: number, aside: Recording | null): ShownLesson => ({
  ...{ id, step, aside },
  asks: lessonOf(id)?.steps[step]?.asks === true,
});

/** A run of the reader's own, of which steps were made: nothing takes its place without a word. */
export const hasOwnRun = (state: AppState): boolean => state.recording.step > 0 && !showsRecorded(state);

/** What a step is about is on the page: the recorded run of its preset, or a run of the reader's own of it. */
const isSetUp = (state: AppState, { preset, live }: LessonStep): boolean =>
  state.experiment.preset === preset && (hasOwnRun(state) || (live ? !state.kept : showsRecorded(state)));

/**
 * Opens a lesson, and sets up one of its steps. Where there is no such lesson or step, a notice says so and nothing
 * else happens.
 * @param step counted from 1
 */
export async function openLesson(
  session: Session,
  services: Services,
  id: string,
  step: number,
): Promise<void> {
  const { store } = session;
  const found = lessonOf(id);
  if (!found?.steps[step - 1]) {
    const what = found
      ? `The lesson “${found.title}” has the steps 1 to ${found.steps.length}`
      : `There is no lesson "${id.slice(0, 40)}", but ${LESSONS.map(lesson => lesson.id).join(', ')}`;
    addNotice(store, 'link', `${what}. Y shows all lessons.`);
    return;
  }
  store.setState(({ lesson }) => ({
    dialog: null,
    lesson: shownAt(id, step - 1, lesson?.aside ?? null),
  }));
  await setUp(session, services);
}

/** Goes on to the next step, or back to the one before; beyond the last and the first nothing happens. */
export async function moveLesson(session: Session, services: Services, by: 1 | -1): Promise<void> {
  const { lesson } = session.store.getState();
  if (!lesson || !lessonOf(lesson.id)?.steps[lesson.step + by]) return;
  session.store.setState({ lesson: shownAt(lesson.id, lesson.step + by, lesson.aside) });
  await setUp(session, services);
}

/** Closes the lesson; what it showed stays on the page. */
export function closeLesson({ store }: Session): void {
  store.setState({ lesson: null });
}

/** Closes the lesson, and shows the reader's own run that made room for it. */
export function bringBack(session: Session): void {
  const { lesson } = session.store.getState();
  closeLesson(session);
  if (lesson?.aside) session.show(lesson.aside, 'the lesson');
}

/** Shows a moment of the run on the page, unless the run has none such. */
export function showMoment(session: Session, moment: Moment): void {
  const step = stepOfMoment(session.store.getState().recording, moment);
  if (step !== undefined) session.showStep(step);
}

/** Measures on training or on test pictures. */
export function showProbe({ store }: Session, probe: Split): void {
  store.setState(({ view }) => (view.probe === probe ? {} : { view: { ...view, probe } }));
}

/** Has the page show what the step is about. A run of the reader's own that has to make room is remembered. */
async function setUp(session: Session, services: Services): Promise<void> {
  const { store } = session;
  const before = store.getState();
  const { lesson } = before;
  const step = stepShown(lesson);
  if (!lesson || !step) return;
  keepProgress(lesson.id, lesson.step);
  if (!isSetUp(before, step)) {
    if (hasOwnRun(before)) store.setState({ lesson: { ...lesson, aside: before.recording } });
    if (step.live) session.open(presetById(step.preset).experiment, 'the lesson');
    else await services.showRecorded(step.preset);
  }
  const now = store.getState();
  // The reader has gone on, or the recording is not to be had: a notice says so.
  if (stepShown(now.lesson) !== step || now.experiment.preset !== step.preset) return;
  showProbe(session, step.probe ?? 'train');
  if (!step.live) showMoment(session, step.at ?? 'end');
}

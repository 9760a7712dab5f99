import '../styles/lessons.css';
import { useEffect, useRef } from 'react';
import { presetById } from '../../experiment/presets';
import { runCommand } from '../commands';
import { CommandButton } from '../components/CommandButton';
import { Icon } from '../components/icons';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { readPanels } from '../panels';
import { isHidden } from '../predict/state';
import { say } from '../say';
import { addNotice } from '../store';
import { stepAddress, useLessonAddress } from './address';
import { LessonText } from './LessonText';
import { lessonOf } from './lessons';
import { pointAt } from './point';
import type { Lesson, LessonStep } from './types';
import { bringBack, closeLesson, hasOwnRun } from './walk';

/** What the arrow keys and Escape belong to before a lesson. */
const OTHERS = 'input, select, textarea, [role="slider"], .plot, dialog';

/** The arrow keys walk through the lesson, and Escape closes it, except where they mean something else. */
function useLessonKeys(): void {
  const { session, services } = useApp();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
      if (event.defaultPrevented || !isPlain || event.repeat) return;
      if (document.querySelector('dialog[open], :popover-open')) return;
      if (event.target instanceof Element && event.target.closest(OTHERS)) return;
      if (event.key === 'ArrowRight') runCommand('lesson-next', session, services);
      else if (event.key === 'ArrowLeft') runCommand('lesson-back', session, services);
      else if (event.key === 'Escape') closeLesson(session);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [session, services]);
}

/** Scrolls to the panel of a step and marks it, unless the reader has left it out. */
function usePointing(step: LessonStep, isShown: boolean): void {
  const recording = useAppState(state => state.recording);
  const hidden = useAppState(isHidden);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run has other panels.
  useEffect(
    () => (isShown || hidden ? pointAt(hidden ? 'predict' : step.panel) : undefined),
    [step, isShown, hidden, recording],
  );
}

/** What the reader should know of what is on the page: whose run it is, and which one made room for it. */
function Remarks({ step, isPanelShown }: { step: LessonStep; isPanelShown: boolean }) {
  const { session } = useApp();
  const own = useAppState(hasOwnRun);
  const fits = useAppState(state => state.experiment.preset === step.preset);
  const hasAside = useAppState(state => (state.lesson?.aside ?? null) !== null);
  return (
    <>
      {!fits && (
        <p className="lesson-remark">
          Something else than what this step is about is on the page: go a step back and on again for “
          {presetById(step.preset).title}”.
        </p>
      )}
      {fits && own && !step.live && (
        <p className="lesson-remark">
          On the page is your own run; what is said here is of the recorded one.{' '}
          <CommandButton command="recorded" className="pill">
            See the recorded run
          </CommandButton>
        </p>
      )}
      {!isPanelShown && (
        <p className="lesson-remark">
          Your arrangement of panels leaves out the one that this is about.{' '}
          <button
            type="button"
            className="pill"
            onClick={() => session.store.setState(({ view }) => ({ view: { ...view, panels: '' } }))}
          >
            Show all panels
          </button>
        </p>
      )}
      {hasAside && (
        <p className="lesson-remark">
          Your own run made room for this lesson.{' '}
          <button type="button" className="pill" onClick={() => bringBack(session)}>
            Bring it back
          </button>
        </p>
      )}
    </>
  );
}

function CopyStep({ lesson, index }: { lesson: Lesson; index: number }) {
  const { session } = useApp();
  const copy = async () => {
    const address = stepAddress(lesson.id, index);
    try {
      await navigator.clipboard.writeText(address);
      say(session, 'Link to this step copied');
    } catch {
      addNotice(
        session.store,
        'link',
        `The browser does not let this page copy. The link to this step is ${address}`,
      );
    }
  };
  return (
    <button type="button" className="pill" onClick={() => void copy()}>
      Copy link to this step
    </button>
  );
}

function Walk({ lesson, index }: { lesson: Lesson; index: number }) {
  const { session } = useApp();
  const step = lesson.steps[index]!;
  const body = useRef<HTMLDivElement>(null);
  const arranged = useAppState(state => state.view.panels);
  const isPanelShown = readPanels(arranged).some(({ id }) => id === step.panel);
  const isLast = index === lesson.steps.length - 1;
  usePointing(step, isPanelShown);
  useLessonKeys();
  useLessonAddress(lesson.id, index);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step is read from its beginning.
  useEffect(() => {
    body.current!.scrollTop = 0;
  }, [step]);
  return (
    <aside className="lesson" aria-label={`Lesson: ${lesson.title.replace('D_LR', 'D L R')}`}>
      <header className="lesson-header">
        <p>
          <Prose text={lesson.title} /> · {index + 1} of {lesson.steps.length}
        </p>
        <button
          type="button"
          className="pill square"
          aria-label="Close the lesson"
          title="Close the lesson (Escape)"
          onClick={() => closeLesson(session)}
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="lesson-body" ref={body}>
        <h2 aria-live="polite">{step.title}</h2>
        {step.text.map(text => (
          <LessonText key={text} text={text} />
        ))}
        <Remarks step={step} isPanelShown={isPanelShown} />
        <div className="lesson-more">
          <CopyStep lesson={lesson} index={index} />
          <CommandButton command="lessons" className="pill">
            All lessons
          </CommandButton>
        </div>
      </div>
      <footer className="lesson-steps">
        <CommandButton command="lesson-back" className={index ? 'pill' : 'pill at-end'}>
          ← Back
        </CommandButton>
        {isLast ? (
          <button type="button" className="pill main" onClick={() => closeLesson(session)}>
            Finish
          </button>
        ) : (
          <CommandButton command="lesson-next" className="pill main">
            Next →
          </CommandButton>
        )}
      </footer>
    </aside>
  );
}

/** The lesson that is open, beside the panels or below them. */
export default function LessonPanel() {
  const shown = useAppState(state => state.lesson);
  const lesson = shown && lessonOf(shown.id);
  return lesson ? <Walk lesson={lesson} index={shown.step} /> : null;
}

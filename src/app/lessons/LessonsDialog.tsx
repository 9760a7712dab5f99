import '../styles/lessons.css';
import { useState } from 'react';
import { Dialog } from '../components/Dialog';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { LESSONS } from './lessons';
import { readProgress } from './progress';
import type { Lesson } from './types';
import { hasOwnRun, openLesson } from './walk';

/** How far a lesson was walked: "7 steps", "step 3 of 7", "walked to its end". */
function progressWords({ steps }: Lesson, reached: number | undefined): string {
  if (reached === undefined) return `${steps.length} steps`;
  return reached >= steps.length - 1 ? 'walked to its end' : `step ${reached + 1} of ${steps.length}`;
}

function Entry({ lesson, reached }: { lesson: Lesson; reached: number | undefined }) {
  const { session, services } = useApp();
  const goesOn = reached !== undefined && reached > 0 && reached < lesson.steps.length - 1;
  const open = (step: number) => void openLesson(session, services, lesson.id, step);
  return (
    <li className="lesson-entry">
      <button type="button" className="lesson-open" data-lesson={lesson.id} onClick={() => open(1)}>
        <span className="lesson-title">
          <Prose text={lesson.title} />
        </span>
        <span className="lesson-lead">
          <Prose text={lesson.lead} />
        </span>
      </button>
      <span className="lesson-end">
        <span className="lesson-progress">{progressWords(lesson, reached)}</span>
        {goesOn && (
          <button type="button" className="pill" onClick={() => open(reached + 1)}>
            Go on
            <span className="unseen"> with “{lesson.title.replace('D_LR', 'D L R')}”</span>
          </button>
        )}
      </span>
    </li>
  );
}

/** All lessons, with how far each was walked on this machine. */
export default function LessonsDialog() {
  const own = useAppState(hasOwnRun);
  const [progress] = useState(readProgress);
  return (
    <Dialog name="lessons" title="Lessons" className="lessons whole">
      <p className="dialog-lead">
        Each walks through recorded runs, points at the panels, and ends with a run of your own.{' '}
        {own && 'Your run makes room for it, and can be brought back.'}
      </p>
      <ol>
        {LESSONS.map(lesson => (
          <Entry key={lesson.id} lesson={lesson} reached={progress[lesson.id]} />
        ))}
      </ol>
    </Dialog>
  );
}

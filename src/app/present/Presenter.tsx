import '../styles/present.css';
import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Icon } from '../components/icons';
import { useApp, useAppState } from '../context';
import { Bar } from './Bar';
import { actionOf, type PresenterAction, slideAfter } from './keys';
import { Laser } from './Laser';
import { needsRecorded, playOrReplay, showRecordedStart } from './play';
import { SlideView } from './SlideView';
import { slidesOf } from './slides';
import { followScreen, stopPresenting } from './stage';

const FIELDS = 'input, select, textarea';
/** What the arrow keys walk along, once Tab has reached it. */
const WALKED = '[role="slider"], [role="application"]';

/** Whether a press belongs to what has the focus. */
function belongsToFocus({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  // Escape closes what is open above the slide first.
  if (key === 'Escape') return document.querySelector(':popover-open') !== null;
  if (target.closest(FIELDS)) return true;
  if (key === ' ') return target.closest('button, a[href]') !== null;
  return target.closest(WALKED) !== null && (key.startsWith('Arrow') || key === 'Home' || key === 'End');
}

/** What is pointed at keeps no focus, so that a clicker's keys go on leading through the slides. */
function leaveFocus(event: MouseEvent): void {
  if (!(event.target as Element).closest(FIELDS)) event.preventDefault();
}

/** The experiment in front of an audience: one slide at a time on the whole screen. */
export default function Presenter() {
  const { session, services } = useApp();
  const stage = useRef<HTMLElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const panels = useAppState(state => state.view.panels);
  const isModular = useAppState(state => state.experiment.data.source === 'modular');
  const slides = useMemo(() => slidesOf(panels, isModular), [panels, isModular]);
  const [wanted, setAt] = useState(0);
  const [blank, setBlank] = useState(false);
  const [laser, setLaser] = useState(true);
  const at = Math.min(wanted, slides.length - 1);
  const slide = slides[at]!;

  const standsIn = useAppState(needsRecorded);
  const preset = useAppState(state => state.experiment.preset);
  /** The preset whose recorded run was shown: what is reset after that is to be trained here. */
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (!standsIn || shown.current === preset) return;
    shown.current = preset;
    void showRecordedStart(session, services);
  }, [standsIn, preset, session, services]);

  useEffect(() => followScreen(session), [session]);
  useEffect(() => stage.current?.focus(), []);

  const act = (action: PresenterAction) => {
    if (action === 'leave') stopPresenting(session);
    else if (blank || action === 'blank') setBlank(!blank);
    else if (action === 'play') playOrReplay(session);
    else setAt(slideAfter(action, at, slides.length));
  };
  const newest = useRef(act);
  newest.current = act;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = actionOf(event);
      if (action === null || belongsToFocus(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.repeat) newest.current(action);
    };
    addEventListener('keydown', press, true);
    return () => removeEventListener('keydown', press, true);
  }, []);

  return (
    <main className="presenter" ref={stage} tabIndex={-1} onMouseDown={leaveFocus}>
      <p className="unseen" role="status">
        {blank
          ? 'The screen is blank. Any key of the clicker shows the slide again.'
          : `Slide ${at + 1} of ${slides.length}: ${slide.title.replaceAll('D_LR', 'D L R')}`}
      </p>
      <div className="slide-area" ref={area} data-laser={laser || undefined}>
        <SlideView slide={slide} key={slide.id} />
        {laser && <Laser area={area} />}
      </div>
      <Bar at={at} count={slides.length} onAct={act}>
        <button
          type="button"
          className="pill square"
          aria-label="Laser pointer"
          title="Laser pointer: a dot where you point"
          aria-pressed={laser}
          onClick={() => setLaser(!laser)}
        >
          <Icon name="laser" />
        </button>
      </Bar>
      {blank && (
        <button
          type="button"
          className="blank"
          aria-label="Show the slide again"
          onClick={() => setBlank(false)}
        />
      )}
    </main>
  );
}

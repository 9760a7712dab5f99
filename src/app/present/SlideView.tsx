import { lazy, type RefObject, Suspense, useRef } from 'react';
import { shownAddress } from '../address';
import { PANEL_COMPONENTS } from '../components/arranged/panel-components';
import { ClaimWords } from '../components/Claim';
import { ArmCards } from '../components/Figures';
import { Prose } from '../components/Prose';
import { Reading } from '../components/Reading';
import { useSize } from '../components/useSize';
import { useApp, useAppState } from '../context';
import type { PanelId } from '../panels';
import { plainAddress } from '../plain-address';
import { scenarioOf } from '../scenarios';
import { questionsOf, type Slide } from './slides';

const QrCode = lazy(() => import('./QrCode'));

/** Pixels in which a slide is laid out, before it is enlarged to the screen: small, so that its letters become large. */
const LAID_OUT = { width: 680, height: 380 };
/** How much more room is needed by panels of several pictures or of many words, which become that much smaller. */
const MORE_ROOM: Partial<Record<PanelId, number>> = {
  why: 1.2,
  rivals: 1.42,
  layers: 1.42,
  collapse: 1.42,
  eigenfunctions: 1.42,
  fourier: 1.42,
};

/** How much larger than on the page everything is. */
function useEnlargement(element: RefObject<HTMLElement | null>, { panels }: Slide) {
  const { width, height } = useSize(element);
  const room = Math.max(1, ...panels.map(id => MORE_ROOM[id] ?? 1));
  const factor = Math.max(1, Math.min(width / LAID_OUT.width, height / LAID_OUT.height) / room);
  return { factor, width: width / factor, height: height / factor };
}

function Link() {
  const { session } = useApp();
  // The link is that of the experiment and of the view.
  useAppState(state => state.experiment);
  useAppState(state => state.view);
  return (
    <Suspense>
      <QrCode link={plainAddress(shownAddress(session))} />
    </Suspense>
  );
}

/** The claim, how the networks differ, and what the audience is asked. */
function Opening() {
  const { lookFor } = useAppState(state => scenarioOf(state.experiment));
  return (
    <div className="slide-words">
      <div>
        <ClaimWords />
        <ul className="slide-questions">
          {questionsOf(lookFor).map(({ about, question }) => (
            <li key={about}>
              <b>{about}</b> <Prose text={question} />
            </li>
          ))}
        </ul>
      </div>
      <Link />
    </div>
  );
}

/** What came out, in words and in large figures. */
function Ending() {
  const { claim } = useAppState(state => scenarioOf(state.experiment));
  return (
    <div className="slide-words">
      <div>
        <h1>{claim}</h1>
        <Reading />
        <h2 className="unseen">The networks</h2>
        <ArmCards />
      </div>
      <Link />
    </div>
  );
}

/** What panels stand under, for those who cannot see that a slide has the whole screen. */
function Headings({ title }: { title: string }) {
  const { claim } = useAppState(state => scenarioOf(state.experiment));
  return (
    <>
      <h1 className="unseen">{claim}</h1>
      <h2 className="unseen">{title.replaceAll('D_LR', 'D L R')}</h2>
    </>
  );
}

/** One slide, as large as the screen allows. */
export function SlideView({ slide }: { slide: Slide }) {
  const frame = useRef<HTMLDivElement>(null);
  const { factor, width, height } = useEnlargement(frame, slide);
  return (
    <div className="slide-frame" ref={frame}>
      <div
        className="slide"
        data-slide={slide.id}
        style={{ width, height, transform: `scale(${factor})` }}
        data-columns={slide.panels.length}
      >
        {slide.panels.length > 0 && <Headings title={slide.title} />}
        {width > 0 && slide.id === 'opening' && <Opening />}
        {width > 0 && slide.id === 'ending' && <Ending />}
        {width > 0 &&
          slide.panels.map(id => {
            const Panel = PANEL_COMPONENTS[id];
            return (
              <div className="slide-panel" data-panel={id} key={id}>
                <Suspense>
                  <Panel />
                </Suspense>
              </div>
            );
          })}
      </div>
    </div>
  );
}

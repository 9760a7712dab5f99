import '../styles/arranged.css';
import '../styles/embed.css';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { shownAddress } from '../address';
import { PlacedPanels } from '../components/arranged/PlacedPanels';
import { Claim, ClaimWords } from '../components/Claim';
import { PlayButton, Readout, RunButton, StepAxisSwitch } from '../components/Controls';
import { Notices } from '../components/Notices';
import { useApp, useAppState } from '../context';
import { type Placed, readPanels } from '../panels';
import { plainAddress } from '../plain-address';

const Timeline = lazy(() => import('../components/timeline/Timeline'));

/** Where the link names none: what says most in little room. */
const FIRST: readonly Placed[] = [
  { id: 'arms', wide: true },
  { id: 'richness', wide: false },
  { id: 'accuracy', wide: false },
  { id: 'spectrum', wide: true },
];

function Controls() {
  const readOnly = useAppState(state => state.readOnly);
  return (
    <section className="controls" aria-label="Run">
      {!readOnly && (
        <div className="buttons">
          <PlayButton />
          <RunButton command="step" label="One step" />
          <RunButton command="reset" label="Reset, same seed" />
        </div>
      )}
      <Readout />
      <Suspense fallback={<div className="time" />}>
        <Timeline />
      </Suspense>
      <StepAxisSwitch />
    </section>
  );
}

/** The same experiment and view, on the page by itself. */
function OpenLink() {
  const { session } = useApp();
  useAppState(state => state.experiment);
  useAppState(state => state.view);
  return (
    <p className="embed-end">
      <a href={plainAddress(shownAddress(session))} target="_blank" rel="noopener">
        Open in Richscope
        <span className="unseen"> (opens in a new tab)</span>
      </a>
    </p>
  );
}

/** Files that are dropped must not take the place of what is shown. */
function useNoDrops(): void {
  useEffect(() => {
    const refuse = (event: DragEvent) => event.preventDefault();
    document.addEventListener('dragover', refuse);
    document.addEventListener('drop', refuse);
    return () => {
      document.removeEventListener('dragover', refuse);
      document.removeEventListener('drop', refuse);
    };
  }, []);
}

/** The page as a part of another one: claim, time and panels, without dialogs and without anything that is kept. */
export default function Embed() {
  useNoDrops();
  const text = useAppState(state => state.view.panels);
  const placed = useMemo(() => (text ? readPanels(text) : FIRST), [text]);
  const isEmpty = useAppState(state => state.readOnly && state.step === 0 && !state.playing && !state.kept);
  return (
    <main className="embed">
      <Notices />
      {isEmpty ? (
        <div className="claim">
          <ClaimWords />
          <div className="reading">
            <p className="reading-text">No run is shown yet.</p>
          </div>
        </div>
      ) : (
        <Claim />
      )}
      <Controls />
      <h2 className="unseen">Panels</h2>
      <div className="arranged">
        <PlacedPanels placed={placed} />
      </div>
      <OpenLink />
    </main>
  );
}

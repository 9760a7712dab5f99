import { lazy, Suspense } from 'react';
import { Claim } from './components/Claim';
import { Controls } from './components/Controls';
import { DropZone } from './components/DropZone';
import { Figures } from './components/Figures';
import { Header } from './components/Header';
import { Notices } from './components/Notices';
import { useAppState } from './context';
import { isHidden, showsGuess } from './predict/state';

const Embed = lazy(() => import('./embed/Embed'));
const BranchDialog = lazy(() => import('./lab/BranchDialog'));
const ChangeDialog = lazy(() => import('./lab/ChangeDialog'));
const GalleryDialog = lazy(() => import('./components/GalleryDialog'));
const LessonPanel = lazy(() => import('./lessons/LessonPanel'));
const LessonsDialog = lazy(() => import('./lessons/LessonsDialog'));
const OverlayBar = lazy(() => import('./runs/OverlayBar'));
const RunsDialog = lazy(() => import('./runs/RunsDialog'));
const Palette = lazy(() => import('./palette/Palette'));
const PanelsDialog = lazy(() => import('./components/arranged/PanelsDialog'));
const OutcomeBar = lazy(() => import('./predict/OutcomeBar'));
const PredictCard = lazy(() => import('./predict/PredictCard'));
const Presenter = lazy(() => import('./present/Presenter'));
const SaveDialog = lazy(() => import('./export/SaveDialog'));
const SettingsDialog = lazy(() => import('./settings/SettingsDialog'));
const ShortcutsDialog = lazy(() => import('./components/ShortcutsDialog'));
const TableDialog = lazy(() => import('./tables/TableDialog'));
const Sweeps = lazy(() => import('./sweep/Sweeps'));

/** Dialogs are fetched when they are first asked for. */
function Dialogs() {
  const dialog = useAppState(state => state.dialog);
  const sweeping = useAppState(state => state.sweeping);
  return (
    <Suspense>
      {dialog === 'branch' && <BranchDialog />}
      {dialog === 'change' && <ChangeDialog />}
      {dialog === 'gallery' && <GalleryDialog />}
      {dialog === 'lessons' && <LessonsDialog />}
      {dialog === 'palette' && <Palette />}
      {dialog === 'runs' && <RunsDialog />}
      {dialog === 'panels' && <PanelsDialog />}
      {dialog === 'save' && <SaveDialog />}
      {dialog === 'settings' && <SettingsDialog />}
      {dialog === 'shortcuts' && <ShortcutsDialog />}
      {dialog === 'table' && <TableDialog />}
      {(dialog === 'sweep' || sweeping) && <Sweeps />}
    </Suspense>
  );
}

/** The page. */
export function App() {
  const hasOverlay = useAppState(state => state.behind !== null);
  const stage = useAppState(state => state.stage);
  const hasLesson = useAppState(state => state.lesson !== null);
  const hidden = useAppState(isHidden);
  const hasGuess = useAppState(showsGuess);
  if (stage !== 'page' && !hidden)
    return <Suspense>{stage === 'embed' ? <Embed /> : <Presenter />}</Suspense>;
  return (
    <>
      <Header />
      <Notices />
      <main>
        <Claim />
        <Controls />
        <Suspense>{hasOverlay && <OverlayBar />}</Suspense>
        <Suspense>{hasGuess && <OutcomeBar />}</Suspense>
        {hidden ? (
          <Suspense>
            <PredictCard />
          </Suspense>
        ) : (
          <Figures />
        )}
      </main>
      <Suspense>{hasLesson && <LessonPanel />}</Suspense>
      <Dialogs />
      <DropZone />
    </>
  );
}

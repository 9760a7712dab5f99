import { lazy, Suspense, useMemo } from 'react';
import { AccuracyCurve, LossCurve, RichnessCurve, Spectrum } from '../../panels';
import type { Recording, Split } from '../../recording/recording';
import { summariseArms } from '../arms';
import { useApp, useAppState } from '../context';
import { Term } from '../glossary/Term';
import { scenarioOf } from '../scenarios';
import { ArmCard } from './ArmCard';
import { LookCloser } from './closer/LookCloser';
import { Figure } from './Figure';
import { useStateInSight } from './inSight';
import { Dlr } from './Prose';
import { useCurveProps } from './useCurveProps';
import { useLater } from './useLater';

const Arranged = lazy(() => import('./arranged/Arranged'));
const Why = lazy(() => import('./Why'));

/** Words and figures come first, then one picture a frame. */
const FRAMES_LATE = { richness: 1, accuracy: 2, spectrum: 3, loss: 4 };

/** Whether D_LR and the spectrum are those of training or of test inputs. */
function ProbeSwitch() {
  const { session } = useApp();
  const probe = useAppState(state => state.view.probe);
  const choose = (next: Split) => session.store.setState(({ view }) => ({ view: { ...view, probe: next } }));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend on the screen.
    <div className="segments" role="group" aria-label="Measured on" data-command="probe">
      {(['train', 'test'] as const).map(split => (
        <button
          key={split}
          type="button"
          aria-pressed={probe === split}
          title={`Measure on ${split === 'train' ? 'training' : 'test'} pictures (T changes over)`}
          onClick={() => choose(split)}
        >
          {split === 'train' ? 'training' : 'test'}
        </button>
      ))}
    </div>
  );
}

/** One card an arm, with its figures. */
export function ArmCards() {
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const probe = useAppState(state => state.view.probe);
  const shownStep = useAppState(state => state.shownStep);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const arms = useMemo(
    () => summariseArms(recording, probe, shownStep),
    [recording, version, probe, shownStep],
  );
  return (
    <div className="arms" data-count={arms.length}>
      {arms.map(arm => (
        <ArmCard
          key={arm.id}
          arm={arm}
          learningRate={recording.arms[arm.index]!.settings.training.learningRate}
        />
      ))}
    </div>
  );
}

/** Features on the axis of all spectra: as many as the widest network has, so that they can be compared. */
const featuresOf = (recording: Recording) => Math.max(...recording.arms.map(arm => arm.settings.model.width));

const SPECTRUM_GAP = 20;
/** Narrower than this, a spectrum takes a row of its own. */
const NARROWEST_SPECTRUM = 185;

function Spectra({ width, height }: { width: number; height: number }) {
  const { recording, theme, probe, absence, shownStep } = useCurveProps();
  const version = useLater(
    useAppState(state => state.recordingVersion),
    FRAMES_LATE.spectrum,
  );
  // An arm's spectrum is drawn anew only with a probe of its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const probes = useMemo(() => recording.arms.map(arm => arm.latest?.step ?? -1), [recording, version]);
  const count = recording.arms.length;
  const fitting = Math.floor((width + SPECTRUM_GAP) / (NARROWEST_SPECTRUM + SPECTRUM_GAP));
  const most = width < 520 && count > 1 ? 1 : Math.max(1, Math.min(count, fitting));
  const rows = Math.ceil(count / most);
  // Four are two and two, not three and one.
  const columns = Math.ceil(count / rows);
  const size = {
    width: Math.floor((width - (columns - 1) * SPECTRUM_GAP) / columns),
    height: Math.floor((height - (rows - 1) * 8) / rows),
  };
  return (
    <div className="spectra" style={{ gridTemplateColumns: `repeat(${columns}, ${size.width}px)` }}>
      {recording.arms.map(arm => (
        <Spectrum
          key={arm.id}
          arm={arm}
          version={probes[arm.index]!}
          theme={theme}
          probe={probe}
          absence={absence}
          features={featuresOf(recording)}
          shownStep={shownStep}
          {...size}
        />
      ))}
    </div>
  );
}

interface Size {
  width: number;
  height: number;
}

function Richness(size: Size) {
  const curves = useCurveProps();
  const version = useLater(curves.version, FRAMES_LATE.richness);
  return <RichnessCurve {...curves} version={version} {...size} />;
}

/** How rich: D_LR by step. */
export function RichnessFigure() {
  const probe = useAppState(state => state.view.probe);
  const { lookFor } = useAppState(state => scenarioOf(state.experiment));
  // Before the first measurement nothing speaks against a start, and words that come and go move the picture.
  const hasStart = useAppState(({ recording }) =>
    recording.arms.some(({ initial }) => !initial || initial[probe].measures.dlr !== null),
  );
  return (
    <Figure
      name="richness"
      title="How rich?"
      measure={
        <Term id="dlr">
          <Dlr />
        </Term>
      }
      lookFor={hasStart ? `${lookFor.richness} Dotted: the start.` : lookFor.richness}
      aside={<ProbeSwitch />}
    >
      {size => <Richness {...size} />}
    </Figure>
  );
}

function Accuracy(size: Size) {
  const curves = useCurveProps();
  const version = useLater(curves.version, FRAMES_LATE.accuracy);
  return <AccuracyCurve {...curves} version={version} {...size} />;
}

/** How good: test accuracy by step. */
export function AccuracyFigure() {
  const { lookFor } = useAppState(state => scenarioOf(state.experiment));
  return (
    <Figure
      name="accuracy"
      title="How good?"
      measure={<Term id="accuracy">test accuracy</Term>}
      lookFor={lookFor.accuracy}
    >
      {size => <Accuracy {...size} />}
    </Figure>
  );
}

function Loss(size: Size) {
  const curves = useCurveProps();
  const version = useLater(
    useStateInSight(state => state.lossVersion),
    FRAMES_LATE.loss,
  );
  return <LossCurve {...curves} version={version} {...size} />;
}

/** How far from the targets: the training loss by step. */
export function LossFigure() {
  const { lookFor } = useAppState(state => scenarioOf(state.experiment));
  return (
    <Figure
      name="loss"
      title="How far from the targets?"
      measure={<Term id="loss">training loss</Term>}
      lookFor={lookFor.loss}
    >
      {size => <Loss {...size} />}
    </Figure>
  );
}

/** Which features: the spectrum of each arm. */
export function SpectrumFigure() {
  const probe = useAppState(state => state.view.probe);
  const { lookFor } = useAppState(state => scenarioOf(state.experiment));
  return (
    <Figure name="spectrum" title="Which features?" lookFor={lookFor.spectrum[probe]}>
      {size => <Spectra {...size} />}
    </Figure>
  );
}

/** All pictures as they stand at first: how rich and how good on the left, which features on the right. */
function FirstArrangement() {
  return (
    <>
      <div className="figures">
        <div className="column">
          <RichnessFigure />
          <AccuracyFigure />
          <LossFigure />
        </div>
        <div className="column">
          <div className="first-screen">
            <ArmCards />
            <SpectrumFigure />
          </div>
          <Suspense fallback={<div className="card why" />}>
            <Why />
          </Suspense>
        </div>
      </div>
      <LookCloser />
    </>
  );
}

/** All pictures, as they stand at first or as the reader has arranged them. */
export function Figures() {
  const isOwn = useAppState(state => state.view.panels !== '');
  if (!isOwn) return <FirstArrangement />;
  return (
    <Suspense fallback={<div className="arranged" />}>
      <Arranged />
    </Suspense>
  );
}

import { useRef } from 'react';
import {
  RIVAL_NAMES,
  RIVALS,
  RivalCurve,
  type RivalName,
  rivalColumn,
  rivalReasons,
} from '../../../panels/closer';
import type { ArmRecording, Split } from '../../../recording/recording';
import { useApp, useAppState } from '../../context';
import { formatCount } from '../../format';
import { keepRivals } from '../../rivals';
import { Prose } from '../Prose';
import { useCurveProps } from '../useCurveProps';
import { useSize } from '../useSize';
import { CloserCard } from './CloserCard';
import { TangentKernelSwitch } from './TangentKernelSwitch';

/** Shown until the reader chooses: the distance of kernels says what S_init says. */
const SHOWN_FIRST = RIVAL_NAMES.filter(name => name !== 'kernelDistance');

/** Height of a row, and of the step labels below the last. */
const ROW = 104;
const STEP_LABELS = 17;

/** The measures that are shown, in their order, and what shows or hides one. */
function useShownRivals(): { shown: readonly RivalName[]; toggle(name: RivalName): void } {
  const { session } = useApp();
  const chosen = useAppState(state => state.rivals);
  const shown = chosen ? RIVAL_NAMES.filter(name => chosen.includes(name)) : SHOWN_FIRST;
  const toggle = (name: RivalName) => {
    const rivals = RIVAL_NAMES.filter(other => shown.includes(other) !== (other === name));
    keepRivals(rivals);
    session.store.setState({ rivals });
  };
  return { shown, toggle };
}

/** Whether a measure has a value at any probe of any arm. */
const hasValues = (arms: readonly ArmRecording[], probe: Split, name: RivalName) =>
  arms.some(arm => rivalColumn(arm, probe, RIVALS[name]).some(value => !Number.isNaN(value)));

function Switches({ shown, toggle }: ReturnType<typeof useShownRivals>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend on the screen.
    <div className="chips" role="group" aria-label="Measures shown">
      {RIVAL_NAMES.map(name => (
        <button
          key={name}
          type="button"
          className="pill toggle"
          data-rival={name}
          aria-pressed={shown.includes(name)}
          onClick={() => toggle(name)}
        >
          <span className="toggle-mark" aria-hidden="true" />
          <span>
            <Prose text={RIVALS[name].short} />
          </span>
        </button>
      ))}
    </div>
  );
}

/** What a measure that takes its time costs: "A kernel takes 130 ms." */
function costOf(arms: readonly ArmRecording[], name: RivalName): string[] {
  const costs = arms.flatMap(arm => arm.tangentKernelCost ?? []);
  if (name !== 'tangentKernelChange' || !costs.length) return [];
  return [`A kernel takes ${formatCount(Math.round(Math.max(...costs)))} ms here.`];
}

/** One measure: its curve, and what is known to fool it. */
function Row({ name, last, version }: { name: RivalName; last: boolean; version: number }) {
  const curves = useCurveProps();
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const { arms } = curves.recording;
  const reasons = hasValues(arms, curves.probe, name) ? rivalReasons(arms, curves.probe, RIVALS[name]) : [];
  const height = last ? ROW + STEP_LABELS : ROW;
  const words = [RIVALS[name].fooledBy, ...costOf(arms, name), ...reasons];
  return (
    <div className="rival" data-rival-row={name}>
      <div className="plot" ref={plot} style={{ height }}>
        {width > 0 && (
          <RivalCurve {...curves} version={version} name={name} last={last} width={width} height={height} />
        )}
      </div>
      <div className="rival-words">
        {words.map(text => (
          <p key={text}>
            <Prose text={text} />
          </p>
        ))}
      </div>
    </div>
  );
}

/** In the place of a curve that nothing was measured for: what the measure is for, and what switches it on. */
function TangentKernelRow() {
  const { heading, fooledBy } = RIVALS.tangentKernelChange;
  return (
    <div className="rival-off" data-rival-row="tangentKernelChange">
      <h4>{heading}</h4>
      <p>{fooledBy}</p>
      <TangentKernelSwitch />
    </div>
  );
}

function Rows({ shown, version }: { shown: readonly RivalName[]; version: number }) {
  const recording = useAppState(state => state.recording);
  const probe = useAppState(state => state.view.probe);
  const isOff = (name: RivalName) =>
    name === 'tangentKernelChange' && !hasValues(recording.arms, probe, name);
  const last = shown.findLast(name => !isOff(name));
  return (
    <div className="rivals">
      {shown.map(name =>
        isOff(name) ? (
          <TangentKernelRow key={name} />
        ) : (
          <Row key={name} name={name} last={name === last} version={version} />
        ),
      )}
      {!shown.length && <p className="look-for">Choose a measure above.</p>}
    </div>
  );
}

/** D_LR beside the measures that it is compared with, on one axis of steps. */
export function RivalsCard() {
  const rivals = useShownRivals();
  return (
    <CloserCard
      name="rivals"
      title="What do other measures say?"
      lookFor="The same run, measured in other ways, each with what is known to fool it. Where they disagree with D_LR, something is to be learned."
      framesLate={6}
    >
      {version => (
        <>
          <Switches {...rivals} />
          <Rows shown={rivals.shown} version={version} />
        </>
      )}
    </CloserCard>
  );
}

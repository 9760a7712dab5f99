import { useEffect, useRef, useState } from 'react';
import { Eigenfunctions, WANTED } from '../../../panels/closer';
import { detailAt, frameAt } from '../../../recording/moment';
import { useApp, useAppState } from '../../context';
import { formatCount } from '../../format';
import { Swatch } from '../richness';
import { useCurveProps } from '../useCurveProps';
import { useSize } from '../useSize';
import { CloserCard } from './CloserCard';
import { useCalm } from './useCalm';
import { useDetail } from './useDetail';

/** Pictures that change oftener than this, in milliseconds, cannot be looked at. */
const LOOK = 700;
const NO_NAMES: readonly string[] = [];

/** The arm that is shown, and what chooses another one. */
function ArmChoice({ shown, choose }: { shown: number; choose(arm: number): void }) {
  const { recording, probe, shownStep } = useCurveProps();
  const { arms } = recording;
  const arm = arms[shown]!;
  const past = shownStep === null ? null : detailAt(arm, probe, shownStep);
  return (
    <div className="arm-choice">
      {arms.length > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend on the screen.
        <div className="segments" role="group" aria-label="Network shown">
          {arms.map(({ id, label, index }) => (
            <button
              key={id}
              type="button"
              aria-pressed={index === shown}
              aria-label={`${id} · ${label}`}
              onClick={() => choose(index)}
            >
              {id}
            </button>
          ))}
        </div>
      )}
      <Swatch arm={arm.index} dlr={frameAt(arm, past?.step ?? shownStep)?.[probe].measures.dlr ?? null} />
      <strong>{arm.label}</strong>
      {past && <span>at step {formatCount(past.step)}</span>}
    </div>
  );
}

function Body() {
  const { session } = useApp();
  const { recording, probe, theme, absence, shownStep } = useCurveProps();
  const names = useAppState(state => (state.data ?? state.recording.data)?.classes) ?? NO_NAMES;
  const kept = useAppState(state => state.kept);
  const [chosen, setChosen] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const drawing = useRef<HTMLDivElement>(null);
  const { width } = useSize(drawing);
  const near = useDetail(body, 'eigenfunctions', WANTED);
  const shown = recording.arms[chosen] ? chosen : 0;
  const arm = recording.arms[shown]!;
  const newest = useCalm(arm.details[probe], LOOK);
  const found = shownStep === null ? newest : detailAt(arm, probe, shownStep);
  const pictures = recording.pictures?.[probe] ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run has other pictures.
  useEffect(() => {
    if (near) session.fetchPictures();
  }, [session, near, recording]);
  const missing = kept ? 'Pictures are not in the file of a recording: play it anew to see them.' : undefined;
  return (
    <div ref={body}>
      <ArmChoice shown={shown} choose={setChosen} />
      <div ref={drawing}>
        {width > 0 && (
          <Eigenfunctions
            {...{ arm, found, theme, probe, pictures, width, absence }}
            classNames={names}
            {...(missing !== undefined && { missing })}
          />
        )}
      </div>
    </div>
  );
}

/** What the networks have learned to see: their strongest eigenfunctions, by the pictures at the two ends of each. */
export function EigenfunctionsCard() {
  return (
    <CloserCard
      name="eigenfunctions"
      title="What has it learned to see?"
      lookFor="The strongest features, and the probe pictures on which each is smallest and largest. A feature that tells classes apart has one class at either end; one that is not used tells apart something else."
      framesLate={9}
    >
      {() => <Body />}
    </CloserCard>
  );
}

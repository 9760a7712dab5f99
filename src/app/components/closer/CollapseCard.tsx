import { useMemo, useRef, useState } from 'react';
import {
  COLLAPSE_MEASURES,
  type CollapseMeasure,
  CollapsePicture,
  markPath,
  NeuralCollapseCurve,
  sharedReach,
} from '../../../panels/closer';
import { useAppState } from '../../context';
import { Term } from '../../glossary/Term';
import type { TermId } from '../../glossary/terms';
import { MethodLink } from '../MethodLink';
import { useCurveProps } from '../useCurveProps';
import { useSize } from '../useSize';
import { CloserCard } from './CloserCard';
import { useDetail } from './useDetail';

type Three = readonly [number, number, number];

const FIRST_THREE: Three = [0, 1, 2];
const PLACES = ['First', 'Second', 'Third'] as const;
/** Names of the curves, and what each says. */
const CURVES: Record<CollapseMeasure, { name: string; term: TermId; says: string }> = {
  nc1: { name: 'NC1', term: 'nc1', says: 'spread within classes, log axis' },
  nc2Norm: { name: 'NC2', term: 'nc2', says: 'uneven lengths of the means' },
  nc2Angle: { name: 'NC2', term: 'nc2', says: 'uneven angles of the means' },
  nc3: { name: 'NC3', term: 'nc3', says: 'last layer off the means' },
  nc4: { name: 'NC4', term: 'nc4', says: 'nearest mean is not the output' },
};
/** Narrowest and widest plane, the room between two, and what the words above and below it take. */
const [NARROWEST, WIDEST, GAP, WORDS] = [236, 420, 20, 88];
/** Height of a curve, and of one with room to spare. */
const [LOW, HIGH] = [112, 140];
const SPACIOUS = 380;

/** The three classes that are shown; the first three until the reader chooses others that these data have. */
function useThree(count: number): [Three, (place: number, name: number) => void] {
  const [chosen, setChosen] = useState<Three>(FIRST_THREE);
  const three = chosen.every(name => name < count) ? chosen : FIRST_THREE;
  const choose = (place: number, name: number) =>
    setChosen(three.map((other, i) => (i === place ? name : other)) as unknown as Three);
  return [three, choose];
}

function Pickers({
  names,
  three,
  choose,
}: {
  names: readonly string[];
  three: Three;
  choose(place: number, name: number): void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend on the screen.
    <div className="pickers" role="group" aria-label="Classes shown">
      {PLACES.map((place, i) => (
        <label key={place}>
          <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">
            <path d={markPath(i, 0, 0, 5.5)} fill="currentColor" />
          </svg>
          <span className="unseen">{place} class</span>
          <select value={three[i]} onChange={event => choose(i, Number(event.target.value))}>
            {names.map((name, position) => (
              <option
                key={name}
                value={position}
                disabled={position !== three[i] && three.includes(position)}
              >
                {name}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

/** Why there is no plane, whatever the probes say. */
function useMissing(names: readonly string[]): string | undefined {
  const kept = useAppState(state => state.kept);
  if (names.length > 0 && names.length < 3) return 'The plane shows three classes; these data have fewer.';
  return kept
    ? 'A kept recording holds no single pictures, so there are no points: play it anew to see them.'
    : undefined;
}

interface PlanesProps {
  version: number;
  names: readonly string[];
  missing: string | undefined;
}

function Planes({ version, names, missing }: PlanesProps) {
  const { recording, probe, theme, absence, shownStep } = useCurveProps();
  const element = useRef<HTMLDivElement>(null);
  const { width } = useSize(element);
  const { arms } = recording;
  const columns = Math.max(1, Math.min(arms.length, Math.floor((width + GAP) / (NARROWEST + GAP))));
  const side = Math.min(WIDEST, Math.floor((width - (columns - 1) * GAP) / columns));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const reach = useMemo(() => sharedReach(arms, probe, shownStep), [arms, version, probe, shownStep]);
  return (
    <div className="planes" ref={element} style={{ gridTemplateColumns: `repeat(${columns}, auto)` }}>
      {width > 0 &&
        arms.map(arm => (
          <CollapsePicture
            key={arm.id}
            {...{ arm, version, theme, probe, absence, reach, shownStep }}
            classNames={names}
            width={side}
            height={side + WORDS}
            {...(missing !== undefined && { missing })}
          />
        ))}
    </div>
  );
}

function Curve({ measure, version }: { measure: CollapseMeasure; version: number }) {
  const curves = useCurveProps();
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const { name, term, says } = CURVES[measure];
  const height = width >= SPACIOUS ? HIGH : LOW;
  return (
    <div className="collapse-curve">
      <h4>
        <Term id={term}>{name}</Term> <span>{says}</span>
      </h4>
      <div className="plot" ref={plot} style={{ height }}>
        {width > 0 && (
          <NeuralCollapseCurve
            {...curves}
            {...{ version, measure, width, height }}
            name={`${name}, ${says},`}
          />
        )}
      </div>
    </div>
  );
}

function Body({ version }: { version: number }) {
  const body = useRef<HTMLDivElement>(null);
  const names = useAppState(state => (state.data ?? state.recording.data)?.classes) ?? NO_NAMES;
  const [three, choose] = useThree(names.length);
  const missing = useMissing(names);
  useDetail(body, 'classes', names.length < 3 ? null : three);
  return (
    <div className="collapse-body" ref={body}>
      <div>
        {missing === undefined && names.length >= 3 && (
          <Pickers names={names} three={three} choose={choose} />
        )}
        <Planes version={version} names={names} missing={missing} />
      </div>
      <div className="collapse-curves">
        {COLLAPSE_MEASURES.map(measure => (
          <Curve key={measure} measure={measure} version={version} />
        ))}
        <p className="footnote">
          All are 0 in a collapsed network. NC1 compares the spread within classes with the distances between
          their means; NC3 compares the weights of the last layer with the means; NC4 counts the pictures
          whose nearest class mean is another class than their largest output.{' '}
          <MethodLink section="collapse">How they are measured</MethodLink>
        </p>
      </div>
    </div>
  );
}

const NO_NAMES: readonly string[] = [];

/** Three classes in the plane of their means, and NC1 – NC4 beside it. */
export function CollapseCard() {
  return (
    <CloserCard
      name="collapse"
      title="Do the classes collapse?"
      lookFor="Pictures of three classes in the plane of their means; a line is the way of a mean while you look. A collapsed network has each class at its corner of the dotted triangle, and all of NC1 – NC4 at 0."
      framesLate={8}
    >
      {version => <Body version={version} />}
    </CloserCard>
  );
}

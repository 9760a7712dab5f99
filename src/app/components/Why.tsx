import { useMemo, useRef } from 'react';
import { CAUSES, CauseCurve } from '../../panels/closer';
import { LAZY_FROM, RICH_BELOW } from '../../recording/phase';
import { type ArmSummary, summariseArms } from '../arms';
import { causeSentence, LEAST_SPOKEN, overlapSentence } from '../causes';
import { useAppState } from '../context';
import { errorWords } from '../error';
import { formatCount, joinWords } from '../format';
import { Term } from '../glossary/Term';
import { InSight, useInSight } from './inSight';
import { MethodLink } from './MethodLink';
import { PanelTools } from './PanelTools';
import { Dlr, Prose } from './Prose';
import { Swatch, useRichnessInk } from './richness';
import { useCurveProps } from './useCurveProps';
import { useShownVersion } from './useShownVersion';
import { useSize } from './useSize';

const write = (value: number | null) => (value === null ? '–' : value.toFixed(2));

/** Why a D_LR is undefined, each reason once: "A and B: The outputs do not differ …" */
function undefinedReasons(arms: readonly ArmSummary[]): string[] {
  const reasons = new Set(arms.flatMap(arm => arm.undefinedBecause ?? []));
  return [...reasons].map(reason => {
    const names = arms.filter(arm => arm.undefinedBecause === reason).map(({ id }) => id);
    return `${joinWords(names)}: ${reason}`;
  });
}

/** The two causes over steps, side by side where there is room. */
function Curves({ version }: { version: number }) {
  const curves = useCurveProps();
  const plot = useRef<HTMLDivElement>(null);
  const size = useSize(plot);
  return (
    <div className="why-curves">
      {CAUSES.map((cause, i) => (
        <div className="plot" key={cause} ref={i ? undefined : plot}>
          {size.width > 0 && <CauseCurve {...curves} {...size} version={version} cause={cause} />}
        </div>
      ))}
    </div>
  );
}

/** One sentence an arm on which cause is the larger, and one on what the errors do not tell apart. */
function Sentences({ arms }: { arms: readonly ArmSummary[] }) {
  const told = arms.flatMap(arm => {
    const sentence = causeSentence(arm);
    return sentence ? [{ arm, sentence }] : [];
  });
  const overlap = overlapSentence(arms);
  return (
    <ul className="why-words">
      {told.map(({ arm, sentence }) => (
        <li key={arm.id}>
          <Swatch arm={arm.index} dlr={arm.dlr} />
          <span>
            <Prose text={sentence} />
          </span>
        </li>
      ))}
      {overlap && (
        <li>
          <span>
            <Prose text={overlap} />
          </span>
        </li>
      )}
      {undefinedReasons(arms).map(reason => (
        <li key={reason}>
          <span>
            <Prose text={reason} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function FiguresTable({ arms }: { arms: readonly ArmSummary[] }) {
  const ink = useRichnessInk();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th scope="col">
            <Term id="used">used</Term>
          </th>
          <th scope="col">
            <Term id="even">even</Term>
          </th>
          <th scope="col">
            <Dlr />
          </th>
        </tr>
      </thead>
      <tbody>
        {arms.map(({ index, id, label, dlr, dlrError, share, evenness }) => (
          <tr key={index}>
            <td>
              <strong>{id}</strong> {label}
            </td>
            <td>{write(share)}</td>
            <td>{write(evenness)}</td>
            <td>
              <b style={{ color: ink(dlr) }}>{write(dlr)}</b>
              {dlrError !== null && <span className="error"> {errorWords(dlrError)}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Why this D_LR: its two causes over time and in words, with the identity D_LR = 1 − share · √(PR / r). */
export default function Why() {
  const card = useRef<HTMLElement>(null);
  const isInSight = useInSight(card);
  const shown = useShownVersion(isInSight, 5);
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const probe = useAppState(state => state.view.probe);
  const shownStep = useAppState(state => state.shownStep);
  const samples = useAppState(state => state.experiment.probe.samples);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const arms = useMemo(
    () => summariseArms(recording, probe, shownStep),
    [recording, version, probe, shownStep],
  );
  const hasErrors = arms.some(({ dlrError }) => dlrError !== null);
  return (
    <InSight value={isInSight}>
      <section
        className="card why"
        data-figure="why"
        aria-labelledby="why"
        aria-describedby="why-words"
        ref={card}
      >
        <header className="figure-header">
          <h2 id="why">
            Why this <Dlr />?
          </h2>
          <PanelTools panel="why" title="Why this D L R?" words="why-words" />
        </header>
        <p className="look-for">
          <Dlr /> = 1 − used × even. A lazy network carries features that its outputs do not use, or they are
          uneven.
        </p>
        <div className="why-parts">
          {shown !== null && <Curves version={shown} />}
          <FiguresTable arms={arms} />
        </div>
        <Sentences arms={arms} />
        <p className="footnote">
          <em>Used</em>: share of the strength of all features that lies in what the outputs span.{' '}
          <em>Even</em>: √(PR / r), how evenly the strength is spread, as{' '}
          <Term id="participation">participation ratio</Term> over the dimensions of the outputs. Above 1 it
          is spread over more dimensions than the outputs have.
        </p>
        <p className="footnote">
          {hasErrors ? (
            <>
              <em>±</em>: one standard error, from leaving out an eighth of the pictures at a time.
              Differences below 1.96 of them, or below {LEAST_SPOKEN}, are not spoken of.
            </>
          ) : (
            <>
              The error of <Dlr /> was not measured: differences below {LEAST_SPOKEN} are not spoken of.
            </>
          )}{' '}
          Measured on {formatCount(samples)} fixed {probe === 'train' ? 'training' : 'test'} pictures, without
          their labels. We call a network rich below {RICH_BELOW} and lazy from {LAZY_FROM}: the paper sets no
          thresholds, these are ours. <MethodLink section="dlr">How it is measured</MethodLink>
        </p>
      </section>
    </InSight>
  );
}

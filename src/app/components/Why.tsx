import { useMemo } from 'react';
import { LAZY_FROM, RICH_BELOW } from '../../recording/phase';
import { type ArmSummary, summariseArms } from '../arms';
import { useAppState } from '../context';
import { formatCount, joinWords } from '../format';
import { Dlr, Prose } from './Prose';
import { useRichnessInk } from './richness';

const write = (value: number | null) => (value === null ? '–' : value.toFixed(2));

/** Why a D_LR is undefined, each reason once: "A and B: The outputs do not differ …" */
function undefinedReasons(arms: readonly ArmSummary[]): string[] {
  const reasons = new Set(arms.flatMap(arm => arm.undefinedBecause ?? []));
  return [...reasons].map(reason => {
    const names = arms.filter(arm => arm.undefinedBecause === reason).map(({ id }) => id);
    return `${joinWords(names)}: ${reason}`;
  });
}

/** The identity D_LR = 1 − share · √(PR / r), with its figures at the newest probe. */
export function Why() {
  const recording = useAppState(state => state.recording);
  const version = useAppState(state => state.recordingVersion);
  const probe = useAppState(state => state.view.probe);
  const samples = useAppState(state => state.experiment.probe.samples);
  const ink = useRichnessInk();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that the recording has grown.
  const arms = useMemo(() => summariseArms(recording, probe), [recording, version, probe]);
  return (
    <section className="card why" data-figure="why" aria-labelledby="why">
      <h2 id="why">
        Why this <Dlr />?
      </h2>
      <p className="look-for">
        <Dlr /> = 1 − used × even. A lazy network carries features that its outputs do not use, or they are
        uneven.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Arm</th>
            <th scope="col">used</th>
            <th scope="col">even</th>
            <th scope="col">
              <Dlr />
            </th>
          </tr>
        </thead>
        <tbody>
          {arms.map(({ index, id, label, dlr, share, evenness }) => (
            <tr key={index}>
              <td>
                <strong>{id}</strong> {label}
              </td>
              <td>{write(share)}</td>
              <td>{write(evenness)}</td>
              <td>
                <b style={{ color: ink(dlr) }}>{write(dlr)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="footnote">
        <em>Used</em>: share of the strength of all features that lies in what the outputs span. <em>Even</em>
        : √(PR / r), how evenly the strength is spread, as participation ratio over the dimensions of the
        outputs. Above 1 it is spread over more dimensions than the outputs have.
      </p>
      {undefinedReasons(arms).map(reason => (
        <p className="footnote" key={reason}>
          <Prose text={reason} />
        </p>
      ))}
      <p className="footnote">
        Measured on {formatCount(samples)} fixed {probe === 'train' ? 'training' : 'test'} pictures, without
        their labels. We call a network rich below {RICH_BELOW} and lazy from {LAZY_FROM}: the paper sets no
        thresholds, these are ours.
      </p>
    </section>
  );
}

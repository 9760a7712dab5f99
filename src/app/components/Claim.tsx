import { Fragment, useMemo } from 'react';
import { useAppState } from '../context';
import { describeArms, describeData, describeSource } from '../describe';
import { isHidden } from '../predict/state';
import { scenarioOf } from '../scenarios';
import { Prose } from './Prose';
import { Reading } from './Reading';

/** What the experiment claims, and what its arms are. */
export function ClaimWords() {
  const experiment = useAppState(state => state.experiment);
  const scenario = scenarioOf(experiment);
  const phrases = useMemo(() => describeArms(experiment), [experiment]);
  const summary = useAppState(state => state.data);
  const source = describeSource(summary, experiment);
  return (
    <div>
      <h1>{scenario.claim}</h1>
      <p className="description">
        {scenario.point && <Prose text={`${scenario.point} `} />}
        {phrases.map(({ text, arm }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: phrases have no identity but their place.
          <Fragment key={index}>{arm === undefined ? text : <strong>{text}</strong>}</Fragment>
        ))}{' '}
        {describeData(experiment)} {source}
      </p>
    </div>
  );
}

export function Claim() {
  const hidden = useAppState(isHidden);
  return (
    <div className="claim">
      <ClaimWords />
      {hidden ? <p className="reading">Guess first: how it goes is hidden.</p> : <Reading />}
    </div>
  );
}

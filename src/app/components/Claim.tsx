import { Fragment, useMemo } from 'react';
import { useAppState } from '../context';
import { describeArms, describeData, describeSource } from '../describe';
import { scenarioOf } from '../scenarios';
import { Prose } from './Prose';
import { Reading } from './Reading';

export function Claim() {
  const experiment = useAppState(state => state.experiment);
  const scenario = scenarioOf(experiment);
  const phrases = useMemo(() => describeArms(experiment), [experiment]);
  const summary = useAppState(state => state.data);
  const source = describeSource(summary, experiment);
  return (
    <div className="claim">
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
      <Reading />
    </div>
  );
}

import { useRef } from 'react';
import { PAIR_SERIES, PairPicture, type PairSeries, readPair, writePair } from '../../../panels/closer';
import { useApp, useAppState } from '../../context';
import { keepView } from '../../kept-view';
import { useCurveProps } from '../useCurveProps';
import { useSize } from '../useSize';
import { CloserCard } from './CloserCard';

/** The picture's height as a share of its width, and its bounds in pixels. */
const [SHARE, LOW, HIGH] = [0.62, 280, 460];

/** The two series that are chosen, and what chooses others. */
function usePair(): [PairSeries, PairSeries, (x: PairSeries, y: PairSeries) => void] {
  const { session } = useApp();
  const text = useAppState(state => state.view.pair);
  const choose = (x: PairSeries, y: PairSeries) => {
    const pair = writePair(x, y);
    keepView('pair', pair);
    session.store.setState(({ view }) => ({ view: { ...view, pair } }));
  };
  return [...readPair(text), choose];
}

interface ChoiceProps {
  words: string;
  chosen: PairSeries;
  choose(series: PairSeries): void;
}

function Choice({ words, chosen, choose }: ChoiceProps) {
  return (
    <label>
      <span>{words}</span>
      <select
        value={chosen.name}
        onChange={event => choose(PAIR_SERIES.find(({ name }) => name === event.target.value)!)}
      >
        {PAIR_SERIES.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Body({ version }: { version: number }) {
  const { behind: _, ...curves } = useCurveProps();
  const [x, y, choose] = usePair();
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const height = Math.round(Math.max(LOW, Math.min(HIGH, SHARE * width)));
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend on the screen. */}
      <div className="pickers pair-pickers" role="group" aria-label="Series drawn">
        <Choice words="up" chosen={y} choose={series => choose(x, series)} />
        <Choice words="along" chosen={x} choose={series => choose(series, y)} />
        <button type="button" className="pill" onClick={() => choose(y, x)}>
          Swap
        </button>
      </div>
      <div className="plot" ref={plot} style={{ height }}>
        {width > 0 && <PairPicture {...curves} {...{ version, x, y, width, height }} />}
      </div>
    </>
  );
}

/** Any series against any other. */
export function PairCard() {
  return (
    <CloserCard
      name="pair"
      title="Any two against each other"
      lookFor="The way of each network from its start, the open circle, in the colour of its D_LR on the way. At the same D_LR, which one is better?"
      framesLate={9}
    >
      {version => <Body version={version} />}
    </CloserCard>
  );
}

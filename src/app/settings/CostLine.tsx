import { useAppState } from '../context';
import { costWords } from './cost-words';

/** What the run on the page needs, before it starts. */
export function CostLine() {
  const cost = useAppState(state => state.cost);
  const experiment = useAppState(state => state.experiment);
  const status = useAppState(state => state.status);
  const waits = !cost && (status === 'loading' || status === 'compiling');
  if (!cost && !waits) return null;
  return (
    <p className="cost" data-testid="cost">
      {cost
        ? costWords(cost, experiment)
        : 'What it takes is told as soon as the data and the networks are there.'}
    </p>
  );
}

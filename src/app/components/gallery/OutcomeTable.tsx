import { formatCount } from '../../format';
import { accuracyWords, dlrWords, type Figures, type Outcome } from '../../outcomes';
import type { PaperNumber } from '../../paper';
import { Dlr } from '../Prose';
import { useRichnessInk } from '../richness';

interface Row {
  name: string;
  dlr: string;
  /** For its colour. */
  richness: number | null;
  accuracy: string;
}

/** A paper's number as the paper prints it. */
const paperRow = ({ arm, dlr, testAccuracy }: PaperNumber): Row => ({
  name: arm,
  dlr: dlr === undefined ? '–' : String(dlr),
  richness: dlr ?? null,
  accuracy: testAccuracy === undefined ? '–' : accuracyWords({ mean: testAccuracy, spread: null }),
});

const ownRow = (name: string, { step, dlr, testAccuracy }: Figures): Row => ({
  name: `${name}, step ${formatCount(step)}`,
  dlr: dlrWords(dlr),
  richness: dlr?.mean ?? null,
  accuracy: accuracyWords(testAccuracy),
});

/** A single network needs no name, and the end none where nothing else is told of. */
const ownRows = ({ arms }: Outcome): Row[] =>
  arms.flatMap(({ id, label, moments, end }) => {
    const of = arms.length > 1 ? [`${id} ${label}`] : [];
    const last = moments.length || !of.length ? ['end'] : [];
    return [
      ...moments.map(moment => ownRow([...of, moment.title].join(': '), moment)),
      ownRow([...of, ...last].join(': '), end),
    ];
  });

function Rows({ name, rows }: { name: string; rows: readonly Row[] }) {
  const ink = useRichnessInk();
  return (
    <tbody>
      <tr className="outcome-group">
        <th scope="rowgroup" colSpan={3}>
          {name}
        </th>
      </tr>
      {rows.map(row => (
        <tr key={row.name}>
          <th scope="row">{row.name}</th>
          <td style={{ color: ink(row.richness) }}>{row.dlr}</td>
          <td>{row.accuracy}</td>
        </tr>
      ))}
    </tbody>
  );
}

/** The paper's numbers, and ours below them: D_LR on training inputs, and test accuracy. */
export function OutcomeTable({
  paper,
  outcome,
}: {
  paper: readonly PaperNumber[];
  outcome: Outcome | undefined;
}) {
  if (!paper.length && !outcome) return null;
  return (
    <table className="outcome-table">
      <thead>
        <tr>
          <td />
          <th scope="col">
            <Dlr />
          </th>
          <th scope="col">test accuracy</th>
        </tr>
      </thead>
      {paper.length > 0 && <Rows name="Paper" rows={paper.map(paperRow)} />}
      {outcome && (
        <Rows
          name={outcome.seeds === 1 ? 'Ours, one seed' : `Ours, ${outcome.seeds} seeds: mean ± spread`}
          rows={ownRows(outcome)}
        />
      )}
    </table>
  );
}

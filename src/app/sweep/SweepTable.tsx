import { formatSpread, formatValue, SWEEP_WORDS } from '../../panels/sweep';
import { SWEEP_MEASURES } from '../../recording/sweep';
import { Prose } from '../components/Prose';
import { useSweep } from './current';
import { axisLabels } from './words';

/** All means and spreads, for those who read rather than look. */
export function SweepTable() {
  const results = useSweep(state => state.results);
  useSweep(state => state.version);
  const { sweep, points, arms } = results;
  const there = points
    .slice(0, points.length / sweep.seeds.length)
    .filter(({ values }) => results.indicesAt(values).some(i => results.resultAt(i)));
  if (!there.length) return null;
  return (
    <details className="sweep-table">
      <summary>As a table</summary>
      <div className="sweep-scroll">
        <table>
          <thead>
            <tr>
              {axisLabels(sweep).map(label => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
              {arms.length > 1 && <th scope="col">Arm</th>}
              <th scope="col">Seeds</th>
              {SWEEP_MEASURES.map(name => (
                <th key={name} scope="col">
                  <Prose text={SWEEP_WORDS[name].short} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {there.flatMap(({ values }) =>
              arms.map(({ id }, arm) => (
                <tr key={`${values.join()} ${id}`}>
                  {values.map((value, i) => (
                    <td key={sweep.axes[i]!.path}>{formatValue(value)}</td>
                  ))}
                  {arms.length > 1 && <td>{id}</td>}
                  <td>{results.at(values, arm, 'dlr').seeds}</td>
                  {SWEEP_MEASURES.map(name => (
                    <td key={name}>{formatSpread(results.at(values, arm, name), name)}</td>
                  ))}
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}

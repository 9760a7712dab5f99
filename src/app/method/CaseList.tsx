import type { CheckedCase } from '../../metrics/reference/check';
import { Text } from './Formula';
import { formatValue, nameOf } from './names';
import type { CaseState } from './useReference';

const findValue = ({ values }: CheckedCase, key: string) => values.find(({ name }) => name === key)!;

/** "agrees", "3 of 31 values differ". */
export function verdictOf({ values, sameInputs, passed }: CheckedCase): string {
  if (!sameInputs) return 'other inputs than NumPy’s';
  const wrong = values.filter(value => !value.agrees).length;
  return passed ? `${values.length} values agree` : `${wrong} of ${values.length} values differ`;
}

function Values({ checked }: { checked: CheckedCase }) {
  return (
    <table className="values">
      <thead>
        <tr>
          <th scope="col">value</th>
          <th scope="col">expected</th>
          <th scope="col">computed</th>
          <th scope="col">
            <span className="unseen">result</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {checked.values.map(({ name, expected, computed, agrees }) => (
          <tr key={name} className={agrees ? undefined : 'wrong'}>
            <th scope="row">
              <Text text={nameOf(name)} />
            </th>
            <td>{formatValue(expected)}</td>
            <td>{formatValue(computed)}</td>
            <td>
              <Mark passed={agrees} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Mark = ({ passed }: { passed: boolean }) => (
  <span className="tick">
    <span aria-hidden="true">{passed ? '✓' : '✗'}</span>
    <span className="unseen">{passed ? 'agrees' : 'differs'}</span>
  </span>
);

function CaseRow({ state }: { state: CaseState }) {
  const { known, checked } = state;
  const dlr = checked && findValue(checked, 'dlr');
  return (
    <li data-case={known.name} data-passed={checked?.passed}>
      <details>
        <summary>
          <span className="case-title">
            <b>{known.title}</b>
            {checked && (
              <span className="case-shape">
                n = {checked.samples}, p = {checked.width}, C = {checked.outputs}
              </span>
            )}
          </span>
          <span className="case-number">{dlr ? formatValue(dlr.expected) : '…'}</span>
          <span className="case-number">{dlr ? formatValue(dlr.computed) : '…'}</span>
          <span className="case-verdict">
            {checked ? (
              <>
                <b aria-hidden="true">{checked.passed ? '✓' : '✗'}</b> {verdictOf(checked)}
              </>
            ) : (
              'waiting'
            )}
          </span>
        </summary>
        <p className="case-about">
          <Text text={known.about} />
        </p>
        {checked && <Values checked={checked} />}
      </details>
    </li>
  );
}

/** The reference cases with D_LR expected and computed; each opens to show all of its values. */
export function CaseList({ states }: { states: readonly CaseState[] }) {
  return (
    <div className="cases">
      <p className="case-head" aria-hidden="true">
        <span>case</span>
        <span className="case-number">
          <Text text="D_LR expected" />
        </span>
        <span className="case-number">computed here</span>
        <span className="case-verdict">all values</span>
      </p>
      <ul>
        {states.map(state => (
          <CaseRow key={state.known.name} state={state} />
        ))}
      </ul>
    </div>
  );
}

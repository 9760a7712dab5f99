import { CaseList } from './CaseList';
import { type ReferenceState, useReference } from './useReference';

/** Where the check stands, in one sentence. */
export function summaryOf({ states, numerics, fault }: ReferenceState): string {
  const checked = states.flatMap(state => state.checked ?? []);
  if (fault) return `The cases could not be measured here: ${fault}`;
  if (checked.length < states.length)
    return `Measuring on your machine: ${checked.length} of ${states.length} cases.`;
  const wrong = checked.filter(({ passed }) => !passed);
  const values = checked.reduce((sum, { values: all }) => sum + all.length, 0);
  const took = checked.reduce((sum, { took: milliseconds }) => sum + milliseconds, 0);
  const how = `${numerics}, ${Math.max(1, Math.round(took))} ms`;
  return wrong.length
    ? `${wrong.length} of ${states.length} cases differ: ${wrong.map(({ name }) => name).join(', ')} (${how}).`
    : `Passed: all ${states.length} cases agree with NumPy, in ${values} values (${how}).`;
}

/** The reference cases, measured on the reader's machine when they open the page. */
export function ReferenceSection() {
  const reference = useReference();
  const { states, fault } = reference;
  const done = states.filter(({ checked }) => checked).length;
  const isDone = done === states.length;
  const passed = isDone && states.every(({ checked }) => checked!.passed);
  return (
    <section className="chapter" id="cases" aria-labelledby="cases-title">
      <h2 id="cases-title">Reference cases, computed on your machine</h2>
      <div className="card entry">
        <p className="verdict" role="status" data-passed={isDone ? passed : undefined}>
          {isDone && <b aria-hidden="true">{passed ? '✓ ' : '✗ '}</b>}
          {summaryOf(reference)}
        </p>
        {!isDone && !fault && (
          <progress max={states.length} value={done} aria-label="Reference cases measured" />
        )}
        <CaseList states={states} />
      </div>
    </section>
  );
}

import type { ArmSummary } from '../arms';
import { type Place, placeOf } from '../certainty';
import { errorWords, WITHIN_95 } from '../error';
import { formatCount, formatPercent } from '../format';
import { PanelWords } from '../glossary/PanelWords';
import { Dlr } from './Prose';
import { Swatch, useRichnessInk } from './richness';

/** The words of the reading, shorter. */
const PLACES: Record<Place, string> = {
  rich: 'rich',
  between: 'between',
  lazy: 'lazy',
  nearRich: 'rich or near it',
  nearLazy: 'lazy or near it',
  unsure: 'not certain',
};

function placeWords({ step, dlr, dlrError }: ArmSummary): string {
  if (step === null) return '–';
  return dlr === null ? 'undefined' : PLACES[placeOf(dlr, WITHIN_95 * (dlrError ?? 0))];
}

const STAGES = ['start', 'fitting', 'fitted'] as const;

/** Where the arm stands: how far it has fitted, and what it has become by its D_LR. */
function PhaseBar({ arm }: { arm: ArmSummary }) {
  const ink = useRichnessInk();
  const now = STAGES.indexOf(arm.fit);
  return (
    <ol className="phases" aria-label="Where it stands">
      {STAGES.map((stage, index) => (
        <li
          key={stage}
          className={index < now ? 'passed' : undefined}
          aria-current={index === now ? 'step' : undefined}
        >
          {stage}
        </li>
      ))}
      <li className="regime" style={{ color: ink(arm.dlr) }}>
        {placeWords(arm)}
      </li>
    </ol>
  );
}

function Divergence({ arm, learningRate }: { arm: ArmSummary; learningRate: number }) {
  return (
    <p className="fault">
      Diverged at step {formatCount(arm.divergedAt!)}: its loss is no longer a number. Lower its learning rate
      ({learningRate}).
    </p>
  );
}

const figure = (value: number | null, write: (value: number) => string) =>
  value === null ? '–' : write(value);

/** Under D_LR: what it was at the start. */
function startWords({ step, initialDlr, initialUndefinedBecause }: ArmSummary): string {
  if (initialDlr !== null) return `start ${initialDlr.toFixed(2)}`;
  if (step === null) return 'start –';
  return initialUndefinedBecause ? 'start undefined' : '\u00a0';
}

/** One arm: its mark, where it stands, how rich and how good it is. */
export function ArmCard({ arm, learningRate }: { arm: ArmSummary; learningRate: number }) {
  const ink = useRichnessInk();
  const { id, label, dlr, testAccuracy, trainAccuracy } = arm;
  const error = errorWords(arm.dlrError);
  return (
    <article className="card arm" data-arm={id} aria-label={`Arm ${id}: ${label}`}>
      <div className="arm-inner">
        <Swatch arm={arm.index} dlr={dlr} />
        <div className="arm-words">
          <h3>
            {id} · {label} {arm.index === 0 && <PanelWords panel="arms" title="The networks" />}
          </h3>
          {arm.divergedAt === null ? (
            <PhaseBar arm={arm} />
          ) : (
            <Divergence arm={arm} learningRate={learningRate} />
          )}
        </div>
        <dl className="arm-figures">
          <div className="figure-with-error">
            <dt>
              <Dlr />
            </dt>
            <dd className="large" style={{ color: ink(dlr) }} title={arm.undefinedBecause ?? undefined}>
              {figure(dlr, value => value.toFixed(3))}
            </dd>
            {error && (
              <dd className="small error" title="Standard error of D_LR, from leaving out pictures">
                {error}
              </dd>
            )}
            <dd className="small start" title={arm.initialUndefinedBecause ?? undefined}>
              {startWords(arm)}
            </dd>
          </div>
          <div>
            <dt>test accuracy</dt>
            <dd className="large">{figure(testAccuracy, formatPercent)}</dd>
            <dd className="small">train {figure(trainAccuracy, formatPercent)}</dd>
          </div>
        </dl>
      </div>
    </article>
  );
}
